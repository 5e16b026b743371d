// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HexFormat.h"
#include "ui/model/HexGrid.h"

#include <QRectF>

#include <optional>
#include <vector>

namespace megascope {

// The two columns that show the bytes of a row.
enum class HexArea { Bytes, Characters };

// Lengths in logical pixels that make whole device pixels.
struct HexMetrics {
    double cellWidth = 8; // of a digit, and of a character
    double rowHeight = 18;
    double baseline = 14; // what letters stand on, from the top of a row
    double devicePixelRatio = 1;

    // The nearest length of whole device pixels.
    [[nodiscard]] double aligned(double length) const;
    [[nodiscard]] double devicePixel() const { return 1 / devicePixelRatio; }
    friend bool operator==(const HexMetrics&, const HexMetrics&) = default;
};

// Where everything of the hex view lies, in logical pixels of the viewport. A value, made anew when the font,
// the format, the document's size or the viewport change.
//
//     | offsets |  bytes  |  characters |      one row of heads, then the rows
//
// The offsets stay where they are when the view is scrolled sideways; x of the other two is before scrolling.
// Every border lies on a device pixel. Screen rows count from the first visible one.
class HexLayout {
public:
    struct Hit {
        RowNumber row;
        int column = 0;
        HexArea area = HexArea::Bytes;
        bool isOffset = false; // in the column of offsets
    };

    HexLayout() = default;
    HexLayout(const HexMetrics& metrics, const HexFormat& format, ByteCount size, const QSizeF& viewport);

    [[nodiscard]] const HexMetrics& metrics() const { return m_metrics; }
    [[nodiscard]] const HexFormat& format() const { return m_format; }
    [[nodiscard]] const HexGrid& grid() const { return m_grid; }
    [[nodiscard]] const QSizeF& viewport() const { return m_viewport; }

    [[nodiscard]] int offsetDigits() const { return m_offsetDigits; }
    [[nodiscard]] double offsetDigitX(int digit) const;
    [[nodiscard]] double offsetsWidth() const { return m_offsetsWidth; }
    // The line between bytes and characters.
    [[nodiscard]] double separatorX() const { return m_separatorX; }
    // With the offsets.
    [[nodiscard]] double contentWidth() const { return m_contentWidth; }
    // How far the view can be scrolled sideways.
    [[nodiscard]] double scrollableWidth() const;

    [[nodiscard]] double headHeight() const { return m_headHeight; }
    [[nodiscard]] double rowY(int screenRow) const { return m_headHeight + screenRow * m_metrics.rowHeight; }
    // Rows that are visible as a whole, at least 1; and those of which a part is.
    [[nodiscard]] int fullRows() const { return m_fullRows; }
    [[nodiscard]] int touchedRows() const { return m_touchedRows; }
    // The screen rows that a strip of the viewport touches, as [first, last + 1).
    [[nodiscard]] std::pair<int, int> rowsTouching(double top, double bottom) const;
    // The first row of the last screenful.
    [[nodiscard]] RowNumber lastTop() const;

    [[nodiscard]] double cellX(HexArea area, int column) const;
    // The digits, or the character, of one byte.
    [[nodiscard]] QRectF cell(HexArea area, int screenRow, int column) const;
    // From the left edge of one cell to the right edge of another in the same row.
    [[nodiscard]] QRectF cells(HexArea area, int screenRow, int firstColumn, int lastColumn) const;

    // The rows [first, last] of the document, over the viewport's whole width, when `top` is the first
    // visible one. A pixel more above and below, for what a fractional scale rounds. Empty when none is
    // visible.
    [[nodiscard]] QRectF rowsRect(RowNumber first, RowNumber last, RowNumber top) const;
    // How many rows to scroll by for a mouse that is held at y: 0 over the rows, the more the farther
    // outside.
    [[nodiscard]] RowCount rowsBeyond(double y) const;
    // The top nearest to `top` with which `row` is visible as a whole.
    [[nodiscard]] RowNumber topShowing(RowNumber row, RowNumber top) const;
    // The way to scroll sideways nearest to `scrollX` with which a cell is visible beside the offsets.
    [[nodiscard]] double scrollShowing(HexArea area, int column, double scrollX) const;

    // What lies at a point. Outside of the rows: the nearest, below them of those that are visible as a
    // whole. With `within`: the nearest cell of that column.
    [[nodiscard]] Hit hit(const QPointF& point, RowNumber top, double scrollX,
        std::optional<HexArea> within = std::nullopt) const;

private:
    [[nodiscard]] int fittingBytesPerRow(double width) const;
    [[nodiscard]] int bytesColumnAt(double x) const;
    void placeColumns(int bytesPerRow);

    HexMetrics m_metrics;
    HexFormat m_format;
    HexGrid m_grid;
    QSizeF m_viewport;
    int m_offsetDigits = 8;
    double m_offsetsWidth = 0;
    std::vector<double> m_bytesX; // left edge of each byte's digits
    double m_separatorX = 0;
    double m_charactersX = 0;
    double m_contentWidth = 0;
    double m_headHeight = 0;
    int m_fullRows = 1;
    int m_touchedRows = 1;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextRow.h"
#include "ui/view/TextMetrics.h"
#include "ui/view/TextShape.h"

#include <QFont>
#include <QPoint>

#include <unordered_map>

namespace megascope {

// Where on the view rows, cells and bytes are. All lengths in device pixels of the view; x of a row from
// where its first cell begins. Knows no widget.
class TextGeometry {
public:
    void setFont(const QFont& font, double devicePixelRatio);
    void setTabCells(int cells) { m_tabCells = cells; }
    void setSize(int width, int height);
    // Room for line numbers of so many digits.
    void setGutterDigits(int digits) { m_gutterDigits = digits; }
    // Room for times before the line numbers, with a cell behind them.
    void setTimeCells(int cells) { m_timeCells = cells; }
    [[nodiscard]] int timeCells() const { return m_timeCells; }
    // How far the text is scrolled to the left.
    void setScroll(int x) { m_scroll = x; }

    [[nodiscard]] const TextMetrics& metrics() const { return m_metrics; }
    [[nodiscard]] const QFont& font() const { return m_font; }
    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] int scroll() const { return m_scroll; }
    [[nodiscard]] bool contains(const QPoint& point) const;
    // Beside the text, over the line numbers or outside of the view.
    [[nodiscard]] bool isBesideText(int x) const { return x < gutterWidth() || x >= m_width; }

    [[nodiscard]] int gutterDigits() const { return m_gutterDigits; }
    [[nodiscard]] int gutterWidth() const;
    // Of the view, where text is seen.
    [[nodiscard]] int textWidth() const;
    // Where on the view cell 0 begins.
    [[nodiscard]] int textLeft() const;
    // Rows that are wholly visible, and columns, at least 1.
    [[nodiscard]] int wholeRows() const;
    [[nodiscard]] int wholeCells() const;

    [[nodiscard]] int rowTop(int row) const { return row * m_metrics.rowHeight; }
    // The row at a height, also above and below the view.
    [[nodiscard]] int rowAt(int y) const;

    [[nodiscard]] int xOf(const TextRow& row, const TextStop& stop) const;
    // The stop before which the cursor stands nearest to `x`.
    [[nodiscard]] TextStop stopNear(const TextRow& row, int x) const;
    [[nodiscard]] int widthOf(const TextRow& row) const;

    // The layout of a row that isShaped(). Valid until the next call.
    [[nodiscard]] TextShape& shape(const TextRow& row) const;
    void forgetShapes() { m_shapes.clear(); }

private:
    struct KnownShape {
        TextRow row;
        TextShape shape;
    };

    QFont m_font;
    TextMetrics m_metrics;
    int m_tabCells = 8;
    int m_width = 0;
    int m_height = 0;
    int m_gutterDigits = 0;
    int m_timeCells = 0;
    int m_scroll = 0;
    mutable std::unordered_map<std::int64_t, KnownShape> m_shapes; // by the offset where the row begins
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/Afterglow.h"
#include "ui/view/HexPainter.h"

#include <array>
#include <optional>

namespace megascope {

// Paints one frame for HexPainter, with HexPainter's tools.
class HexFrame {
public:
    struct Tools {
        CellTiles& tiles;
        CellStrip& strip;
        HexGlyphs& glyphs;
    };

    HexFrame(QPainter& painter, const Tools& tools, const QRectF& exposed, const HexScene& scene);
    void paint();

private:
    // The weakest glow is the first of so many.
    enum Background {
        Plain,
        CurrentRow,
        StrongSelection,
        LightSelection,
        Match,
        Gutter,
        Glow,
        BackgroundCount = Glow + Afterglow::levels
    };
    enum Ink { Digit, Faint, Special, Changed, GutterDigit, CurrentGutterDigit, InkCount };

    [[nodiscard]] RowNumber rowAt(int screenRow) const { return m_scene.top + RowCount(screenRow); }
    [[nodiscard]] ByteRange rangeAt(int screenRow) const
    {
        return m_layout.grid().rowRange(rowAt(screenRow));
    }
    // The screen row of the cursor, or nothing when it is not to be painted.
    [[nodiscard]] std::optional<int> cursorRow() const;
    // Device pixels of a length in logical ones.
    [[nodiscard]] int pixels(double length) const;
    [[nodiscard]] int stripWidth() const;
    // In the strip, of a cell.
    [[nodiscard]] int stripX(HexArea area, int column) const;
    [[nodiscard]] Background selectionBackground(HexArea area) const;
    // `otherwise` for a byte that does not glow.
    [[nodiscard]] Background glowOf(ByteOffset offset, Background otherwise) const;
    [[nodiscard]] QRgb lineColor(QRgb background) const;

    void alignToDevicePixels();
    void chooseColors();
    void paintHead();
    void paintRow(int row);
    void paintBelow();
    // The cells of bytes of a row, and what is between them.
    void fill(const ByteRange& bytes, Background inBytes, Background inCharacters);
    void fillColumns(HexArea area, int firstColumn, int lastColumn, Background background);
    // Those that share bytes with a row.
    [[nodiscard]] std::span<const ByteRange> marksIn(const ByteRange& row) const;
    void putCells(int row, Background plain);
    // How a byte is written.
    struct Writing {
        Background background = Plain;
        bool changed = false;
    };
    void putByte(const HexCell& cell, int column, const Writing& how);
    void putCharacter(const HexCell& cell, int row, int column, const Writing& how);
    [[nodiscard]] bool isChanged(ByteOffset offset);
    void putOffset(int row);
    void putHeads();
    void put(int x, Ink ink, Background background, char32_t codePoint);
    void drawStrip(double y);
    void paintUnreadable();
    void paintCursor();
    void paintBar(const QRectF& cell, double width, const QColor& color);
    void paintBox(const QRectF& cell, double width, const QColor& color);

    QPainter& m_painter;
    CellTiles& m_tiles;
    CellStrip& m_strip;
    HexGlyphs& m_glyphs;
    const HexScene& m_scene;
    const HexLayout& m_layout;
    const HexMetrics& m_metrics;
    const QRectF m_exposed;
    int m_first = 0; // screen rows to paint: [m_first, m_behind)
    int m_behind = 0;

    std::array<QRgb, BackgroundCount> m_backgrounds{};
    std::array<QColor, InkCount> m_inks;
    std::array<std::array<CellTiles::Set, InkCount>, BackgroundCount> m_sets{};
    // What the strip has between the cells of bytes; BackgroundCount: nothing, or more than one.
    Background m_gaps = BackgroundCount;
    std::size_t m_passedChanges = 0; // of m_scene.changed, that end at or before the cell that is painted
    double m_coveredTo = 0; // where the shape of the row's last character ends
};

} // namespace megascope

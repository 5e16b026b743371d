// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/CellStrip.h"
#include "ui/view/CellTiles.h"
#include "ui/view/TextGeometry.h"
#include "ui/view/TextGlyphs.h"
#include "ui/view/TextParts.h"
#include "ui/view/ViewStyle.h"

#include <array>
#include <span>
#include <vector>

namespace megascope {

// Paints the text of one row into a strip: letters as ready tiles, the rest as runs of glyphs or by a text
// layout. GUI thread.
class TextRowPainter {
public:
    struct Row {
        const TextGeometry& geometry;
        std::span<const TextStyleSpan> colors; // of the row's segment
        RowSelection selection;
        QRgb background = 0;
        QRgb selected = 0;
        bool whitespace = false;
        int waitPhase = 0; // of what moves in the place of bytes that are not read yet
    };

    void setStyle(const ViewStyle& style, const TextMetrics& metrics);
    // `strip` has the background already.
    void paint(CellStrip& strip, const TextRow& row, const Row& how);
    // Text whose characters have one cell each, from `x` on.
    void paintText(CellStrip& strip, QStringView text, int x, const TextInk& ink);

private:
    // What paint() works on.
    struct Work {
        CellStrip& strip;
        const TextRow& row;
        const Row& how;
        std::vector<TextPart> parts;
        std::vector<TextPart>::const_iterator part = {}; // the next to be painted
        std::span<const TextShape::Part> shapes = {}; // those not passed yet
        int left = 0; // where cell 0 is
        int firstCell = 0; // visible ones
        int endCell = 0;

        [[nodiscard]] const TextMetrics& metrics() const { return how.geometry.metrics(); }
        [[nodiscard]] int xOf(const TextRun& run, std::uint32_t index) const
        {
            return left + static_cast<int>(run.cell + index * run.cellsEach) * metrics().cellWidth;
        }
        [[nodiscard]] QStringView text(const TextRun& run, std::uint32_t index) const
        {
            return QStringView(row.segment().text).mid(run.unit + index * run.unitsEach, run.unitsEach);
        }
    };

    void paintCells(Work& work);
    void paintVisible(Work& work, const TextRun& run, std::uint32_t from, std::uint32_t end);
    void fillBackgrounds(Work& work);
    void paintRun(Work& work, const TextRun& run, const TextPart& part, std::uint32_t from, std::uint32_t to);
    void paintGraphemes(
        Work& work, const TextRun& run, const TextPart& part, std::uint32_t from, std::uint32_t to);
    void paintLabel(Work& work, const TextRun& run, const TextPart& part, std::uint32_t index);
    void paintLines(Work& work, const TextPart& part, int from, int to);
    void paintLineEnd(Work& work);
    void paintShaped(Work& work);
    void markShapedBlanks(Work& work);

    [[nodiscard]] CellTiles& tilesOf(const TextInk& ink, std::uint32_t cells = 1);
    // Draws what waits in m_glyphs.
    void drawGlyphs(CellStrip& strip);
    [[nodiscard]] QColor labelColor(TextLook look) const;

    ViewStyle m_style;
    TextMetrics m_metrics;
    std::array<CellTiles, 4> m_tiles; // by bold + 2 * italic
    std::array<CellTiles, 4> m_wideTiles; // of two cells
    TextGlyphs m_glyphs;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/TextGeometry.h"
#include "ui/view/TextGlyphs.h"
#include "ui/view/TextParts.h"
#include "ui/view/TextStrip.h"
#include "ui/view/ViewStyle.h"

#include <span>
#include <vector>

namespace megascope {

// Paints the text of one row into a strip: letters as ready tiles, the rest as runs of glyphs or by a text
// layout. GUI thread.
class TextRowPainter {
public:
    struct Row {
        const TextGeometry& geometry;
        std::span<const TextStyleSpan> colors;
        RowSelection selection;
        QRgb background = 0;
        QRgb selected = 0;
        bool whitespace = false;
    };

    void setStyle(const ViewStyle& style, const TextMetrics& metrics);
    void beginFrame();
    void paint(TextStrip& strip, const TextRow& row, const Row& how);
    // Adds text whose characters have one cell each, from `x` on.
    void addText(TextStrip& strip, QStringView text, int x, const TextInk& ink);
    // Letters stand in the strip only after this; what is filled later covers them.
    void flush(TextStrip& strip);

private:
    // What paint() works on.
    struct Work {
        TextStrip& strip;
        const TextRow& row;
        const Row& how;
        std::vector<TextPart> parts;
        int left = 0; // where cell 0 is
        int firstCell = 0; // visible ones
        int endCell = 0;
    };

    void paintCells(Work& work);
    void fillBackgrounds(Work& work);
    void paintRun(Work& work, const TextRun& run, const TextPart& part, std::uint32_t from, std::uint32_t to);
    void paintPlain(
        Work& work, const TextRun& run, const TextPart& part, std::uint32_t from, std::uint32_t to);
    void paintLabel(Work& work, const TextRun& run, const TextPart& part, std::uint32_t index);
    void paintWhitespace(Work& work, const TextRun& run, std::uint32_t index);
    void paintLineEnd(Work& work);
    void paintShaped(Work& work);
    void markShapedBlanks(Work& work);
    [[nodiscard]] QColor labelColor(TextLook look) const;

    ViewStyle m_style;
    TextTiles m_tiles;
    TextGlyphs m_glyphs;
    bool m_hasGlyphs = false; // some wait to be drawn
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HexPage.h"
#include "ui/session/Selection.h"
#include "ui/view/CellStrip.h"
#include "ui/view/CellTiles.h"
#include "ui/view/HexGlyphs.h"
#include "ui/view/HexLayout.h"
#include "ui/view/ViewStyle.h"

class QPainter;

namespace megascope {

// What one frame of the hex view shows. Refers to the view's parts; lives for the frame.
struct HexScene {
    const HexLayout& layout;
    const HexPage& page; // the rows from `top` on
    const ViewStyle& style;
    RowNumber top;
    double scrollX = 0;
    Selection selection;
    HexArea activeArea = HexArea::Bytes;
    bool focused = false;
    bool strongSelection = false; // in both areas, whether focused or not
    std::span<const ByteRange> changed = {}; // in ascending order
    std::span<const ByteRange> marks = {}; // what is looked for; in ascending order
    std::span<const std::uint8_t> glow = {}; // of each byte of the page, as Afterglow has it; empty: none
    bool inserting = false; // typing goes between bytes
    bool atLowDigit = false; // the cursor stands between the digits of its byte
    int waitPhase = 0; // of what moves in the place of bytes that are not read yet
};

// Paints the hex view: each row is put together from tiles and drawn as a whole; what tiles cannot do and the
// cursor come on top. Belongs to the GUI thread.
class HexPainter {
public:
    // To be called whenever the font or a colour changed.
    void setStyle(const ViewStyle& style);
    // What the font makes of a screen with so many device pixels to a logical one.
    [[nodiscard]] HexMetrics metrics(double devicePixelRatio) const;

    // Covers every pixel of `exposed`.
    void paint(QPainter& painter, const QRectF& exposed, const HexScene& scene);

private:
    QFont m_font;
    CellTiles m_tiles;
    double m_tilesRatio = 0; // device pixels that the tiles are for; 0: none
    CellStrip m_strip;
    HexGlyphs m_glyphs;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HexPage.h"
#include "ui/session/Selection.h"
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
};

// Paints the hex view in passes: areas, selection, text, marks. Belongs to the GUI thread.
class HexPainter {
public:
    void setFont(const QFont& font) { m_glyphs.setFont(font); }
    [[nodiscard]] HexMetrics metrics(double devicePixelRatio) const
    {
        return m_glyphs.metrics(devicePixelRatio);
    }

    // Covers every pixel of `exposed`.
    void paint(QPainter& painter, const QRectF& exposed, const HexScene& scene);

private:
    HexGlyphs m_glyphs;
};

} // namespace megascope

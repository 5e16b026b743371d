// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextMetrics.h"

#include "ui/view/ViewStyle.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// Below this letters are specks, and TextTiles copies by four pixels.
constexpr int narrowestCell = 4; // device pixels

} // namespace

TextMetrics TextMetrics::of(const QFont& font, double devicePixelRatio)
{
    const QFontMetricsF metrics(font);
    TextMetrics result{.devicePixelRatio = devicePixelRatio};
    result.cellWidth = std::max(result.device(metrics.horizontalAdvance(u'0')), narrowestCell);
    result.rowHeight
        = std::max(static_cast<int>(std::ceil(metrics.height() * (1 + rowLeading) * devicePixelRatio)), 1);
    result.baseline = result.device(metrics.height() * rowLeading / 2 + metrics.ascent());
    return result;
}

int TextMetrics::device(double logicalPixels) const
{
    return static_cast<int>(std::lround(logicalPixels * devicePixelRatio));
}

} // namespace megascope

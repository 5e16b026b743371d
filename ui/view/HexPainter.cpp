// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexPainter.h"

#include "ui/view/HexFrame.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace megascope {

void HexPainter::setStyle(const ViewStyle& style)
{
    m_font = style.font;
    m_font.setKerning(false);
    m_glyphs.setFont(m_font);
    m_tilesRatio = 0;
}

HexMetrics HexPainter::metrics(double devicePixelRatio) const
{
    const QFontMetricsF font(m_font);
    HexMetrics metrics{.devicePixelRatio = devicePixelRatio};
    double widest = metrics.devicePixel();
    for (const char digit :
        std::string_view("0123456789ABCDEFabcdef")) // they differ if the pitch is not fixed
        widest = std::max(widest, font.horizontalAdvance(QLatin1Char(digit)));
    metrics.cellWidth = metrics.aligned(widest);
    metrics.rowHeight = std::ceil(font.height() * (1 + rowLeading) * devicePixelRatio) / devicePixelRatio;
    metrics.baseline = metrics.aligned((metrics.rowHeight - font.height()) / 2 + font.ascent());
    return metrics;
}

void HexPainter::paint(QPainter& painter, const QRectF& exposed, const HexScene& scene)
{
    const HexMetrics& metrics = scene.layout.metrics();
    if (m_tilesRatio != metrics.devicePixelRatio) {
        m_tilesRatio = metrics.devicePixelRatio;
        const auto pixels = [&](double length) { return qRound(length * metrics.devicePixelRatio); };
        m_tiles.reset(m_font,
            {.width = pixels(metrics.cellWidth),
                .height = pixels(metrics.rowHeight),
                .baseline = pixels(metrics.baseline)},
            metrics.devicePixelRatio);
    }
    HexFrame(painter, {m_tiles, m_strip, m_glyphs}, exposed, scene).paint();
}

} // namespace megascope

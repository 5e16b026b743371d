// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexGlyphs.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// Enough for a screen of ideographs that are all different; then they are looked up anew.
constexpr std::size_t mostShapes = 20'000;

// Between rows, in shares of the font's height.
constexpr double leading = 0.12;

} // namespace

void HexGlyphs::setFont(const QFont& font)
{
    m_font = font;
    m_font.setKerning(false);
    m_fonts = {QRawFont::fromFont(m_font)};
    forgetShapes();
}

void HexGlyphs::forgetShapes()
{
    m_parts.clear();
    m_latin.fill({});
    m_shapes.clear();
}

HexMetrics HexGlyphs::metrics(double devicePixelRatio) const
{
    const QFontMetricsF font(m_font);
    HexMetrics metrics{.devicePixelRatio = devicePixelRatio};
    metrics.cellWidth
        = std::max(metrics.aligned(font.horizontalAdvance(QLatin1Char('0'))), metrics.devicePixel());
    metrics.rowHeight = std::ceil(font.height() * (1 + leading) * devicePixelRatio) / devicePixelRatio;
    return metrics;
}

double HexGlyphs::baseline(const HexMetrics& metrics) const
{
    const QFontMetricsF font(m_font);
    return metrics.aligned((metrics.rowHeight - font.height()) / 2 + font.ascent());
}

double HexGlyphs::add(Ink ink, char32_t codePoint, const QPointF& cell, const HexMetrics& metrics)
{
    const Shape& shape = shapeOf(codePoint);
    auto& runs = m_runs[static_cast<std::size_t>(ink)];
    if (runs.size() <= static_cast<std::size_t>(shape.font))
        runs.resize(static_cast<std::size_t>(shape.font) + 1);
    Run& run = runs[static_cast<std::size_t>(shape.font)];
    // Narrower than its cell: in the middle of it.
    const double indent = metrics.aligned(std::max(0.0, metrics.cellWidth - shape.width) / 2);
    for (const Part& part : std::span(m_parts).subspan(shape.first, shape.count)) {
        run.glyphs.push_back(part.glyph);
        run.places.push_back(cell + part.place + QPointF(indent, 0));
    }
    return shape.width;
}

void HexGlyphs::draw(QPainter& painter, std::span<const QColor, inkCount> colors)
{
    for (std::size_t ink = 0; ink < m_runs.size(); ++ink) {
        painter.setPen(colors[ink]);
        for (std::size_t font = 0; font < m_runs[ink].size(); ++font) {
            Run& run = m_runs[ink][font];
            if (run.glyphs.empty())
                continue;
            QGlyphRun glyphs;
            glyphs.setRawFont(m_fonts[font]);
            glyphs.setRawData(run.glyphs.data(), run.places.data(), static_cast<int>(run.glyphs.size()));
            painter.drawGlyphRun({}, glyphs);
            run.glyphs.clear();
            run.places.clear();
        }
    }
}

const HexGlyphs::Shape& HexGlyphs::shapeOf(char32_t codePoint)
{
    if (codePoint < m_latin.size()) {
        Shape& shape = m_latin[codePoint];
        if (shape.count == 0)
            shape = lookUp(codePoint);
        return shape;
    }
    if (const auto known = m_shapes.find(codePoint); known != m_shapes.end())
        return known->second;
    if (m_shapes.size() >= mostShapes)
        forgetShapes();
    const Shape shape = lookUp(codePoint);
    return m_shapes.emplace(codePoint, shape).first->second;
}

HexGlyphs::Shape HexGlyphs::lookUp(char32_t codePoint)
{
    const QString text = QString::fromUcs4(&codePoint, 1);
    const QRawFont& font = m_fonts.front();
    const QList<quint32> glyphs = font.glyphIndexesForString(text);
    if (glyphs.size() != 1 || glyphs.front() == 0)
        return layOut(codePoint);
    const Shape shape{
        .first = m_parts.size(), .count = 1, .width = font.advancesForGlyphIndexes(glyphs).front().x()};
    m_parts.push_back({glyphs.front(), {}});
    return shape;
}

// The long way, by way of the fonts that stand in for this one.
HexGlyphs::Shape HexGlyphs::layOut(char32_t codePoint)
{
    QTextLayout layout(QString::fromUcs4(&codePoint, 1), m_font);
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();

    Shape shape{.first = m_parts.size(), .width = line.naturalTextWidth()};
    for (const QGlyphRun& run : layout.glyphRuns()) {
        shape.font = indexOf(run.rawFont());
        const QList<quint32> glyphs = run.glyphIndexes();
        const QList<QPointF> places = run.positions();
        for (qsizetype i = 0; i < glyphs.size(); ++i)
            m_parts.push_back({glyphs[i], places[i] - QPointF(0, line.ascent())});
    }
    if (m_parts.size() == shape.first)
        m_parts.push_back({}); // nothing to draw it with: the font's mark for what it lacks
    shape.count = m_parts.size() - shape.first;
    return shape;
}

int HexGlyphs::indexOf(const QRawFont& font)
{
    auto known = std::ranges::find(m_fonts, font);
    if (known == m_fonts.end())
        known = m_fonts.insert(known, font);
    return static_cast<int>(known - m_fonts.begin());
}

} // namespace megascope

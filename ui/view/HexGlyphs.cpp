// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexGlyphs.h"

#include <QGlyphRun>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <span>

namespace megascope {

namespace {

// Enough for a screen of ideographs that are all different; then they are looked up anew.
constexpr std::size_t mostGlyphs = 20'000;

} // namespace

void HexGlyphs::setFont(const QFont& font)
{
    m_font = font;
    m_runs.clear();
    m_parts.clear();
    m_shapes.clear();
}

double HexGlyphs::add(char32_t codePoint, const QPointF& place)
{
    const Shape& shape = shapeOf(codePoint);
    for (const Part& part : std::span(m_parts).subspan(shape.first, shape.count)) {
        m_runs[shape.font].glyphs.push_back(part.glyph);
        m_runs[shape.font].places.push_back(place + part.place);
    }
    return shape.width;
}

void HexGlyphs::draw(QPainter& painter, const QColor& color)
{
    painter.setPen(color);
    for (Run& run : m_runs) {
        if (run.glyphs.empty())
            continue;
        QGlyphRun glyphs;
        glyphs.setRawFont(run.font);
        glyphs.setRawData(run.glyphs.data(), run.places.data(), static_cast<int>(run.glyphs.size()));
        painter.drawGlyphRun({}, glyphs);
        run.glyphs.clear();
        run.places.clear();
    }
}

const HexGlyphs::Shape& HexGlyphs::shapeOf(char32_t codePoint)
{
    if (const auto known = m_shapes.find(codePoint); known != m_shapes.end())
        return known->second;
    if (m_shapes.size() >= mostGlyphs) {
        m_shapes.clear();
        m_parts.clear();
    }
    const Shape shape = layOut(codePoint);
    return m_shapes.emplace(codePoint, shape).first->second;
}

HexGlyphs::Shape HexGlyphs::layOut(char32_t codePoint)
{
    QTextLayout layout(QString::fromUcs4(&codePoint, 1), m_font);
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();

    Shape shape{.first = m_parts.size(), .width = line.naturalTextWidth()};
    for (const QGlyphRun& run : layout.glyphRuns()) {
        shape.font = runOf(run.rawFont());
        const QList<quint32> glyphs = run.glyphIndexes();
        const QList<QPointF> places = run.positions();
        for (qsizetype i = 0; i < glyphs.size(); ++i)
            m_parts.push_back({glyphs[i], places[i] - QPointF(0, line.ascent())});
    }
    shape.count = m_parts.size() - shape.first;
    return shape;
}

std::size_t HexGlyphs::runOf(const QRawFont& font)
{
    const auto known = std::ranges::find(m_runs, font, &Run::font);
    const auto index = static_cast<std::size_t>(known - m_runs.begin());
    if (known == m_runs.end())
        m_runs.push_back({.font = font, .glyphs = {}, .places = {}});
    return index;
}

} // namespace megascope

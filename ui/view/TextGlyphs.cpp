// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextGlyphs.h"

#include <QGlyphRun>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace megascope {

namespace {

// Enough for a screen of ideographs that are all different; then they are laid out anew.
constexpr qsizetype mostGraphemes = 20'000;

} // namespace

void TextGlyphs::setFont(const QFont& font)
{
    if (font == m_styles.front() && !m_fonts.isEmpty())
        return;
    for (std::size_t style = 0; style < m_styles.size(); ++style) {
        m_styles[style] = font;
        m_styles[style].setBold((style & 1) != 0);
        m_styles[style].setItalic((style & 2) != 0);
        m_shapes[style].clear();
    }
    m_fonts = {QRawFont::fromFont(font)};
}

void TextGlyphs::add(QStringView grapheme, const TextInk& ink, double x, double width)
{
    for (const Glyph& glyph : shapeOf(grapheme, ink, width)) {
        Batch& target = batch(glyph.font, ink.text);
        target.glyphs.append(glyph.index);
        target.places.append(glyph.place + QPointF(x, 0));
    }
}

const TextGlyphs::Shape& TextGlyphs::shapeOf(QStringView grapheme, const TextInk& ink, double width)
{
    const std::size_t index = (ink.bold ? 1 : 0) + (ink.italic ? 2 : 0);
    Shapes& shapes = m_shapes[index];
    const QString key = grapheme.toString();
    if (const auto known = shapes.constFind(key); known != shapes.constEnd())
        return *known;
    if (shapes.size() >= mostGraphemes)
        shapes.clear();
    return *shapes.insert(key, layOut(key, m_styles[index], width));
}

TextGlyphs::Shape TextGlyphs::layOut(const QString& grapheme, const QFont& font, double width)
{
    QTextLayout layout(grapheme, font);
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    const double natural = line.naturalTextWidth();
    const double scale = natural > width ? width / natural : 1;
    const double indent = std::max(0.0, (width - natural * scale) / 2);

    Shape shape;
    for (const QGlyphRun& run : layout.glyphRuns()) {
        QRawFont raw = run.rawFont();
        if (scale < 1)
            raw.setPixelSize(raw.pixelSize() * scale);
        const int index = indexOf(raw);
        const QList<quint32> glyphs = run.glyphIndexes();
        const QList<QPointF> places = run.positions();
        for (qsizetype i = 0; i < glyphs.size(); ++i) {
            const QPointF place = (places[i] - QPointF(0, line.ascent())) * scale;
            shape.push_back({index, glyphs[i], place + QPointF(indent, 0)});
        }
    }
    return shape;
}

int TextGlyphs::indexOf(const QRawFont& font)
{
    const qsizetype known = m_fonts.indexOf(font);
    if (known >= 0)
        return static_cast<int>(known);
    m_fonts.append(font);
    return static_cast<int>(m_fonts.size() - 1);
}

TextGlyphs::Batch& TextGlyphs::batch(int font, QRgb color)
{
    for (std::size_t i = 0; i < m_used; ++i) {
        if (m_batches[i].font == font && m_batches[i].color == color)
            return m_batches[i];
    }
    if (m_used == m_batches.size())
        m_batches.emplace_back();
    Batch& fresh = m_batches[m_used++];
    fresh.font = font;
    fresh.color = color;
    return fresh;
}

void TextGlyphs::draw(QPainter& painter, double y)
{
    for (Batch& batch : std::span(m_batches).first(m_used)) {
        painter.setPen(QColor::fromRgb(batch.color));
        QGlyphRun run;
        run.setRawFont(m_fonts[batch.font]);
        run.setRawData(
            batch.glyphs.constData(), batch.places.constData(), static_cast<int>(batch.glyphs.size()));
        painter.drawGlyphRun(QPointF(0, y), run);
        batch.glyphs.clear();
        batch.places.clear();
    }
    m_used = 0;
}

} // namespace megascope

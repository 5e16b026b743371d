// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/CellTiles.h"

#include "ui/view/ControlPicture.h"

#include <QGlyphRun>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace megascope {

namespace {

constexpr std::size_t tilesPerBlock = 64;

// Pixels of all tiles together; 16 MiB. A screen uses some hundred tiles of some hundred pixels.
constexpr std::size_t mostPixels = 4 * 1024 * 1024;

// Device pixels that a shape may reach over its cell; they are cut off. A cell is rounded to whole pixels, so
// that the widest letters of a font reach over it by up to half a pixel.
constexpr double overhang = 0.75;

} // namespace

void CellTiles::reset(const QFont& font, const Cell& cell, double devicePixelRatio)
{
    m_font = font;
    m_rawFont = QRawFont::fromFont(font);
    m_cell = cell;
    m_devicePixelRatio = devicePixelRatio;
    m_sets.clear();
    m_blocks.clear();
    m_tiles = 0;
}

void CellTiles::forgetTiles()
{
    for (TileSet& set : m_sets) {
        set.latin.fill({});
        set.others.clear();
    }
    m_blocks.clear();
    m_tiles = 0;
}

CellTiles::Set CellTiles::set(QRgb ink, QRgb background)
{
    const auto isIt = [&](const TileSet& set) { return set.ink == ink && set.background == background; };
    const auto known = std::ranges::find_if(m_sets, isIt);
    const auto index = static_cast<Set>(known - m_sets.begin());
    if (known == m_sets.end())
        m_sets.push_back({.ink = ink, .background = background, .latin = {}, .others = {}});
    return index;
}

const QRgb* CellTiles::look(Set set, char32_t codePoint)
{
    if (codePoint >= m_sets[set].latin.size()) {
        if (const auto known = m_sets[set].others.find(codePoint); known != m_sets[set].others.end())
            return known->second.pixels;
    }
    if (m_tiles * tilePixels() > mostPixels)
        forgetTiles();
    const Entry entry{.pixels = draw(m_sets[set], codePoint), .known = true};
    if (codePoint < m_sets[set].latin.size())
        m_sets[set].latin[codePoint] = entry;
    else
        m_sets[set].others.emplace(codePoint, entry);
    return entry.pixels;
}

const QRgb* CellTiles::draw(const TileSet& colors, char32_t codePoint)
{
    if (isControlPicture(codePoint))
        return drawPicture(colors, codePoint);
    const QList<quint32> glyphs = m_rawFont.glyphIndexesForString(QString::fromUcs4(&codePoint, 1));
    if (glyphs.size() != 1 || glyphs.front() == 0)
        return nullptr;
    const double width = m_cell.width / m_devicePixelRatio;
    const double spare = width - m_rawFont.advancesForGlyphIndexes(glyphs).front().x();
    const double x = qRound(std::max(0.0, spare / 2) * m_devicePixelRatio) / m_devicePixelRatio;
    // The bounding rectangle is one of whole pixels, hence the outline's where there is one.
    const QPainterPath outline = m_rawFont.pathForGlyph(glyphs.front());
    const QRectF bounds = outline.isEmpty() ? m_rawFont.boundingRect(glyphs.front()) : outline.boundingRect();
    const QRectF shape = bounds.translated(x, 0);
    const double tolerance = overhang / m_devicePixelRatio;
    if (shape.left() < -tolerance || shape.right() > width + tolerance)
        return nullptr;

    QRgb* pixels = newPixels();
    QImage image = imageOf(pixels, colors.background);
    QPainter painter(&image);
    painter.setPen(QColor::fromRgb(colors.ink));
    QGlyphRun run;
    run.setRawFont(m_rawFont);
    run.setGlyphIndexes(glyphs);
    run.setPositions({QPointF(x, m_cell.baseline / m_devicePixelRatio)});
    painter.drawGlyphRun({}, run);
    return pixels;
}

const QRgb* CellTiles::drawPicture(const TileSet& colors, char32_t codePoint)
{
    QRgb* pixels = newPixels();
    QImage image = imageOf(pixels, colors.background);
    QPainter painter(&image);
    painter.setPen(QColor::fromRgb(colors.ink));
    drawControlPicture(painter, codePoint, QRectF(QPointF(), image.deviceIndependentSize()), m_font);
    return pixels;
}

QImage CellTiles::imageOf(QRgb* pixels, QRgb background) const
{
    QImage image(reinterpret_cast<uchar*>(pixels), m_cell.width, m_cell.height,
        m_cell.width * static_cast<qsizetype>(sizeof(QRgb)), QImage::Format_RGB32);
    image.fill(background);
    image.setDevicePixelRatio(m_devicePixelRatio);
    return image;
}

std::size_t CellTiles::tilePixels() const
{
    return static_cast<std::size_t>(m_cell.width) * static_cast<std::size_t>(m_cell.height);
}

QRgb* CellTiles::newPixels()
{
    const std::size_t size = tilePixels();
    if (m_tiles % tilesPerBlock == 0)
        m_blocks.push_back(std::make_unique<QRgb[]>(tilesPerBlock * size));
    return m_blocks.back().get() + (m_tiles++ % tilesPerBlock) * size;
}

} // namespace megascope

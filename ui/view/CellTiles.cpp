// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/CellTiles.h"

#include "ui/view/ControlPicture.h"

#include <QGlyphRun>
#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>

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

void CellTiles::reset(const QFont& font, const Cell& cell, double devicePixelRatio, OtherFonts others)
{
    m_others = others;
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
    for (TileSet& set : m_sets)
        set.pages.clear();
    m_blocks.clear();
    m_tiles = 0;
}

CellTiles::Set CellTiles::set(QRgb ink, QRgb background)
{
    const auto isIt = [&](const TileSet& set) { return set.ink == ink && set.background == background; };
    const auto known = std::ranges::find_if(m_sets, isIt);
    const auto index = static_cast<Set>(known - m_sets.begin());
    if (known == m_sets.end())
        m_sets.push_back({.ink = ink, .background = background, .pages = {}});
    return index;
}

const QRgb* CellTiles::add(Set set, char32_t codePoint)
{
    if (m_tiles * tilePixels() > mostPixels)
        forgetTiles();
    std::vector<std::unique_ptr<Page>>& pages = m_sets[set].pages;
    const std::size_t index = codePoint / pageSize;
    if (index >= pages.size())
        pages.resize(index + 1);
    if (!pages[index])
        pages[index] = std::make_unique<Page>();
    Entry& entry = (*pages[index])[codePoint % pageSize];
    entry = {.pixels = draw(m_sets[set], codePoint), .known = true};
    return entry.pixels;
}

const QRgb* CellTiles::draw(const TileSet& colors, char32_t codePoint)
{
    if (isControlPicture(codePoint))
        return drawPicture(colors, codePoint);
    const QString character = QString::fromUcs4(&codePoint, 1);
    Shape shape = shapeOf(character);
    if (shape.glyphs.isEmpty() && m_others == OtherFonts::Used)
        shape = shapeInOtherFont(character);
    if (shape.glyphs.isEmpty() || !fits(shape))
        return nullptr;

    QRgb* pixels = newPixels();
    QImage image = imageOf(pixels, colors.background);
    QPainter painter(&image);
    painter.setPen(QColor::fromRgb(colors.ink));
    QGlyphRun run;
    run.setRawFont(shape.font);
    run.setGlyphIndexes(shape.glyphs);
    run.setPositions(shape.places);
    painter.drawGlyphRun(QPointF(0, m_cell.baseline / m_devicePixelRatio), run);
    return pixels;
}

// Where something so wide begins in the middle of the cell, on a whole device pixel.
double CellTiles::centred(double width) const
{
    return qRound(std::max(0.0, (logicalWidth() - width) / 2) * m_devicePixelRatio) / m_devicePixelRatio;
}

CellTiles::Shape CellTiles::shapeOf(const QString& character) const
{
    const QList<quint32> glyphs = m_rawFont.glyphIndexesForString(character);
    if (glyphs.size() != 1 || glyphs.front() == 0)
        return {};
    const double x = centred(m_rawFont.advancesForGlyphIndexes(glyphs).front().x());
    return {.font = m_rawFont, .glyphs = glyphs, .places = {QPointF(x, 0)}};
}

CellTiles::Shape CellTiles::shapeInOtherFont(const QString& character) const
{
    QTextLayout layout(character, m_font);
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    const QList<QGlyphRun> runs = layout.glyphRuns();
    if (runs.size() != 1)
        return {};
    const double natural = line.naturalTextWidth();
    const double scale = natural > logicalWidth() ? logicalWidth() / natural : 1;
    Shape shape{.font = runs.front().rawFont(), .glyphs = runs.front().glyphIndexes(), .places = {}};
    if (scale < 1)
        shape.font.setPixelSize(shape.font.pixelSize() * scale);
    const double x = centred(natural * scale);
    for (const QPointF& place : runs.front().positions())
        shape.places.append((place - QPointF(0, line.ascent())) * scale + QPointF(x, 0));
    return shape;
}

bool CellTiles::fits(const Shape& shape) const
{
    const double tolerance = overhang / m_devicePixelRatio;
    for (qsizetype i = 0; i < shape.glyphs.size(); ++i) {
        // The bounding rectangle is one of whole pixels, hence the outline's where there is one.
        const QPainterPath outline = shape.font.pathForGlyph(shape.glyphs[i]);
        const QRectF bounds
            = outline.isEmpty() ? shape.font.boundingRect(shape.glyphs[i]) : outline.boundingRect();
        const QRectF inked = bounds.translated(shape.places[i]);
        if (inked.left() < -tolerance || inked.right() > logicalWidth() + tolerance)
            return false;
    }
    return true;
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

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextTiles.h"

#include <QGlyphRun>
#include <QPainter>

#include <algorithm>
#include <cstring>

namespace megascope {

namespace {

// A screen of source code takes about 1 MiB at scale 1. Past this everything is drawn anew.
constexpr std::size_t mostMemory = 12 << 20; // bytes

// How much wider than its cell a glyph may be, in logical pixels: advances are rounded to the grid.
constexpr double overhang = 0.75;

} // namespace

void TextTiles::setFont(const QFont& font, const TextMetrics& metrics)
{
    if (font == m_font && metrics == m_metrics && m_regular.isValid())
        return;
    m_font = font;
    m_metrics = metrics;
    m_regular = QRawFont::fromFont(font);
    QFont bold = font;
    bold.setBold(true);
    m_bold = QRawFont::fromFont(bold);
    m_pages.clear();
    m_memory = 0;
}

void TextTiles::trim()
{
    if (m_memory <= mostMemory)
        return;
    m_pages.clear();
    m_memory = 0;
}

TextTiles::Page& TextTiles::page(const TextInk& ink)
{
    const auto known = std::ranges::find(m_pages, ink, [](const auto& page) { return page->m_ink; });
    if (known != m_pages.end())
        return **known;
    auto made = std::make_unique<Page>();
    made->m_owner = this;
    made->m_ink = ink;
    return *m_pages.emplace_back(std::move(made));
}

TextTiles::Tile TextTiles::Page::tile(char16_t character)
{
    std::unique_ptr<Block>& block = m_blocks[character / blockSize];
    if (!block)
        block = std::make_unique<Block>();
    Slot& slot = (*block)[character % blockSize];
    if (!slot.known) {
        slot.known = true;
        slot.pixels = m_owner->draw(character, m_ink);
    }
    return slot.pixels.get();
}

std::unique_ptr<QRgb[]> TextTiles::draw(char16_t character, const TextInk& ink)
{
    const QRawFont& font = ink.bold ? m_bold : m_regular;
    const QList<quint32> glyphs = font.glyphIndexesForString(QString(QChar(character)));
    if (glyphs.size() != 1 || glyphs.front() == 0)
        return nullptr;
    const double width = font.advancesForGlyphIndexes(glyphs).front().x();
    if (width > m_metrics.logical(m_metrics.cellWidth) + overhang)
        return nullptr;

    const auto pixels = static_cast<std::size_t>(m_metrics.cellWidth * m_metrics.rowHeight);
    auto tile = std::make_unique_for_overwrite<QRgb[]>(pixels);
    QImage image(reinterpret_cast<uchar*>(tile.get()), m_metrics.cellWidth, m_metrics.rowHeight,
        m_metrics.cellWidth * static_cast<int>(sizeof(QRgb)), QImage::Format_RGB32);
    image.setDevicePixelRatio(m_metrics.devicePixelRatio);
    image.fill(QColor::fromRgb(ink.background));
    QPainter painter(&image);
    painter.setPen(QColor::fromRgb(ink.text));
    QGlyphRun run;
    run.setRawFont(font);
    run.setGlyphIndexes(glyphs);
    run.setPositions({QPointF(0, m_metrics.logical(m_metrics.baseline))});
    painter.drawGlyphRun({}, run);
    m_memory += pixels * sizeof(QRgb);
    return tile;
}

void TextTiles::copy(const std::vector<Placed>& tiles, QImage& target) const
{
    constexpr int step
        = 4; // pixels copied at once; the last step of a row goes back so far that it ends at its end
    const int width = m_metrics.cellWidth;
    uchar* const bits = target.bits();
    for (int y = 0; y < m_metrics.rowHeight; ++y) {
        auto* const line = reinterpret_cast<QRgb*>(bits + y * target.bytesPerLine());
        for (const Placed& placed : tiles) {
            const QRgb* const from = placed.tile + y * width;
            QRgb* const to = line + placed.x;
            for (int x = 0; x < width - step; x += step)
                std::memcpy(to + x, from + x, step * sizeof(QRgb));
            std::memcpy(to + width - step, from + width - step, step * sizeof(QRgb));
        }
    }
}

} // namespace megascope

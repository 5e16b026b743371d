// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextStrip.h"

#include <QPainter>

#include <algorithm>

namespace megascope {

namespace {

constexpr int hatchDistance = 6; // logical pixels, along the row

} // namespace

void TextStrip::setSize(int width, const TextMetrics& metrics)
{
    if (width != m_width || metrics != m_metrics || m_image.isNull()) {
        m_width = width;
        m_metrics = metrics;
        m_margin = marginCells * metrics.cellWidth;
        m_image = QImage(width + 2 * m_margin, metrics.rowHeight, QImage::Format_RGB32);
    }
    m_bits = m_image.bits();
    m_bytesPerLine = m_image.bytesPerLine();
    m_tiles.clear();
}

void TextStrip::fillRectangle(int from, int to, int top, int bottom, QRgb color)
{
    const int left = std::max(from + m_margin, 0);
    const int right = std::min(to + m_margin, m_image.width());
    const int lowest = std::min(bottom, m_image.height());
    for (int y = std::max(top, 0); y < lowest && left < right; ++y)
        std::fill(line(y) + left, line(y) + right, color);
}

void TextStrip::fill(int from, int to, QRgb color)
{
    fillRectangle(from, to, 0, m_metrics.rowHeight, color);
}

void TextStrip::fillBox(int from, int to, QRgb inside)
{
    fillRectangle(from + 1, to - 1, 1, m_metrics.rowHeight - 1, inside);
}

void TextStrip::frameBox(int from, int to, QRgb frame)
{
    const int bottom = m_metrics.rowHeight - 1;
    fillRectangle(from + 2, to - 2, 1, 2, frame);
    fillRectangle(from + 2, to - 2, bottom - 1, bottom, frame);
    fillRectangle(from + 1, from + 2, 2, bottom - 1, frame);
    fillRectangle(to - 2, to - 1, 2, bottom - 1, frame);
}

void TextStrip::hatch(int from, int to, QRgb color)
{
    const int distance = std::max(m_metrics.device(hatchDistance), 3);
    const int left = std::max(from + m_margin, 0);
    const int right = std::min(to + m_margin, m_image.width());
    for (int y = 0; y < m_metrics.rowHeight; ++y) {
        // The lines of all rows and of all parts of a row join.
        for (int x = left; x < right; ++x) {
            if ((x - from - m_margin + y) % distance == 0)
                line(y)[x] = color;
        }
    }
}

void TextStrip::horizontalLine(int from, int to, int y, int thickness, QRgb color)
{
    fillRectangle(from, to, y, y + thickness, color);
}

void TextStrip::arrow(int from, int to, QRgb color)
{
    const int thickness = std::max(m_metrics.device(1), 1);
    const int gap = std::max(m_metrics.cellWidth / 6, 1);
    const int middle = m_metrics.rowHeight / 2;
    const int tip = to - gap;
    horizontalLine(from + gap, tip, middle, thickness, color);
    for (int i = 1; i <= std::min(m_metrics.rowHeight / 6, tip - from - gap); ++i) {
        fillRectangle(tip - i - thickness, tip - i, middle - i, middle - i + thickness, color);
        fillRectangle(tip - i - thickness, tip - i, middle + i, middle + i + thickness, color);
    }
}

void TextStrip::dot(int from, int to, QRgb color)
{
    const int size = std::max(m_metrics.device(1.5), 1);
    const int left = from + (to - from - size) / 2;
    const int top = (m_metrics.rowHeight - size) / 2;
    fillRectangle(left, left + size, top, top + size, color);
}

void TextStrip::addTile(int x, TextTiles::Tile tile)
{
    const int left = x + m_margin;
    if (left >= 0 && left + m_metrics.cellWidth <= m_image.width())
        m_tiles.push_back({left, tile});
}

void TextStrip::drawTiles(const TextTiles& tiles)
{
    tiles.copy(m_tiles, m_image);
    m_tiles.clear();
}

void TextStrip::beginPainting(QPainter& painter)
{
    painter.begin(&m_image);
    painter.translate(m_margin, 0);
    painter.scale(m_metrics.devicePixelRatio, m_metrics.devicePixelRatio);
}

void TextStrip::show(QPainter& painter, const QPointF& at) const
{
    painter.drawImage(at, m_image, QRectF(m_margin, 0, m_width, m_metrics.rowHeight));
}

} // namespace megascope

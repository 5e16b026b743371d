// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/CellStrip.h"

#include <QPainter>

#include <algorithm>
#include <cstring>

namespace megascope {

namespace {

// A cell's row is some 30 to 60 bytes: too short for the price of a call of memcpy. REQUIRES: count >= 4
inline void copyPixels(QRgb* to, const QRgb* from, int count)
{
    constexpr int block = 4;
    int done = 0;
    for (; done + block <= count; done += block)
        std::memcpy(to + done, from + done, block * sizeof(QRgb));
    if (done < count)
        std::memcpy(to + count - block, from + count - block, block * sizeof(QRgb));
}

} // namespace

void CellStrip::resize(int width, int height)
{
    m_width = width;
    m_height = height;
    m_left = 0;
    m_pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
}

void CellStrip::fill(int x, int width, int top, int height, QRgb color)
{
    const int left = std::clamp(x, 0, m_width);
    const int right = std::clamp(x + width, left, m_width);
    const int bottom = std::clamp(top + height, 0, m_height);
    const int begin = std::max(top, 0);
    if (begin >= bottom || left == right)
        return;
    QRgb* const first = m_pixels.data() + std::ptrdiff_t{begin} * m_width + left;
    const auto pixels = static_cast<std::size_t>(right - left);
    std::fill_n(first, pixels, color);
    // To copy is faster than to fill.
    QRgb* row = first;
    for (int y = begin + 1; y < bottom; ++y)
        std::memcpy(row += m_width, first, pixels * sizeof(QRgb));
}

void CellStrip::move(int from, int width, int to)
{
    const int cut = std::max({0, -from, -to});
    const int moved = std::min({from + width, m_width, m_width - to + from}) - from - cut;
    if (moved <= 0)
        return;
    for (int y = 0; y < m_height; ++y) {
        QRgb* const row = m_pixels.data() + std::ptrdiff_t{y} * m_width;
        std::memmove(row + to + cut, row + from + cut, static_cast<std::size_t>(moved) * sizeof(QRgb));
    }
}

void CellStrip::put(int x, const QRgb* tile, int width)
{
    const int cut = std::max(0, m_left - x);
    const int shown = std::min(x + width, m_width) - x - cut;
    if (shown <= 0)
        return;
    QRgb* to = m_pixels.data() + x + cut;
    const QRgb* from = tile + cut;
    if (shown < 4) {
        for (int y = 0; y < m_height; ++y, to += m_width, from += width)
            std::copy_n(from, shown, to);
    } else {
        for (int y = 0; y < m_height; ++y, to += m_width, from += width)
            copyPixels(to, from, shown);
    }
}

QImage CellStrip::image()
{
    const auto bytesPerLine = m_width * static_cast<qsizetype>(sizeof(QRgb));
    return {reinterpret_cast<uchar*>(m_pixels.data()), m_width, m_height, bytesPerLine, QImage::Format_RGB32};
}

void CellStrip::draw(QPainter& painter, int y) const
{
    const auto* bytes = reinterpret_cast<const uchar*>(m_pixels.data());
    const auto bytesPerLine = m_width * static_cast<qsizetype>(sizeof(QRgb));
    painter.drawImage(0, y, QImage(bytes, m_width, m_height, bytesPerLine, QImage::Format_RGB32));
}

} // namespace megascope

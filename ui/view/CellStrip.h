// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QImage>

#include <vector>

class QPainter;

namespace megascope {

// One row of the screen, put together from colours and tiles before it goes to the screen as a whole: small
// enough for the processor's cache, so that the screen's memory is written once. All lengths are device
// pixels; what lies outside of the strip is cut off. Belongs to the GUI thread.
class CellStrip {
public:
    // The content is undefined afterwards.
    void resize(int width, int height);
    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }

    void fill(QRgb color) { fill(0, m_width, color); }
    // The columns [x, x + width), from `top` on, `height` pixels high.
    void fill(int x, int width, int top, int height, QRgb color);
    void fill(int x, int width, QRgb color) { fill(x, width, 0, m_height, color); }
    // Copies the columns [from, from + width) to those from `to` on.
    void move(int from, int width, int to);
    // Tiles do not reach to the left of this.
    void setLeft(int left) { m_left = left; }
    // Puts a tile of the strip's height, `width` pixels wide, with its left edge at x.
    void put(int x, const QRgb* tile, int width);

    // The strip itself, for what tiles cannot do. Valid until resize().
    [[nodiscard]] QImage image();

    // Draws the strip with its upper left corner at device pixel (0, y) of the painter, whose transform must
    // not scale device pixels.
    void draw(QPainter& painter, int y) const;

private:
    std::vector<QRgb> m_pixels;
    int m_width = 0;
    int m_height = 0;
    int m_left = 0;
};

} // namespace megascope

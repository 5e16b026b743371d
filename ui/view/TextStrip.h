// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/TextTiles.h"

#include <QImage>

#include <vector>

class QPainter;

namespace megascope {

// The picture of one row while it is made: as high as a row and as wide as the view, so small that it stays
// in the processor's cache. All x in device pixels of the view; what lies outside is cut off, up to a margin.
class TextStrip {
public:
    // What begins so far left of the view, or ends so far right of it, may still be put in.
    static constexpr int marginCells = 2;

    void setSize(int width, const TextMetrics& metrics);

    void fill(int from, int to, QRgb color);
    // A frame around [from, to), rounded by a pixel, filled with `inside`.
    void fillBox(int from, int to, QRgb inside);
    void frameBox(int from, int to, QRgb frame);
    // Lines that slant, over [from, to).
    void hatch(int from, int to, QRgb color);
    void horizontalLine(int from, int to, int y, int thickness, QRgb color);
    // An arrow from the one to the other: a tab.
    void arrow(int from, int to, QRgb color);
    // A point in the middle of [from, to): a blank.
    void dot(int from, int to, QRgb color);

    // Collects a tile; its left edge is at `x`.
    void addTile(int x, TextTiles::Tile tile);
    void drawTiles(const TextTiles& tiles);

    // For what else is to be painted on it, in logical pixels of the view.
    void beginPainting(QPainter& painter);
    // Puts the strip on the view; `painter` is in device pixels.
    void show(QPainter& painter, const QPointF& at) const;

private:
    [[nodiscard]] QRgb* line(int y) { return reinterpret_cast<QRgb*>(m_bits + y * m_bytesPerLine); }
    void fillRectangle(int from, int to, int top, int bottom, QRgb color);

    QImage m_image;
    uchar* m_bits = nullptr; // of m_image
    qsizetype m_bytesPerLine = 0;
    int m_width = 0;
    int m_margin = 0;
    TextMetrics m_metrics;
    std::vector<TextTiles::Placed> m_tiles;
};

} // namespace megascope

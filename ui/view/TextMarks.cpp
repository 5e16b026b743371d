// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextMarks.h"

#include <algorithm>

namespace megascope {

namespace {

// Logical pixels.
constexpr double hatchDistance = 6;
constexpr double dotSize = 1.5;

} // namespace

void drawBox(CellStrip& strip, int from, int to, QRgb inside)
{
    strip.fill(from, to - from, inside);
}

void drawFrame(CellStrip& strip, int from, int to, QRgb frame, QRgb outside)
{
    const int right = to - 1;
    const int bottom = strip.height() - 1;
    strip.fill(from, 1, outside);
    strip.fill(right, 1, outside);
    strip.fill(from, to - from, 0, 1, outside);
    strip.fill(from, to - from, bottom, 1, outside);
    strip.fill(from + 1, 1, 2, bottom - 3, frame);
    strip.fill(right - 1, 1, 2, bottom - 3, frame);
    strip.fill(from + 2, to - from - 4, 1, 1, frame);
    strip.fill(from + 2, to - from - 4, bottom - 1, 1, frame);
    for (const int x : {from + 1, right - 1}) {
        strip.fill(x, 1, 1, 1, outside);
        strip.fill(x, 1, bottom - 1, 1, outside);
    }
}

void drawHatch(CellStrip& strip, int from, int to, const TextMetrics& metrics, QRgb color, int shift)
{
    const int distance = std::max(metrics.device(hatchDistance), 3);
    const int end = std::min(to, strip.width());
    for (int y = 0; y < strip.height(); ++y) {
        for (int x = from + (distance - 1 - y % distance + shift) % distance; x < end; x += distance) {
            if (x >= 0)
                strip.fill(x, 1, y, 1, color);
        }
    }
}

void drawArrow(CellStrip& strip, int from, int to, const TextMetrics& metrics, QRgb color)
{
    const int thickness = std::max(metrics.device(1), 1);
    const int gap = std::max(metrics.cellWidth / 6, 1);
    const int middle = metrics.rowHeight / 2;
    const int tip = to - gap;
    strip.fill(from + gap, tip - from - gap, middle, thickness, color);
    const int barb = std::min(metrics.rowHeight / 6, tip - from - gap);
    for (int i = 1; i <= barb; ++i) {
        strip.fill(tip - i - thickness, thickness, middle - i, thickness, color);
        strip.fill(tip - i - thickness, thickness, middle + i, thickness, color);
    }
}

void drawOpenBox(CellStrip& strip, int from, int to, const TextMetrics& metrics, QRgb color)
{
    const int thickness = std::max(metrics.device(1), 1);
    const int left = from + 1;
    const int right = to - 1;
    const int height = std::max(metrics.rowHeight / 6, 2);
    const int top = metrics.baseline - height + thickness;
    strip.fill(left, right - left, metrics.baseline, thickness, color);
    strip.fill(left, thickness, top, height, color);
    strip.fill(right - thickness, thickness, top, height, color);
}

void drawDot(CellStrip& strip, int from, int to, const TextMetrics& metrics, QRgb color)
{
    const int size = std::max(metrics.device(dotSize), 1);
    strip.fill(from + (to - from - size) / 2, size, (strip.height() - size) / 2, size, color);
}

} // namespace megascope

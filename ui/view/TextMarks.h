// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/CellStrip.h"
#include "ui/view/TextMetrics.h"

namespace megascope {

// Marks in a row of text, each over the columns [from, to) of a strip, in device pixels.

// The ground of a box, and, when there is text on it, the frame around it, rounded off with `outside`.
void drawBox(CellStrip& strip, int from, int to, QRgb inside);
void drawFrame(CellStrip& strip, int from, int to, QRgb frame, QRgb outside);
// Lines that slant: nothing could be read here. They stand `shift` to the right of where they usually are.
void drawHatch(CellStrip& strip, int from, int to, const TextMetrics& metrics, QRgb color, int shift = 0);
// A tab.
void drawArrow(CellStrip& strip, int from, int to, const TextMetrics& metrics, QRgb color);
// A blank that is not a common one.
void drawOpenBox(CellStrip& strip, int from, int to, const TextMetrics& metrics, QRgb color);
// A blank.
void drawDot(CellStrip& strip, int from, int to, const TextMetrics& metrics, QRgb color);

} // namespace megascope

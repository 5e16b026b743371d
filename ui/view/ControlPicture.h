// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QFont>
#include <QRectF>

class QPainter;

namespace megascope {

// True for the pictures of control characters, U+2400 … U+2421.
[[nodiscard]] bool isControlPicture(char32_t character);

// Draws a picture of a control character into a cell: two small letters of its name, one behind and below the
// other. Few fixed-pitch fonts have these pictures, and a stand-in would be too wide. `cell` is in logical
// pixels; the pen is the painter's.
void drawControlPicture(QPainter& painter, char32_t character, const QRectF& cell, const QFont& font);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QRgb>

namespace megascope {

// How far apart two colours are for a reader, 1 to 21, as the Web Content Accessibility Guidelines measure
// it.
[[nodiscard]] double contrast(QRgb a, QRgb b);
[[nodiscard]] bool isDark(QRgb color);
// `color`, as much lighter or darker as it has to be to stand out from `ground` by `least`.
[[nodiscard]] QRgb readableOn(QRgb color, QRgb ground, double least = 4.5);
// `share` of the way from one to the other.
[[nodiscard]] QRgb blendedRgb(QRgb from, QRgb to, double share);

} // namespace megascope

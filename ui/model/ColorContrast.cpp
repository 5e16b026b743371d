// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/ColorContrast.h"

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

constexpr int contrastSteps = 16;

double luminance(QRgb color)
{
    const auto linear = [](int channel) {
        const double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) + 0.0722 * linear(qBlue(color));
}

} // namespace

double contrast(QRgb a, QRgb b)
{
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

bool isDark(QRgb color)
{
    return contrast(color, qRgb(255, 255, 255)) > contrast(color, qRgb(0, 0, 0));
}

QRgb blendedRgb(QRgb from, QRgb to, double share)
{
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return qRgb(part(qRed(from), qRed(to)), part(qGreen(from), qGreen(to)), part(qBlue(from), qBlue(to)));
}

QRgb readableOn(QRgb color, QRgb ground, double least)
{
    const QRgb end = isDark(ground) ? qRgb(255, 255, 255) : qRgb(0, 0, 0);
    for (int step = 0; step < contrastSteps; ++step) {
        const QRgb tried = blendedRgb(color, end, double(step) / contrastSteps);
        if (contrast(tried, ground) >= least)
            return tried;
    }
    return end;
}

} // namespace megascope

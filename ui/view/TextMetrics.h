// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

class QFont;

namespace megascope {

// The grid that text stands on, in whole device pixels, so that rows and columns stay sharp at fractional
// scales.
struct TextMetrics {
    double devicePixelRatio = 1;
    int cellWidth = 8; // device pixels, as all here
    int rowHeight = 16;
    int baseline = 12; // from the top of a row

    [[nodiscard]] static TextMetrics of(const QFont& font, double devicePixelRatio);

    // In logical pixels.
    [[nodiscard]] double logical(double devicePixels) const { return devicePixels / devicePixelRatio; }
    // The nearest whole device pixel.
    [[nodiscard]] int device(double logicalPixels) const;

    friend bool operator==(const TextMetrics&, const TextMetrics&) = default;
};

} // namespace megascope

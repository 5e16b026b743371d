// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QRgb>

#include <cstdint>
#include <span>
#include <vector>

namespace megascope {

// How a part of a segment's text is written.
struct TextStyleSpan {
    std::uint32_t unit = 0; // in the segment's text, in UTF-16 units
    std::uint32_t units = 0;
    QRgb text = 0; // transparent: as text without a style
    QRgb background = 0; // transparent: none
    bool bold = false;
    bool italic = false;
    bool underline = false;
    bool strikeOut = false;

    [[nodiscard]] std::uint32_t unitEnd() const { return unit + units; }
    friend bool operator==(const TextStyleSpan&, const TextStyleSpan&) = default;
};

// One list of spans laid over another, both ascending and without overlaps: where both say something of a
// colour the upper one's holds, and what either writes bold (or italic …) is.
[[nodiscard]] std::vector<TextStyleSpan> overlaid(
    std::span<const TextStyleSpan> lower, std::span<const TextStyleSpan> upper);

} // namespace megascope

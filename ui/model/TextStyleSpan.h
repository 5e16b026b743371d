// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QRgb>

#include <cstdint>

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

} // namespace megascope

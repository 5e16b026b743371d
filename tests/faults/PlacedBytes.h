// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstdint>

namespace megascope::testing {

// Lines of 64 bytes, each of which tells its offset, in 16 digits, and has letters behind it: so each byte of
// such a file can be told from its offset alone.
constexpr std::int64_t placedLine = 64;

[[nodiscard]] constexpr std::uint8_t placedByte(std::int64_t offset)
{
    constexpr int digits = 16;
    const std::int64_t column = offset % placedLine;
    std::int64_t line = offset - column;
    if (column == placedLine - 1)
        return '\n';
    if (column == digits)
        return ' ';
    if (column > digits)
        return static_cast<std::uint8_t>('a' + (line / placedLine + column) % 26);
    for (std::int64_t behind = column + 1; behind < digits; ++behind)
        line /= 10;
    return static_cast<std::uint8_t>('0' + line % 10);
}

} // namespace megascope::testing

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstdint>

namespace megascope {

// What stands in a table for bytes that spell nothing.
inline constexpr char32_t noCharacter = 0xffff'ffff;

// True for control characters that are in no text. Some are: line ends, tabs, what moves a printer's head,
// shifts, ESC, SUB at the end of a DOS file, NEL of EBCDIC, and separators of records (SOH in FIX, FS … US in
// MARC).
[[nodiscard]] constexpr bool isStrangeControl(char32_t codePoint)
{
    constexpr char32_t nextLine = 0x85;
    if (codePoint >= 0x20)
        return codePoint >= 0x7f && codePoint < 0xa0 && codePoint != nextLine;
    constexpr std::uint32_t inText
        = 1u << 0x01 | 0x7fu << '\a' | 1u << 0x0e | 1u << 0x0f | 1u << 0x1a | 1u << 0x1b | 0xfu << 0x1c;
    return !(inText >> codePoint & 1);
}

} // namespace megascope

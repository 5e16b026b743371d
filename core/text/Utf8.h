// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace megascope {

// A well-formed UTF-8 sequence (Unicode 16, table 3-7) of 2 to 4 bytes.
struct Utf8Sequence {
    std::uint32_t size = 0; // in bytes; 0: there is none
    char32_t codePoint = 0;
};

// Halves of UTF-16's pairs, which are no characters.
[[nodiscard]] constexpr bool isSurrogate(char32_t codePoint)
{
    return codePoint >= 0xd800 && codePoint < 0xe000;
}

[[nodiscard]] inline bool isUtf8Continuation(unsigned char byte)
{
    return (byte & 0xc0) == 0x80;
}

// Bytes that a sequence with this first byte has, its own validity aside; 0 for a byte that begins no
// sequence.
[[nodiscard]] inline std::uint32_t utf8SizeFromLead(unsigned char lead)
{
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

// The sequence at the front of `left` bytes. REQUIRES: left > 0, and they do not begin with an ASCII
// character.
[[nodiscard]] inline Utf8Sequence utf8Sequence(const unsigned char* bytes, std::size_t left)
{
    const unsigned char lead = bytes[0];
    const std::uint32_t size = utf8SizeFromLead(lead);
    if (size == 0 || left < size || !isUtf8Continuation(bytes[1]))
        return {};
    if (size == 2)
        return {2, (lead & 0x1fu) << 6 | (bytes[1] & 0x3fu)};
    if (!isUtf8Continuation(bytes[2]))
        return {};
    if (size == 3) {
        const char32_t codePoint = (lead & 0x0fu) << 12 | (bytes[1] & 0x3fu) << 6 | (bytes[2] & 0x3fu);
        return codePoint < 0x800 || isSurrogate(codePoint) ? Utf8Sequence{} : Utf8Sequence{3, codePoint};
    }
    if (!isUtf8Continuation(bytes[3]))
        return {};
    const char32_t codePoint
        = (lead & 0x07u) << 18 | (bytes[1] & 0x3fu) << 12 | (bytes[2] & 0x3fu) << 6 | (bytes[3] & 0x3fu);
    return codePoint < 0x1'0000 || codePoint > 0x10'ffff ? Utf8Sequence{} : Utf8Sequence{4, codePoint};
}

[[nodiscard]] inline Utf8Sequence utf8Sequence(std::span<const unsigned char> bytes)
{
    return utf8Sequence(bytes.data(), bytes.size());
}

} // namespace megascope

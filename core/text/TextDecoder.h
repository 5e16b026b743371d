// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Encoding.h"

#include <cstdint>
#include <span>
#include <vector>

namespace megascope {

// One character and the bytes that spell it.
struct Character {
    std::uint32_t begin = 0; // in bytes, from the begin of what was decoded
    std::uint8_t size = 0; // in bytes; 0 when the bytes before spell this code point too
    bool valid = true; // false: these bytes spell nothing
    char32_t codePoint = 0; // of what is not valid: the value of the byte or the code unit

    friend bool operator==(const Character&, const Character&) = default;
};

// Turns bytes into characters. What is invalid comes out byte by byte in encodings of one-byte units (each
// byte of a broken sequence is one Character), code unit by code unit in UTF-16 and UTF-32 (a lone surrogate,
// a value above U+10FFFF); bytes that are less than a code unit come out one by one. Nothing is dropped,
// replaced or composed: the sizes of all characters add up to the bytes that went in. A byte order mark is a
// character like any other (U+FEFF). A cheap value. Thread-safe.
class TextDecoder {
public:
    explicit TextDecoder(Encoding encoding);

    [[nodiscard]] Encoding encoding() const { return m_encoding; }

    // Appends the characters of `bytes` to `out`. REQUIRES: `bytes` begins at a character's begin (see
    // characterBegin()), is at most 64 MiB. A character that is cut off at the end comes out as invalid
    // bytes.
    void decode(std::span<const std::byte> bytes, std::vector<Character>& out) const;

private:
    Encoding m_encoding;
};

// Where the character that holds bytes[position] begins: at most `position`, and never more than
// maxCharacterSize() - 1 before it. Decoding from there gives what decoding from further in front gives.
// `offsetOfFirst` is the file offset of bytes[0] and tells how code units of more than one byte lie.
//
// For that, `bytes` is to reach as far behind `position` as a character can. In front of it,
// maxCharacterSize() - 1 bytes are enough, except in multi-byte encodings, in which one can only be sure
// behind a byte that can be followed by nothing of the same character: a newline, most of ASCII. So the more
// context there is in front, the surer.
[[nodiscard]] std::size_t characterBegin(
    Encoding encoding, std::span<const std::byte> bytes, std::size_t position, std::int64_t offsetOfFirst);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Encoding.h"

#include <expected>
#include <memory>
#include <string_view>
#include <vector>

namespace megascope {

class IcuConverter;

// Turns characters into the bytes that spell them: TextDecoder reads the same characters from those bytes.
// Where an encoding has two spellings it is the usual one. Nothing is replaced, composed or left out.
// Cheap to copy. Not thread-safe, and neither are its copies.
class TextEncoder {
public:
    explicit TextEncoder(Encoding encoding);

    [[nodiscard]] Encoding encoding() const { return m_encoding; }

    // The bytes of UTF-16 text. The error is the first character that the encoding has no bytes for; half of
    // a surrogate pair is one.
    using Bytes = std::vector<std::byte>;
    [[nodiscard]] std::expected<Bytes, char32_t> encode(std::u16string_view text) const;

private:
    [[nodiscard]] bool append(char32_t codePoint, Bytes& out) const;
    void appendUtf8(char32_t codePoint, Bytes& out) const;
    void appendUnit(std::uint32_t unit, Bytes& out) const;
    [[nodiscard]] bool appendSingleByte(char32_t codePoint, Bytes& out) const;
    [[nodiscard]] bool appendMultiByte(char32_t codePoint, Bytes& out) const;

    Encoding m_encoding;
    std::shared_ptr<const IcuConverter> m_converter; // of multi-byte encodings
};

} // namespace megascope

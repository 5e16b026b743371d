// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/EncodingTable.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

struct UConverter;

namespace megascope {

// Asks ICU what bytes spell, for making tables of it. Not thread-safe.
class IcuConverter {
public:
    // REQUIRES: the encoding's entry names a converter.
    explicit IcuConverter(Encoding encoding);
    ~IcuConverter();
    IcuConverter(const IcuConverter&) = delete;
    IcuConverter& operator=(const IcuConverter&) = delete;

    // False when the ICU of this machine lacks the encoding; then nothing spells anything.
    [[nodiscard]] bool isThere() const { return m_converter != nullptr; }

    // The code points that exactly these bytes spell; none when they spell nothing.
    [[nodiscard]] std::u32string codePoints(std::span<const unsigned char> bytes) const;
    // The same for bytes that spell one code point; or noCharacter.
    [[nodiscard]] char32_t codePoint(std::span<const unsigned char> bytes) const;
    // The bytes that spell a code point; none when there are none.
    [[nodiscard]] std::vector<unsigned char> bytes(char32_t codePoint) const;

private:
    UConverter* m_converter = nullptr;
    bool m_isStrict = false;
};

} // namespace megascope

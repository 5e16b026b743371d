// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"
#include "core/text/TextDecoder.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace megascope {

// Text of any encoding as UTF-8, and which bytes of the one spell which of the other. What spells nothing in
// the encoding becomes a byte that no UTF-8 holds.
class TranscodedText {
public:
    // In front of a place, so that characters are told apart rightly; see characterBegin().
    static constexpr std::size_t context = 512;

    explicit TranscodedText(Encoding encoding)
        : m_decoder(encoding)
    {
    }

    // Where a character begins in a text of that offset in its document: at index `at`, before it, or, where
    // the text begins inside of a code unit, behind it.
    [[nodiscard]] std::size_t beginOfCharacter(
        std::span<const std::byte> text, ByteOffset offset, std::size_t at) const;

    // Takes a text that begins at a character's begin, and forgets the one before.
    void decode(std::span<const std::byte> bytes);
    [[nodiscard]] std::span<const std::byte> utf8() const { return std::as_bytes(std::span(m_utf8)); }
    // The index in utf8() of the first character that begins at `place` of the text or behind it.
    [[nodiscard]] std::size_t indexOf(std::size_t place) const;
    // Where in the text the character stands that `index` of utf8() is in.
    [[nodiscard]] std::size_t placeOf(std::size_t index) const;

private:
    const TextDecoder m_decoder;
    std::vector<Character> m_characters;
    std::vector<std::uint8_t> m_utf8;
    std::vector<std::uint32_t> m_indices; // of each character in m_utf8
    std::size_t m_size = 0; // of the text in bytes
};

} // namespace megascope

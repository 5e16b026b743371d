// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TextEncoder.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace megascope {

// TextEncoder for many characters: what it says of each is remembered. Belongs to one thread.
class CharacterSpelling {
public:
    explicit CharacterSpelling(Encoding encoding);

    static constexpr std::size_t longest = 4; // no encoding has longer characters
    struct Spelled {
        std::uint8_t size = unknown; // 0: the encoding has no such character
        std::array<std::byte, longest> bytes{};
    };
    // The bytes that spell a code point. Valid as long as this object. REQUIRES: a code point of Unicode.
    [[nodiscard]] const Spelled& operator()(char32_t codePoint)
    {
        const std::unique_ptr<Page>& page = m_pages[codePoint / pageSize];
        if (page && (*page)[codePoint % pageSize].size != unknown)
            return (*page)[codePoint % pageSize];
        return find(codePoint);
    }

private:
    static constexpr std::size_t pageSize = 256;
    static constexpr std::uint8_t unknown = 0xff;
    using Page = std::array<Spelled, pageSize>;

    const Spelled& find(char32_t codePoint);

    TextEncoder m_encoder;
    std::vector<std::unique_ptr<Page>> m_pages;
};

} // namespace megascope

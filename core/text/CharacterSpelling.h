// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TextEncoder.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace megascope {

// TextEncoder for many characters: what it says of each is remembered. Belongs to one thread.
class CharacterSpelling {
public:
    explicit CharacterSpelling(Encoding encoding);

    // The bytes that spell a code point; empty when there are none. Valid as long as this object. REQUIRES: a
    // code point of Unicode.
    [[nodiscard]] std::span<const std::byte> operator()(char32_t codePoint)
    {
        const std::unique_ptr<Page>& page = m_pages[codePoint / pageSize];
        if (page) {
            const Entry& entry = (*page)[codePoint % pageSize];
            if (entry.size != unknown)
                return {entry.bytes.data(), entry.size};
        }
        return find(codePoint);
    }

private:
    static constexpr std::size_t pageSize = 256;
    static constexpr std::uint8_t unknown = 0xff;
    struct Entry {
        std::uint8_t size = unknown;
        std::array<std::byte, 4> bytes{}; // no encoding has longer characters
    };
    using Page = std::array<Entry, pageSize>;

    std::span<const std::byte> find(char32_t codePoint);

    TextEncoder m_encoder;
    std::vector<std::unique_ptr<Page>> m_pages;
};

} // namespace megascope

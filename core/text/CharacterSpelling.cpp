// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/CharacterSpelling.h"

#include <algorithm>
#include <string>

namespace megascope {
namespace {

constexpr char32_t codePoints = 0x11'0000;

std::u16string utf16(char32_t codePoint)
{
    if (codePoint < 0x1'0000)
        return {static_cast<char16_t>(codePoint)};
    const char32_t rest = codePoint - 0x1'0000;
    return {static_cast<char16_t>(0xd800 + (rest >> 10)), static_cast<char16_t>(0xdc00 + (rest & 0x3ff))};
}

} // namespace

CharacterSpelling::CharacterSpelling(Encoding encoding)
    : m_encoder(encoding)
    , m_pages(codePoints / pageSize)
{
}

const CharacterSpelling::Spelled& CharacterSpelling::find(char32_t codePoint)
{
    std::unique_ptr<Page>& page = m_pages[codePoint / pageSize];
    if (!page)
        page = std::make_unique<Page>();
    Spelled& spelled = (*page)[codePoint % pageSize];
    const auto bytes = m_encoder.encode(utf16(codePoint));
    spelled.size = 0;
    if (bytes && bytes->size() <= longest) {
        spelled.size = static_cast<std::uint8_t>(bytes->size());
        std::ranges::copy(*bytes, spelled.bytes.begin());
    }
    return spelled;
}

} // namespace megascope

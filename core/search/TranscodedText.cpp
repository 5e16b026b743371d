// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/TranscodedText.h"

#include <algorithm>

namespace megascope {
namespace {

// Stands for bytes that spell nothing: a byte that no UTF-8 holds.
constexpr std::uint8_t nothing = 0xff;

void appendUtf8(char32_t codePoint, std::vector<std::uint8_t>& out)
{
    const auto put = [&](char32_t value) { out.push_back(static_cast<std::uint8_t>(value)); };
    if (codePoint < 0x80) {
        put(codePoint);
        return;
    }
    if (codePoint < 0x800) {
        put(0xc0 | codePoint >> 6);
    } else {
        if (codePoint < 0x10000) {
            put(0xe0 | codePoint >> 12);
        } else {
            put(0xf0 | codePoint >> 18);
            put(0x80 | (codePoint >> 12 & 0x3f));
        }
        put(0x80 | (codePoint >> 6 & 0x3f));
    }
    put(0x80 | (codePoint & 0x3f));
}

} // namespace

std::size_t TranscodedText::beginOfCharacter(
    std::span<const std::byte> text, ByteOffset offset, std::size_t at) const
{
    const auto offsetOf
        = [&](std::size_t index) { return offset.value() + static_cast<std::int64_t>(index); };
    const std::size_t begin = at > context ? at - context : 0;
    const std::size_t end = std::min(text.size(), at + 8);
    if (at == end)
        return at;
    const Encoding encoding = m_decoder.encoding();
    const std::size_t found
        = begin + characterBegin(encoding, text.subspan(begin, end - begin), at - begin, offsetOf(begin));
    const std::int64_t unit = encoding.unitSize();
    return found + static_cast<std::size_t>((unit - offsetOf(found) % unit) % unit);
}

void TranscodedText::decode(std::span<const std::byte> bytes)
{
    m_characters.clear();
    m_decoder.decode(bytes, m_characters);
    m_utf8.clear();
    m_indices.clear();
    for (const Character& character : m_characters) {
        m_indices.push_back(static_cast<std::uint32_t>(m_utf8.size()));
        if (character.valid)
            appendUtf8(character.codePoint, m_utf8);
        else
            m_utf8.push_back(nothing);
    }
    m_size = bytes.size();
}

std::size_t TranscodedText::indexOf(std::size_t place) const
{
    const auto at = std::ranges::lower_bound(m_characters, place, {}, &Character::begin);
    return at == m_characters.end() ? m_utf8.size()
                                    : m_indices[static_cast<std::size_t>(at - m_characters.begin())];
}

std::size_t TranscodedText::placeOf(std::size_t index) const
{
    if (index >= m_utf8.size())
        return m_size;
    const auto behind = std::ranges::upper_bound(m_indices, index);
    return m_characters[static_cast<std::size_t>(behind - m_indices.begin()) - 1].begin;
}

} // namespace megascope

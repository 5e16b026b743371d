// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "core/text/TextEncoder.h"

#include "core/text/IcuConverter.h"
#include "core/text/MultiByteTable.h"
#include "core/text/SingleByteTable.h"
#include "core/text/Utf8.h"

#include <algorithm>
#include <array>

namespace megascope {

namespace {

using Bytes = TextEncoder::Bytes;

// The code point at the front of the text, which gets shorter; half of a pair as it is.
char32_t takeFirst(std::u16string_view& text)
{
    const char32_t first = text.front();
    text.remove_prefix(1);
    const bool isHigh = first >= 0xd800 && first < 0xdc00;
    if (!isHigh || text.empty() || text.front() < 0xdc00 || text.front() >= 0xe000)
        return first;
    const char32_t second = text.front();
    text.remove_prefix(1);
    return 0x1'0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

void append(std::span<const unsigned char> bytes, Bytes& out)
{
    std::ranges::transform(
        bytes, std::back_inserter(out), [](unsigned char byte) { return static_cast<std::byte>(byte); });
}

bool spells(const MultiByteTable& table, std::span<const unsigned char> bytes, char32_t codePoint)
{
    if (bytes.empty())
        return false;
    const MultiByteTable::Step step = table.step(bytes);
    return step.size == bytes.size() && step.first == codePoint && step.second == noCharacter;
}

// Looks through all pairs of bytes, or through the triples of EUC-JP.
bool appendFound(const MultiByteTable& table, char32_t codePoint, bool isTriple, Bytes& out)
{
    constexpr unsigned char tripleLead = 0x8f;
    for (unsigned first = 0x80; first < 0x100; ++first) {
        for (unsigned second = 0; second < 0x100; ++second) {
            const std::array<unsigned char, 3> triple{
                tripleLead, static_cast<unsigned char>(first), static_cast<unsigned char>(second)};
            const auto sequence = std::span<const unsigned char>(triple).subspan(isTriple ? 0 : 1);
            if (spells(table, sequence, codePoint)) {
                append(sequence, out);
                return true;
            }
        }
    }
    return false;
}

} // namespace

TextEncoder::TextEncoder(Encoding encoding)
    : m_encoding(encoding)
{
    if (encoding.family() == Encoding::Family::MultiByte)
        m_converter = std::make_shared<IcuConverter>(encoding);
}

std::expected<Bytes, char32_t> TextEncoder::encode(std::u16string_view text) const
{
    Bytes out;
    out.reserve(text.size() * static_cast<std::size_t>(m_encoding.unitSize()));
    while (!text.empty()) {
        const char32_t codePoint = takeFirst(text);
        if (isSurrogate(codePoint) || !append(codePoint, out))
            return std::unexpected(codePoint);
    }
    return out;
}

bool TextEncoder::append(char32_t codePoint, Bytes& out) const
{
    switch (m_encoding.family()) {
    case Encoding::Family::Utf8:
        appendUtf8(codePoint, out);
        return true;
    case Encoding::Family::Utf16:
        if (codePoint < 0x1'0000) {
            appendUnit(codePoint, out);
        } else {
            appendUnit(0xd800 + ((codePoint - 0x1'0000) >> 10), out);
            appendUnit(0xdc00 + ((codePoint - 0x1'0000) & 0x3ff), out);
        }
        return true;
    case Encoding::Family::Utf32:
        appendUnit(codePoint, out);
        return true;
    case Encoding::Family::SingleByte:
        return appendSingleByte(codePoint, out);
    case Encoding::Family::MultiByte:
        return appendMultiByte(codePoint, out);
    }
    return false;
}

void TextEncoder::appendUtf8(char32_t codePoint, Bytes& out) const
{
    const auto tail = [&](int shift) { return static_cast<std::byte>(0x80 | (codePoint >> shift & 0x3f)); };
    if (codePoint < 0x80) {
        out.push_back(static_cast<std::byte>(codePoint));
    } else if (codePoint < 0x800) {
        out.insert(out.end(), {static_cast<std::byte>(0xc0 | codePoint >> 6), tail(0)});
    } else if (codePoint < 0x1'0000) {
        out.insert(out.end(), {static_cast<std::byte>(0xe0 | codePoint >> 12), tail(6), tail(0)});
    } else {
        out.insert(out.end(), {static_cast<std::byte>(0xf0 | codePoint >> 18), tail(12), tail(6), tail(0)});
    }
}

void TextEncoder::appendUnit(std::uint32_t unit, Bytes& out) const
{
    const int size = m_encoding.unitSize();
    for (int i = 0; i < size; ++i) {
        const int place = m_encoding.isBigEndian() ? size - 1 - i : i;
        out.push_back(static_cast<std::byte>(unit >> (8 * place) & 0xff));
    }
}

bool TextEncoder::appendSingleByte(char32_t codePoint, Bytes& out) const
{
    const SingleByteTable& table = singleByteTable(m_encoding);
    const auto found = std::ranges::find(table, codePoint);
    if (found == table.end())
        return false;
    out.push_back(static_cast<std::byte>(found - table.begin()));
    return true;
}

// ICU knows which of two spellings is the usual one; the table has characters that ICU lacks.
bool TextEncoder::appendMultiByte(char32_t codePoint, Bytes& out) const
{
    if (codePoint < 0x80 && m_encoding.isAsciiCompatible()) {
        out.push_back(static_cast<std::byte>(codePoint));
        return true;
    }
    const MultiByteTable& table = multiByteTable(m_encoding);
    if (const std::vector<unsigned char> bytes = m_converter->bytes(codePoint);
        spells(table, bytes, codePoint)) {
        megascope::append(bytes, out);
        return true;
    }
    const bool hasTriples = m_encoding.maxCharacterSize() == 3;
    return appendFound(table, codePoint, false, out)
        || (hasTriples && appendFound(table, codePoint, true, out));
}

} // namespace megascope

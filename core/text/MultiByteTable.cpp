// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/MultiByteTable.h"

#include "core/text/IcuConverter.h"
#include "core/text/PerEncoding.h"

#include <string>
#include <string_view>

namespace megascope {

namespace {

// GB18030: four-byte sequences counted from 81 30 81 30; those of the Basic Multilingual Plane end before
// 84 31 a4 3a, those of the other planes start at 90 30 81 30.
constexpr std::uint32_t quadsOfBmp = 39420;
constexpr std::uint32_t firstQuadAboveBmp = 189000;

// What HKSCS-2008 has over the HKSCS-2004 of ICU, where these are in the private use area.
struct HongKongCharacter {
    std::uint16_t bytes;
    char32_t first;
    char32_t second = noCharacter;
};
constexpr std::array hongKong = std::to_array<HongKongCharacter>(
    {{0x87a4, 0x9f97}, {0x87ac, 0x9f96}, {0x8840, 0x31c0}, {0x8841, 0x31c1}, {0x8842, 0x31c2},
        {0x8843, 0x31c3}, {0x8844, 0x31c4}, {0x8846, 0x31c5}, {0x8849, 0x31c6}, {0x884a, 0x31c7},
        {0x884d, 0x31c8}, {0x884f, 0x31c9}, {0x8850, 0x31ca}, {0x8851, 0x31cb}, {0x8852, 0x31cc},
        {0x8854, 0x31cd}, {0x8855, 0x31ce}, {0x8862, 0xca, 0x304}, {0x8864, 0xca, 0x30c},
        {0x88a3, 0xea, 0x304}, {0x88a5, 0xea, 0x30c}, {0x88a9, 0x23da}, {0x88aa, 0x23db}, {0x8c43, 0x9fa6},
        {0x8c6d, 0x9fa7}, {0x8c74, 0x9fa8}, {0x8cb7, 0x9fa9}, {0x8cb9, 0x9faa}, {0x8cbb, 0x9fab},
        {0x8cc0, 0x9fac}, {0x8cd7, 0x9fad}, {0x8cd8, 0x9fae}, {0x8cda, 0x9faf}, {0x8ced, 0x9fb2},
        {0x8d48, 0x9fb3}, {0xc879, 0x31cf}, {0xc8a1, 0x9fb0}, {0xc8a3, 0x9fb1}});

std::uint32_t quadIndex(std::span<const unsigned char> bytes)
{
    return ((bytes[0] - 0x81u) * 10 + (bytes[1] - 0x30u)) * 1260 + (bytes[2] - 0x81u) * 10
        + (bytes[3] - 0x30u);
}

bool isDigit(unsigned char byte)
{
    return byte >= 0x30 && byte <= 0x39;
}

bool isQuad(std::span<const unsigned char> bytes)
{
    const auto isLead = [](unsigned char byte) { return byte >= 0x81 && byte <= 0xfe; };
    return isLead(bytes[0]) && isDigit(bytes[1]) && isLead(bytes[2]) && isDigit(bytes[3]);
}

} // namespace

MultiByteTable::MultiByteTable(Encoding encoding)
{
    m_alone.fill(noCharacter);
    describe(encoding);
    fill(IcuConverter(encoding));
    if (encoding.name() == "Big5-HKSCS")
        addHongKong();
    if (encoding.name() == "EUC-JP")
        addUserDefined();
}

// The ranges of bytes of each encoding, from its standard and, for the vendors' supersets, their code pages.
void MultiByteTable::describe(Encoding encoding)
{
    const auto lead = [&](int first, int last, Shape shape) {
        for (int byte = first; byte <= last; ++byte)
            m_shape[byte] = shape;
    };
    const auto trail = [&](int first, int last) {
        for (int byte = first; byte <= last; ++byte)
            m_trail[byte] = true;
    };
    const std::string_view name = encoding.name();
    if (name == "Shift_JIS") {
        lead(0x81, 0x9f, Shape::Pair);
        lead(0xe0, 0xfc, Shape::Pair);
        trail(0x40, 0x7e);
        trail(0x80, 0xfc);
    } else if (name == "EUC-JP") {
        lead(0x8e, 0x8e, Shape::Pair);
        lead(0x8f, 0x8f, Shape::Triple);
        lead(0xa1, 0xfe, Shape::Pair);
        trail(0xa1, 0xfe);
    } else if (name == "EUC-KR") {
        lead(0x81, 0xfe, Shape::Pair);
        trail(0x41, 0x5a);
        trail(0x61, 0x7a);
        trail(0x81, 0xfe);
    } else if (name == "Big5" || name == "Big5-HKSCS") {
        lead(0x81, 0xfe, Shape::Pair);
        trail(0x40, 0x7e);
        trail(0xa1, 0xfe);
    } else {
        lead(0x81, 0xfe, name == "GB18030" ? Shape::PairOrQuad : Shape::Pair);
        trail(0x40, 0x7e);
        trail(0x80, 0xfe);
    }
    for (unsigned pair = 0; pair < m_joins.size(); ++pair)
        m_joins[pair]
            = mayJoin(static_cast<unsigned char>(pair / 256), static_cast<unsigned char>(pair % 256));
}

bool MultiByteTable::mayJoin(unsigned char before, unsigned char after) const
{
    switch (m_shape[before]) {
    case Shape::Pair:
        // In EUC-JP, the middle of a triple looks like the lead of a pair.
    case Shape::Triple:
        return m_trail[after];
    case Shape::PairOrQuad:
        return m_trail[after] || isDigit(after);
    case Shape::Alone:
        break;
    }
    return isDigit(before) && m_shape[after] == Shape::PairOrQuad;
}

void MultiByteTable::fill(const IcuConverter& converter)
{
    m_pairs.assign(pairCount, noCharacter);
    for (unsigned first = 0; first < 256; ++first) {
        switch (m_shape[first]) {
        case Shape::Alone:
            m_alone[first] = first < 0x80 ? first : value(converter, std::array{first});
            break;
        case Shape::Pair:
            fillPairs(converter, first);
            break;
        case Shape::Triple:
            fillTriples(converter, first);
            break;
        case Shape::PairOrQuad:
            fillPairs(converter, first);
            if (m_quads.empty())
                fillQuads(converter);
            break;
        }
    }
}

void MultiByteTable::fillPairs(const IcuConverter& converter, unsigned first)
{
    // Behind 8e, EUC-JP has half-width katakana and nothing else; what ICU has there comes from another
    // standard.
    const unsigned end = first == 0x8e && m_shape[0x8f] == Shape::Triple ? 0xe0 : 0x100;
    for (unsigned second = 0; second < end; ++second) {
        if (m_trail[second])
            m_pairs[pairIndex(first, second)] = value(converter, std::array{first, second});
    }
}

void MultiByteTable::fillTriples(const IcuConverter& converter, unsigned first)
{
    m_triples.assign(pairCount, noCharacter);
    for (unsigned second = 0x80; second < 256; ++second) {
        for (unsigned third = 0x80; third < 256; ++third) {
            if (m_trail[second] && m_trail[third])
                m_triples[pairIndex(second, third)] = value(converter, std::array{first, second, third});
        }
    }
}

void MultiByteTable::fillQuads(const IcuConverter& converter)
{
    m_quads.resize(quadsOfBmp);
    for (std::uint32_t index = 0; index < quadsOfBmp; ++index)
        m_quads[index] = value(converter,
            std::array{
                0x81 + index / 12600, 0x30 + index / 1260 % 10, 0x81 + index / 10 % 126, 0x30 + index % 10});
}

void MultiByteTable::addHongKong()
{
    for (const HongKongCharacter& character : hongKong) {
        char32_t& pair = m_pairs[pairIndex(character.bytes >> 8, character.bytes & 0xff)];
        pair = character.first;
        if (character.second == noCharacter)
            continue;
        pair = static_cast<char32_t>(sequenceBase + m_sequences.size());
        m_sequences.push_back({character.first, character.second});
    }
}

// The rows 85 to 94 of EUC-JP are for characters that users define: they go to the private use area in order,
// first those of two bytes, then those of three. ICU has IBM's characters in some of them.
void MultiByteTable::addUserDefined()
{
    char32_t privateUse = 0xe000;
    for (std::vector<char32_t>* table : {&m_pairs, &m_triples}) {
        for (unsigned row = 0xf5; row <= 0xfe; ++row) {
            for (unsigned cell = 0xa1; cell <= 0xfe; ++cell, ++privateUse) {
                char32_t& value = (*table)[pairIndex(row, cell)];
                value = value == noCharacter ? privateUse : value;
            }
        }
    }
}

// What ICU says that a sequence spells. In none of these encodings it spells more than one code point, in
// ICU's eyes.
char32_t MultiByteTable::value(const IcuConverter& converter, std::span<const unsigned> sequence)
{
    const std::vector<unsigned char> bytes(sequence.begin(), sequence.end());
    return converter.codePoint(bytes);
}

MultiByteTable::Step MultiByteTable::rareStep(std::span<const unsigned char> bytes, char32_t pair) const
{
    if (pair != noCharacter) {
        const std::array<char32_t, 2>& sequence = m_sequences[pair - sequenceBase];
        return {2, sequence[0], sequence[1]};
    }
    const Shape shape = m_shape[bytes[0]];
    if (shape == Shape::Triple && bytes.size() >= 3 && m_trail[bytes[1]]) {
        const char32_t triple = m_triples[pairIndex(bytes[1], bytes[2])];
        return triple == noCharacter ? Step{} : Step{3, triple};
    }
    if (shape == Shape::PairOrQuad && bytes.size() >= 4 && isQuad(bytes)) {
        const char32_t character = quad(quadIndex(bytes));
        return character == noCharacter ? Step{} : Step{4, character};
    }
    return {1, m_alone[bytes[0]]};
}

char32_t MultiByteTable::quad(std::uint32_t index) const
{
    if (index < quadsOfBmp)
        return m_quads[index];
    const bool isCharacter = index >= firstQuadAboveBmp && index < firstQuadAboveBmp + 0x10'0000;
    return isCharacter ? 0x1'0000 + (index - firstQuadAboveBmp) : noCharacter;
}

const MultiByteTable& multiByteTable(Encoding encoding)
{
    static PerEncoding<MultiByteTable> tables;
    return tables.get(encoding, [&] { return MultiByteTable(encoding); });
}

} // namespace megascope

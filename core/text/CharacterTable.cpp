// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/CharacterTable.h"

#include "core/text/EncodingTable.h"

#include <memory>
#include <mutex>
#include <string>
#include <unicode/ucnv.h>
#include <unicode/utf16.h>

namespace megascope {

namespace {

// Values above all code points that point into MultiByteTable::m_sequences.
constexpr char32_t sequenceBase = 0x11'0000;

// GB18030: four-byte sequences counted from 81 30 81 30; those of the Basic Multilingual Plane end before
// 84 31 a4 3a, those of the other planes start at 90 30 81 30.
constexpr std::uint32_t quadsOfBmp = 39420;
constexpr std::uint32_t firstQuadAboveBmp = 189000;

// ISO-8859-16 is the one part of ISO 8859 that ICU lacks: U+00A0 … U+00FF apart from these.
struct Exception {
    unsigned char byte;
    char32_t codePoint;
};
constexpr Exception latin10[] = {{0xa1, 0x104}, {0xa2, 0x105}, {0xa3, 0x141}, {0xa4, 0x20ac}, {0xa5, 0x201e},
    {0xa6, 0x160}, {0xa8, 0x161}, {0xaa, 0x218}, {0xac, 0x179}, {0xae, 0x17a}, {0xaf, 0x17b}, {0xb2, 0x10c},
    {0xb3, 0x142}, {0xb4, 0x17d}, {0xb5, 0x201d}, {0xb8, 0x17e}, {0xb9, 0x10d}, {0xba, 0x219}, {0xbc, 0x152},
    {0xbd, 0x153}, {0xbe, 0x178}, {0xbf, 0x17c}, {0xc3, 0x102}, {0xc5, 0x106}, {0xd0, 0x110}, {0xd1, 0x143},
    {0xd5, 0x150}, {0xd7, 0x15a}, {0xd8, 0x170}, {0xdd, 0x118}, {0xde, 0x21a}, {0xe3, 0x103}, {0xe5, 0x107},
    {0xf0, 0x111}, {0xf1, 0x144}, {0xf5, 0x151}, {0xf7, 0x15b}, {0xf8, 0x171}, {0xfd, 0x119}, {0xfe, 0x21b}};

// A converter of ICU that spells out one character at a time.
class Converter {
public:
    explicit Converter(std::string_view name)
    {
        UErrorCode status = U_ZERO_ERROR;
        m_converter.reset(ucnv_open(std::string(name).c_str(), &status));
        if (U_FAILURE(status))
            m_converter.reset();
        else
            ucnv_setToUCallBack(
                m_converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    }

    // The code points that exactly these bytes spell, one or two; none when they spell nothing.
    [[nodiscard]] std::u32string codePoints(std::span<const unsigned char> bytes) const
    {
        if (!m_converter)
            return {};
        UChar units[8];
        UErrorCode status = U_ZERO_ERROR;
        const int count = ucnv_toUChars(m_converter.get(), units, std::size(units),
            reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size()), &status);
        if (U_FAILURE(status))
            return {};
        std::u32string result;
        for (int i = 0; i < count;) {
            UChar32 codePoint = 0;
            U16_NEXT(units, i, count, codePoint);
            if (codePoint == 0xfffd)
                return {};
            result += static_cast<char32_t>(codePoint);
        }
        return result;
    }

    // The same for bytes that spell one code point.
    [[nodiscard]] char32_t codePoint(std::span<const unsigned char> bytes) const
    {
        const std::u32string result = codePoints(bytes);
        return result.size() == 1 ? result.front() : noCharacter;
    }

private:
    struct Close {
        void operator()(UConverter* converter) const { ucnv_close(converter); }
    };
    std::unique_ptr<UConverter, Close> m_converter;
};

SingleByteTable latin10Table()
{
    SingleByteTable result;
    for (std::size_t byte = 0; byte < result.size(); ++byte)
        result[byte] = static_cast<char32_t>(byte);
    for (const Exception& exception : latin10)
        result[exception.byte] = exception.codePoint;
    return result;
}

SingleByteTable makeSingleByteTable(Encoding encoding)
{
    const EncodingEntry& entry = EncodingTable::entry(encoding);
    if (entry.converter.empty())
        return latin10Table();
    const Converter converter(entry.converter);
    SingleByteTable result;
    for (std::size_t i = 0; i < result.size(); ++i) {
        const auto byte = static_cast<unsigned char>(i);
        // IBM's own tables of PC code pages swap DEL, SUB and FS; on every PC they are where ASCII has them.
        if (byte < 0x80 && encoding.isAsciiCompatible()) {
            result[i] = byte;
            continue;
        }
        const char32_t codePoint = converter.codePoint({&byte, 1});
        const bool isC1 = codePoint >= 0x80 && codePoint < 0xa0;
        result[i] = isC1 && (entry.traits & EncodingEntry::NoC1) ? noCharacter : codePoint;
    }
    return result;
}

std::uint32_t quadIndex(std::span<const unsigned char> bytes)
{
    return ((bytes[0] - 0x81u) * 10 + (bytes[1] - 0x30u)) * 1260 + (bytes[2] - 0x81u) * 10
        + (bytes[3] - 0x30u);
}

bool isDigit(unsigned char byte)
{
    return byte >= 0x30 && byte <= 0x39;
}

} // namespace

MultiByteTable::MultiByteTable(Encoding encoding)
{
    describe(encoding);
    fill(encoding);
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

void MultiByteTable::fill(Encoding encoding)
{
    const Converter converter(EncodingTable::entry(encoding).converter);
    const auto value = [&](std::span<const unsigned char> bytes) {
        const std::u32string codePoints = converter.codePoints(bytes);
        if (codePoints.size() == 2) {
            m_sequences.push_back({codePoints[0], codePoints[1]});
            return static_cast<char32_t>(sequenceBase + m_sequences.size() - 1);
        }
        return codePoints.size() == 1 ? codePoints.front() : noCharacter;
    };

    m_pairs.assign(128 * 256, noCharacter);
    for (unsigned first = 0; first < 256; ++first) {
        const auto lead = static_cast<unsigned char>(first);
        m_alone[first] = first < 0x80 ? first : noCharacter;
        if (first >= 0x80 && m_shape[first] == Shape::Alone)
            m_alone[first] = converter.codePoint({&lead, 1});
        if (m_shape[first] == Shape::Triple)
            m_triples.assign(128 * 256, noCharacter);
        for (unsigned second = 0; m_shape[first] != Shape::Alone && second < 256; ++second) {
            if (!m_trail[second])
                continue;
            if (m_shape[first] != Shape::Triple) {
                m_pairs[(first - 0x80) * 256 + second]
                    = value(std::array{lead, static_cast<unsigned char>(second)});
                continue;
            }
            for (unsigned third = 0xa1; third <= 0xfe; ++third)
                m_triples[(second - 0x80) * 256 + third] = value(
                    std::array{lead, static_cast<unsigned char>(second), static_cast<unsigned char>(third)});
        }
    }
    if (m_shape[0x81] != Shape::PairOrQuad)
        return;
    m_quads.resize(quadsOfBmp);
    for (std::uint32_t index = 0; index < quadsOfBmp; ++index)
        m_quads[index] = value(std::array{static_cast<unsigned char>(0x81 + index / 12600),
            static_cast<unsigned char>(0x30 + index / 1260 % 10),
            static_cast<unsigned char>(0x81 + index / 10 % 126),
            static_cast<unsigned char>(0x30 + index % 10)});
}

// The length of the well-formed sequence at the front; 1 when there is none.
std::uint32_t MultiByteTable::sequenceSize(std::span<const unsigned char> bytes) const
{
    const Shape shape = m_shape[bytes[0]];
    if (shape == Shape::Alone || bytes.size() < 2)
        return 1;
    if (shape == Shape::PairOrQuad && isDigit(bytes[1])) {
        const bool isQuad = bytes.size() >= 4 && m_shape[bytes[2]] == Shape::PairOrQuad && isDigit(bytes[3]);
        return isQuad ? 4 : 1;
    }
    if (!m_trail[bytes[1]])
        return 1;
    if (shape != Shape::Triple)
        return 2;
    return bytes.size() >= 3 && m_trail[bytes[2]] ? 3 : 1;
}

MultiByteTable::Step MultiByteTable::step(std::span<const unsigned char> bytes) const
{
    const std::uint32_t size = sequenceSize(bytes);
    switch (size) {
    case 1:
        return found(1, m_alone[bytes[0]]);
    case 2: {
        const Step pair = found(2, m_pairs[(bytes[0] - 0x80u) * 256 + bytes[1]]);
        // A pair that spells nothing does not take an ASCII character with it.
        return pair.first == noCharacter && bytes[1] < 0x80 ? Step{} : pair;
    }
    case 3:
        return found(3, m_triples[(bytes[1] - 0x80u) * 256 + bytes[2]]);
    default:
        return quad(bytes);
    }
}

MultiByteTable::Step MultiByteTable::quad(std::span<const unsigned char> bytes) const
{
    const std::uint32_t index = quadIndex(bytes);
    if (index < quadsOfBmp)
        return found(4, m_quads[index]);
    const bool isCharacter = index >= firstQuadAboveBmp && index < firstQuadAboveBmp + 0x10'0000;
    return found(4, isCharacter ? 0x1'0000 + (index - firstQuadAboveBmp) : noCharacter);
}

MultiByteTable::Step MultiByteTable::found(std::uint32_t size, char32_t value) const
{
    if (value < sequenceBase)
        return {size, value};
    if (value == noCharacter)
        return {size};
    const std::array<char32_t, 2>& sequence = m_sequences[value - sequenceBase];
    return {size, sequence[0], sequence[1]};
}

namespace {

// One table for each encoding, made when it is first asked for.
template <class Table>
class Tables {
public:
    template <class Make>
    const Table& get(Encoding encoding, Make make)
    {
        Slot& slot = m_slots[static_cast<std::size_t>(EncodingTable::index(encoding))];
        std::call_once(slot.once, [&] { slot.table = std::make_unique<const Table>(make(encoding)); });
        return *slot.table;
    }

private:
    struct Slot {
        std::once_flag once;
        std::unique_ptr<const Table> table;
    };
    std::vector<Slot> m_slots = std::vector<Slot>(EncodingTable::entries().size());
};

} // namespace

const SingleByteTable& singleByteTable(Encoding encoding)
{
    static Tables<SingleByteTable> tables;
    return tables.get(encoding, makeSingleByteTable);
}

const MultiByteTable& multiByteTable(Encoding encoding)
{
    static Tables<MultiByteTable> tables;
    return tables.get(encoding, [](Encoding e) { return MultiByteTable(e); });
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TextDecoder.h"

#include "core/text/MultiByteTable.h"
#include "core/text/SingleByteTable.h"
#include "core/text/Utf8.h"

#include <algorithm>
#include <cstring>

namespace megascope {

namespace {

using Bytes = std::span<const unsigned char>;

// Room is made for the characters of so many bytes at a time, so that it is in the cache when it is filled.
constexpr std::size_t blockSize = 2048;
// The last sequence that begins in a block may spell two characters.
constexpr std::size_t blockSlack = 1;

Bytes unsignedBytes(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()};
}

// Where characters are put; there is room for those of a block.
class Writer {
public:
    explicit Writer(Character* next)
        : m_next(next)
    {
    }

    void valid(std::size_t begin, std::size_t size, char32_t codePoint)
    {
        *m_next++ = {static_cast<std::uint32_t>(begin), static_cast<std::uint8_t>(size), true, codePoint};
    }
    void invalid(std::size_t begin, std::size_t size, char32_t value)
    {
        *m_next++ = {static_cast<std::uint32_t>(begin), static_cast<std::uint8_t>(size), false, value};
    }

    [[nodiscard]] Character* next() const { return m_next; }

private:
    Character* m_next;
};

// Calls decodeBlock(position, stop, writer), which decodes the characters that begin in [position, stop) and
// returns where the next one begins, until all bytes are decoded.
template <class DecodeBlock>
void decodeInBlocks(std::size_t size, std::vector<Character>& out, DecodeBlock decodeBlock)
{
    for (std::size_t position = 0; position < size;) {
        const std::size_t stop = std::min(size, position + blockSize);
        const std::size_t before = out.size();
        out.resize(before + (stop - position) + blockSlack);
        Writer writer(out.data() + before);
        position = decodeBlock(position, stop, writer);
        out.resize(static_cast<std::size_t>(writer.next() - out.data()));
    }
}

// Writes ASCII characters from `position` on, in steps of 16, and returns where it stopped.
std::size_t decodeAscii(Bytes bytes, std::size_t position, std::size_t stop, Writer& writer)
{
    constexpr std::size_t step = 16;
    while (position + step <= stop) {
        std::uint64_t halves[2];
        std::memcpy(halves, bytes.data() + position, step);
        if ((halves[0] | halves[1]) & 0x8080'8080'8080'8080)
            break;
        for (std::size_t i = 0; i < step; ++i)
            writer.valid(position + i, 1, bytes[position + i]);
        position += step;
    }
    return position;
}

std::size_t decodeUtf8(Bytes bytes, std::size_t position, std::size_t stop, Writer& writer)
{
    while (position < stop) {
        position = decodeAscii(bytes, position, stop, writer);
        // One step of decodeAscii() may end before a character that is not ASCII; go on here to the next that
        // is followed by as many ASCII characters as make the attempt worth it.
        for (const std::size_t end = std::min(stop, position + 64); position < end;) {
            const unsigned char byte = bytes[position];
            if (byte < 0x80) {
                writer.valid(position++, 1, byte);
                continue;
            }
            const Utf8Sequence sequence = utf8Sequence(bytes.subspan(position));
            if (sequence.size == 0) {
                writer.invalid(position++, 1, byte);
                continue;
            }
            writer.valid(position, sequence.size, sequence.codePoint);
            position += sequence.size;
        }
    }
    return position;
}

template <bool bigEndian>
char32_t unit16(const unsigned char* bytes)
{
    return bigEndian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0];
}

template <bool bigEndian>
char32_t unit32(const unsigned char* bytes)
{
    return bigEndian ? unit16<true>(bytes) << 16 | unit16<true>(bytes + 2)
                     : unit16<false>(bytes + 2) << 16 | unit16<false>(bytes);
}

bool isSurrogate(char32_t unit)
{
    return unit >= 0xd800 && unit < 0xe000;
}

bool isHighSurrogate(char32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

bool isLowSurrogate(char32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

template <bool bigEndian>
std::size_t decodeUtf16(Bytes bytes, std::size_t position, std::size_t stop, Writer& writer)
{
    while (position < stop) {
        if (position + 2 > bytes.size()) {
            writer.invalid(position, 1, bytes[position]);
            return position + 1;
        }
        const char32_t unit = unit16<bigEndian>(&bytes[position]);
        if (!isSurrogate(unit)) {
            writer.valid(position, 2, unit);
            position += 2;
            continue;
        }
        const char32_t low = position + 4 <= bytes.size() ? unit16<bigEndian>(&bytes[position + 2]) : 0;
        if (isHighSurrogate(unit) && isLowSurrogate(low)) {
            writer.valid(position, 4, 0x1'0000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            position += 4;
        } else {
            writer.invalid(position, 2, unit);
            position += 2;
        }
    }
    return position;
}

template <bool bigEndian>
std::size_t decodeUtf32(Bytes bytes, std::size_t position, std::size_t stop, Writer& writer)
{
    while (position < stop) {
        if (position + 4 > bytes.size()) {
            writer.invalid(position, 1, bytes[position]);
            ++position;
            continue;
        }
        const char32_t unit = unit32<bigEndian>(&bytes[position]);
        if (unit > 0x10'ffff || isSurrogate(unit))
            writer.invalid(position, 4, unit);
        else
            writer.valid(position, 4, unit);
        position += 4;
    }
    return position;
}

std::size_t decodeSingleByte(
    const SingleByteTable& table, Bytes bytes, std::size_t position, std::size_t stop, Writer& writer)
{
    for (; position < stop; ++position) {
        const unsigned char byte = bytes[position];
        const char32_t codePoint = table[byte];
        if (codePoint == noCharacter)
            writer.invalid(position, 1, byte);
        else
            writer.valid(position, 1, codePoint);
    }
    return position;
}

std::size_t decodeMultiByte(
    const MultiByteTable& table, Bytes bytes, std::size_t position, std::size_t stop, Writer& writer)
{
    while (position < stop) {
        position = decodeAscii(bytes, position, stop, writer);
        for (const std::size_t end = std::min(stop, position + 64); position < end;) {
            const unsigned char byte = bytes[position];
            if (byte < 0x80) {
                writer.valid(position++, 1, byte);
                continue;
            }
            const MultiByteTable::Step step = table.step(bytes.subspan(position));
            if (step.first == noCharacter)
                writer.invalid(position, 1, byte);
            else
                writer.valid(position, step.size, step.first);
            if (step.second != noCharacter)
                writer.valid(position + step.size, 0, step.second);
            position += step.size;
        }
    }
    return position;
}

std::size_t utf8Begin(Bytes bytes, std::size_t position)
{
    if (!isUtf8Continuation(bytes[position]))
        return position;
    for (std::size_t back = 1; back <= 3 && back <= position; ++back) {
        const std::size_t begin = position - back;
        if (isUtf8Continuation(bytes[begin]))
            continue;
        const bool holdsPosition = bytes[begin] >= 0x80 && utf8Sequence(bytes.subspan(begin)).size > back;
        return holdsPosition ? begin : position;
    }
    return position;
}

// The begin of the code unit that holds bytes[position].
std::size_t unitBegin(std::size_t position, std::int64_t offsetOfFirst, std::size_t unitSize)
{
    const std::size_t into = (static_cast<std::size_t>(offsetOfFirst) + position) % unitSize;
    return position - std::min(position, into);
}

template <bool bigEndian>
std::size_t utf16Begin(Bytes bytes, std::size_t position, std::int64_t offsetOfFirst)
{
    const std::size_t begin = unitBegin(position, offsetOfFirst, 2);
    const bool isUnit
        = begin + 2 <= bytes.size() && (static_cast<std::size_t>(offsetOfFirst) + begin) % 2 == 0;
    if (!isUnit)
        return position;
    const bool isSecond = begin >= 2 && isLowSurrogate(unit16<bigEndian>(&bytes[begin]))
        && isHighSurrogate(unit16<bigEndian>(&bytes[begin - 2]));
    return isSecond ? begin - 2 : begin;
}

std::size_t utf32Begin(Bytes bytes, std::size_t position, std::int64_t offsetOfFirst)
{
    const std::size_t begin = unitBegin(position, offsetOfFirst, 4);
    const bool isUnit
        = begin + 4 <= bytes.size() && (static_cast<std::size_t>(offsetOfFirst) + begin) % 4 == 0;
    return isUnit ? begin : position;
}

std::size_t multiByteBegin(const MultiByteTable& table, Bytes bytes, std::size_t position)
{
    std::size_t begin = position;
    while (begin > 0 && table.canJoin(bytes[begin - 1], bytes[begin]))
        --begin;
    while (true) {
        const MultiByteTable::Step step = table.step(bytes.subspan(begin));
        if (begin + step.size > position)
            return begin;
        begin += step.size;
    }
}

} // namespace

TextDecoder::TextDecoder(Encoding encoding)
    : m_encoding(encoding)
{
}

void TextDecoder::decode(std::span<const std::byte> input, std::vector<Character>& out) const
{
    const Bytes bytes = unsignedBytes(input);
    const auto run = [&](auto decodeBlock) { decodeInBlocks(bytes.size(), out, decodeBlock); };
    const auto whole = [&](auto function) {
        run([&](std::size_t position, std::size_t stop, Writer& writer) {
            return function(bytes, position, stop, writer);
        });
    };
    switch (m_encoding.family()) {
    case Encoding::Family::Utf8:
        return whole(decodeUtf8);
    case Encoding::Family::Utf16:
        return m_encoding.isBigEndian() ? whole(decodeUtf16<true>) : whole(decodeUtf16<false>);
    case Encoding::Family::Utf32:
        return m_encoding.isBigEndian() ? whole(decodeUtf32<true>) : whole(decodeUtf32<false>);
    case Encoding::Family::SingleByte:
        return run([&, &table = singleByteTable(m_encoding)](std::size_t position, std::size_t stop,
                       Writer& writer) { return decodeSingleByte(table, bytes, position, stop, writer); });
    case Encoding::Family::MultiByte:
        return run([&, &table = multiByteTable(m_encoding)](std::size_t position, std::size_t stop,
                       Writer& writer) { return decodeMultiByte(table, bytes, position, stop, writer); });
    }
}

std::size_t characterBegin(
    Encoding encoding, std::span<const std::byte> input, std::size_t position, std::int64_t offsetOfFirst)
{
    const Bytes bytes = unsignedBytes(input);
    if (position >= bytes.size())
        return bytes.size();
    switch (encoding.family()) {
    case Encoding::Family::Utf8:
        return utf8Begin(bytes, position);
    case Encoding::Family::Utf16:
        return encoding.isBigEndian() ? utf16Begin<true>(bytes, position, offsetOfFirst)
                                      : utf16Begin<false>(bytes, position, offsetOfFirst);
    case Encoding::Family::Utf32:
        return utf32Begin(bytes, position, offsetOfFirst);
    case Encoding::Family::SingleByte:
        return position;
    case Encoding::Family::MultiByte:
        return multiByteBegin(multiByteTable(encoding), bytes, position);
    }
    return position;
}

} // namespace megascope

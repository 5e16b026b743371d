// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TextDecoder.h"

#include "core/text/MultiByteTable.h"
#include "core/text/SingleByteTable.h"
#include "core/text/Utf8.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace megascope {

namespace {

using Octets = std::span<const unsigned char>;

// Characters are put into a buffer first that stays in the cache, those of so many bytes at a time.
constexpr std::size_t blockSize = 512;
// The last sequence that begins in a block may spell two characters.
constexpr std::size_t blockSlack = 1;

Octets unsignedBytes(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()};
}

// Where the next character begins, and where it is put. Passed around by value, so that it stays in
// registers: a pointer to it would have to be read again after each character, whose one-byte members may be
// anything's bytes.
struct Cursor {
    std::size_t position = 0;
    Character* out = nullptr;

    void valid(std::size_t size, char32_t codePoint)
    {
        *out++ = {static_cast<std::uint32_t>(position), static_cast<std::uint8_t>(size), true, codePoint};
        position += size;
    }
    void invalid(std::size_t size, char32_t value)
    {
        *out++ = {static_cast<std::uint32_t>(position), static_cast<std::uint8_t>(size), false, value};
        position += size;
    }
};

// Calls decodeBlock(cursor, stop), which decodes the characters that begin before `stop` and returns where it
// is then, until all bytes are decoded.
template <class DecodeBlock>
void decodeInBlocks(std::size_t size, std::vector<Character>& out, DecodeBlock decodeBlock)
{
    alignas(Character) std::byte room[(blockSize + blockSlack) * sizeof(Character)];
    auto* const buffer = reinterpret_cast<Character*>(room);
    for (std::size_t position = 0; position < size;) {
        const Cursor cursor = decodeBlock(Cursor{position, buffer}, std::min(size, position + blockSize));
        out.insert(out.end(), buffer, cursor.out);
        position = cursor.position;
    }
}

// ASCII characters, in steps of 16, as far as they go.
Cursor decodeAscii(const unsigned char* bytes, Cursor cursor, std::size_t stop)
{
    constexpr std::size_t step = 16;
    while (cursor.position + step <= stop) {
        std::uint64_t halves[2];
        std::memcpy(halves, bytes + cursor.position, step);
        if ((halves[0] | halves[1]) & 0x8080'8080'8080'8080)
            break;
        for (std::size_t i = 0; i < step; ++i)
            cursor.valid(1, bytes[cursor.position]);
    }
    return cursor;
}

// What decodeAscii() left: characters one by one, up to the place where ASCII may go on for a while.
constexpr std::size_t mixedRun = 64;

Cursor decodeUtf8(Octets bytes, Cursor cursor, std::size_t stop)
{
    const unsigned char* const data = bytes.data();
    while (cursor.position < stop) {
        cursor = decodeAscii(data, cursor, stop);
        const std::size_t end = std::min(stop, cursor.position + mixedRun);
        while (cursor.position < end) {
            const unsigned char byte = data[cursor.position];
            if (byte < 0x80) {
                cursor.valid(1, byte);
                continue;
            }
            const Utf8Sequence sequence
                = utf8Sequence(data + cursor.position, bytes.size() - cursor.position);
            if (sequence.size == 0)
                cursor.invalid(1, byte);
            else
                cursor.valid(sequence.size, sequence.codePoint);
        }
    }
    return cursor;
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

bool isHighSurrogate(char32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

bool isLowSurrogate(char32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

template <bool bigEndian>
Cursor decodeUtf16(Octets bytes, Cursor cursor, std::size_t stop)
{
    while (cursor.position < stop) {
        const unsigned char* const at = bytes.data() + cursor.position;
        const std::size_t left = bytes.size() - cursor.position;
        if (left < 2) {
            cursor.invalid(1, *at);
            continue;
        }
        const char32_t unit = unit16<bigEndian>(at);
        if (!isSurrogate(unit)) {
            cursor.valid(2, unit);
            continue;
        }
        const char32_t low = left >= 4 ? unit16<bigEndian>(at + 2) : 0;
        if (isHighSurrogate(unit) && isLowSurrogate(low))
            cursor.valid(4, 0x1'0000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
        else
            cursor.invalid(2, unit);
    }
    return cursor;
}

template <bool bigEndian>
Cursor decodeUtf32(Octets bytes, Cursor cursor, std::size_t stop)
{
    while (cursor.position < stop) {
        const unsigned char* const at = bytes.data() + cursor.position;
        if (bytes.size() - cursor.position < 4) {
            cursor.invalid(1, *at);
            continue;
        }
        const char32_t unit = unit32<bigEndian>(at);
        if (unit > 0x10'ffff || isSurrogate(unit))
            cursor.invalid(4, unit);
        else
            cursor.valid(4, unit);
    }
    return cursor;
}

Cursor decodeSingleByte(const SingleByteTable& table, Octets bytes, Cursor cursor, std::size_t stop)
{
    while (cursor.position < stop) {
        const unsigned char byte = bytes.data()[cursor.position];
        const char32_t codePoint = table[byte];
        if (codePoint == noCharacter)
            cursor.invalid(1, byte);
        else
            cursor.valid(1, codePoint);
    }
    return cursor;
}

Cursor decodeMultiByte(const MultiByteTable& table, Octets bytes, Cursor cursor, std::size_t stop)
{
    const unsigned char* const data = bytes.data();
    while (cursor.position < stop) {
        cursor = decodeAscii(data, cursor, stop);
        const std::size_t end = std::min(stop, cursor.position + mixedRun);
        while (cursor.position < end) {
            const unsigned char byte = data[cursor.position];
            if (byte < 0x80) {
                cursor.valid(1, byte);
                continue;
            }
            const MultiByteTable::Step step = table.step({data + cursor.position, data + bytes.size()});
            if (step.first == noCharacter)
                cursor.invalid(1, byte);
            else
                cursor.valid(step.size, step.first);
            if (step.second != noCharacter)
                cursor.valid(0, step.second);
        }
    }
    return cursor;
}

std::size_t utf8Begin(Octets bytes, std::size_t position)
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
std::size_t utf16Begin(Octets bytes, std::size_t position, std::int64_t offsetOfFirst)
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

std::size_t utf32Begin(Octets bytes, std::size_t position, std::int64_t offsetOfFirst)
{
    const std::size_t begin = unitBegin(position, offsetOfFirst, 4);
    const bool isUnit
        = begin + 4 <= bytes.size() && (static_cast<std::size_t>(offsetOfFirst) + begin) % 4 == 0;
    return isUnit ? begin : position;
}

std::size_t multiByteBegin(const MultiByteTable& table, Octets bytes, std::size_t position)
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
    const Octets bytes = unsignedBytes(input);
    const auto whole = [&]<class Decode>(Decode decode) {
        decodeInBlocks(
            bytes.size(), out, [&](Cursor cursor, std::size_t stop) { return decode(bytes, cursor, stop); });
    };
    switch (m_encoding.family()) {
    case Encoding::Family::Utf8:
        return whole(decodeUtf8);
    case Encoding::Family::Utf16:
        return m_encoding.isBigEndian() ? whole(decodeUtf16<true>) : whole(decodeUtf16<false>);
    case Encoding::Family::Utf32:
        return m_encoding.isBigEndian() ? whole(decodeUtf32<true>) : whole(decodeUtf32<false>);
    case Encoding::Family::SingleByte:
        return whole(std::bind_front(decodeSingleByte, std::cref(singleByteTable(m_encoding))));
    case Encoding::Family::MultiByte:
        return whole(std::bind_front(decodeMultiByte, std::cref(multiByteTable(m_encoding))));
    }
}

std::size_t characterBegin(
    Encoding encoding, std::span<const std::byte> input, std::size_t position, std::int64_t offsetOfFirst)
{
    const Octets bytes = unsignedBytes(input);
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

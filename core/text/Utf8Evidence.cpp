// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/Utf8Evidence.h"

#include "core/text/CodePoints.h"
#include "core/text/Utf8.h"

#include <algorithm>
#include <bitset>

namespace megascope {

namespace {

using Octets = std::span<const unsigned char>;

constexpr std::size_t longestVote = 256;

Octets unsignedBytes(const TextSample& sample)
{
    return {reinterpret_cast<const unsigned char*>(sample.bytes.data()), sample.bytes.size()};
}

bool isAsciiLetter(unsigned char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

// Signs of windows-1252 that stand alone or beside digits: quotes, dashes, currency, degrees, fractions …
bool isLatinSign(unsigned char byte)
{
    static const std::bitset<128> signs = [] {
        std::bitset<128> result;
        for (const int sign : {0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0xa0, 0xa1, 0xa3,
                 0xa7, 0xa9, 0xab, 0xae, 0xb0, 0xb1, 0xb2, 0xb3, 0xb5, 0xb7, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf})
            result.set(static_cast<std::size_t>(sign - 0x80));
        return result;
    }();
    return signs[byte - 0x80u];
}

// Octets at the borders of a sample that may belong to a sequence that the border cuts are not to be judged.
Octets withoutCutSequences(const TextSample& sample)
{
    Octets bytes = unsignedBytes(sample);
    if (sample.offset > ByteOffset(0)) {
        for (int i = 0; i < 3 && !bytes.empty() && isUtf8Continuation(bytes.front()); ++i)
            bytes = bytes.subspan(1);
    }
    for (std::size_t tail = 1; !sample.reachesEnd && tail <= 3 && tail <= bytes.size(); ++tail) {
        const unsigned char byte = bytes[bytes.size() - tail];
        if (isUtf8Continuation(byte))
            continue;
        return utf8SizeFromLead(byte) > tail ? bytes.first(bytes.size() - tail) : bytes;
    }
    return bytes;
}

// The end of the bytes from `begin` on that belong to no sequence.
std::size_t brokenEnd(Octets bytes, std::size_t begin)
{
    std::size_t end = begin + 1;
    while (end < bytes.size() && bytes[end] >= 0x80 && utf8Sequence(bytes.subspan(end)).size == 0)
        ++end;
    return end;
}

// True when the broken bytes [begin, end) may well be text: a word, a letter in a word, a sign.
bool maybeText(Octets line, std::size_t begin, std::size_t end)
{
    if (end - begin > 2)
        return true;
    const bool besideLetter
        = (begin > 0 && isAsciiLetter(line[begin - 1])) || (end < line.size() && isAsciiLetter(line[end]));
    return besideLetter || std::ranges::all_of(line.subspan(begin, end - begin), isLatinSign);
}

void judgeLine(Octets line, Utf8Evidence& evidence)
{
    std::size_t sequences = 0;
    std::size_t brokenCharacters = 0; // as an encoding of two bytes a character would count them
    bool otherText = false;
    for (std::size_t i = 0; i < line.size();) {
        if (line[i] < 0x80) {
            evidence.controls += isStrangeControl(line[i]);
            ++i;
            continue;
        }
        if (const Utf8Sequence sequence = utf8Sequence(line.subspan(i)); sequence.size > 0) {
            ++sequences;
            i += sequence.size;
            continue;
        }
        const std::size_t end = brokenEnd(line, i);
        evidence.brokenBytes += end - i;
        brokenCharacters += (end - i + 1) / 2;
        otherText = otherText || maybeText(line, i, end);
        i = end;
    }
    evidence.bytes += line.size();
    if (sequences + brokenCharacters == 0)
        return;
    const bool isAgainst = otherText && sequences <= brokenCharacters;
    ++(isAgainst ? evidence.linesAgainst : evidence.linesFor);
}

} // namespace

Utf8Evidence judgeUtf8(std::span<const TextSample> samples)
{
    Utf8Evidence evidence;
    for (const TextSample& sample : samples) {
        for (Octets rest = withoutCutSequences(sample); !rest.empty();) {
            const Octets most = rest.first(std::min(rest.size(), longestVote));
            const auto newline = static_cast<std::size_t>(std::ranges::find(most, '\n') - most.begin());
            std::size_t size = std::min(newline + 1, most.size());
            // Not through the middle of a sequence.
            while (size < rest.size() && size < most.size() + 3 && isUtf8Continuation(rest[size]))
                ++size;
            judgeLine(rest.first(size), evidence);
            rest = rest.subspan(size);
        }
    }
    return evidence;
}

} // namespace megascope

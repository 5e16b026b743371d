// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/EncodingGuess.h"

#include "core/text/CodePoints.h"
#include "core/text/LegacyProber.h"
#include "core/text/TextDecoder.h"
#include "core/text/Utf8.h"

#include <QChar>
#include <algorithm>
#include <array>

namespace megascope {

namespace {

std::span<const unsigned char> unsignedBytes(const TextSample& sample)
{
    return {reinterpret_cast<const unsigned char*>(sample.bytes.data()), sample.bytes.size()};
}

// --- UTF-8 ---

// Each line votes, and each 256 bytes of a longer one: so a burst of garbage has one vote, as a good line
// has.
struct Utf8Evidence {
    std::size_t bytes = 0;
    std::size_t controls = 0; // control characters that no text has, NUL among them
    std::size_t sequences = 0; // well-formed ones of two bytes and more
    std::size_t broken = 0; // runs of bytes that belong to none
    std::size_t strayLetters
        = 0; // of `broken`: one or two bytes beside an ASCII letter, as a Latin letter stands
    std::size_t votesFor = 0; // lines in which more is well-formed than broken
    std::size_t votesAgainst = 0; // the other lines that hold something broken
};

bool isAsciiLetter(unsigned char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

// Bytes at the borders of a sample that may belong to a sequence that the border cuts.
std::span<const unsigned char> withoutCutSequences(const TextSample& sample)
{
    std::span<const unsigned char> bytes = unsignedBytes(sample);
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
std::size_t brokenEnd(std::span<const unsigned char> bytes, std::size_t begin)
{
    std::size_t end = begin + 1;
    while (end < bytes.size() && bytes[end] >= 0x80 && utf8Sequence(bytes.subspan(end)).size == 0)
        ++end;
    return end;
}

void judgeLine(std::span<const unsigned char> line, Utf8Evidence& evidence)
{
    std::size_t sequences = 0;
    std::size_t brokenCharacters = 0; // as an encoding of two bytes a character would count them
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
        const bool besideLetter
            = (i > 0 && isAsciiLetter(line[i - 1])) || (end < line.size() && isAsciiLetter(line[end]));
        ++evidence.broken;
        evidence.strayLetters += end - i <= 2 && besideLetter;
        brokenCharacters += (end - i + 1) / 2;
        i = end;
    }
    evidence.bytes += line.size();
    evidence.sequences += sequences;
    evidence.votesFor += sequences > brokenCharacters;
    evidence.votesAgainst += brokenCharacters > 0 && sequences <= brokenCharacters;
}

void judgeUtf8(std::span<const unsigned char> bytes, Utf8Evidence& evidence)
{
    constexpr std::size_t longestVote = 256;
    while (!bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), longestVote));
        std::size_t size = static_cast<std::size_t>(std::ranges::find(part, '\n') - part.begin());
        size = std::min(size + 1, part.size());
        // Not through the middle of a sequence.
        while (size < bytes.size() && isUtf8Continuation(bytes[size]) && size < part.size() + 3)
            ++size;
        judgeLine(bytes.first(size), evidence);
        bytes = bytes.subspan(size);
    }
}

// A file that has broken bytes in it is UTF-8 all the same when most of what is not ASCII is well-formed:
// text in another encoding makes a well-formed sequence by accident only. In Latin, Cyrillic and Greek ones
// next to never, in GBK, the worst, for about one character in five. With nothing well-formed to go by,
// broken bytes that do not stand as letters would are not another encoding's.
bool isNearlyUtf8(const Utf8Evidence& evidence)
{
    if (evidence.sequences > 0)
        return evidence.votesFor > evidence.votesAgainst;
    const bool isRare = evidence.broken * 1000 < evidence.bytes;
    return isRare && evidence.strayLetters * 2 < evidence.broken;
}

// --- UTF-16 and UTF-32 ---

struct WideEvidence {
    std::size_t characters = 0;
    std::size_t strange = 0; // invalid, unassigned, private, a control character that no text has
    std::size_t common = 0; // ASCII, and the space and stops of East Asia
    std::size_t asciiPairs = 0; // both bytes would be printable in ASCII
};

bool isStrange(const Character& character)
{
    if (!character.valid || isStrangeControl(character.codePoint))
        return true;
    const QChar::Category category = QChar::category(character.codePoint);
    return category == QChar::Other_NotAssigned || category == QChar::Other_PrivateUse;
}

bool isAsciiPair(char32_t codePoint)
{
    const auto isPrintable = [](char32_t byte) { return (byte >= 0x20 && byte < 0x7f) || byte == '\n'; };
    return codePoint < 0x1'0000 && isPrintable(codePoint >> 8) && isPrintable(codePoint & 0xff);
}

WideEvidence judgeWide(std::span<const TextSample> samples, Encoding encoding)
{
    WideEvidence evidence;
    std::vector<Character> characters;
    for (const TextSample& sample : samples) {
        characters.clear();
        TextDecoder(encoding).decode(sample.bytes, characters);
        for (const Character& character : characters) {
            const char32_t codePoint = character.codePoint;
            const bool isByteOrderMark = codePoint == 0xfeff;
            ++evidence.characters;
            evidence.strange += isStrange(character) && !isByteOrderMark;
            evidence.common += codePoint < 0x7f || (codePoint >= 0x3000 && codePoint <= 0x3002);
            evidence.asciiPairs += isAsciiPair(codePoint);
        }
    }
    return evidence;
}

// Nearly all of it is characters that are in texts; and it is not just ASCII read in pairs, which gives
// Chinese.
bool isText(const WideEvidence& evidence)
{
    return evidence.characters >= 2 && evidence.strange * 50 <= evidence.characters
        && evidence.asciiPairs * 5 <= evidence.characters * 4;
}

// In UTF-16 and UTF-32 one byte in many is a NUL or a control character, whatever the language: NULs in Latin
// text and in every ASCII character, the upper byte of Cyrillic, Greek, Hebrew or Arabic, any lower byte in
// Chinese.
std::optional<Encoding> guessWide(std::span<const TextSample> samples, const Utf8Evidence& bytes)
{
    if (bytes.controls * 50 < bytes.bytes)
        return std::nullopt;
    const auto named = [](std::string_view name) { return Encoding::byName(name).value(); };
    for (const std::array<const char*, 2>& pair :
        {std::array{"UTF-32LE", "UTF-32BE"}, std::array{"UTF-16LE", "UTF-16BE"}}) {
        const WideEvidence little = judgeWide(samples, named(pair[0]));
        const WideEvidence big = judgeWide(samples, named(pair[1]));
        const auto score = [](const WideEvidence& evidence) {
            return static_cast<std::int64_t>(evidence.common)
                - 4 * static_cast<std::int64_t>(evidence.strange);
        };
        const bool bigIsBetter = isText(big) && (!isText(little) || score(big) > score(little));
        if (bigIsBetter || isText(little))
            return named(pair[bigIsBetter]);
    }
    return std::nullopt;
}

} // namespace

std::optional<Encoding> encodingOfByteOrderMark(std::span<const std::byte> front)
{
    // UTF-32LE before UTF-16LE, whose mark it begins with.
    for (const char* name : {"UTF-8", "UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE"}) {
        const Encoding encoding = Encoding::byName(name).value();
        const std::span<const std::byte> mark = encoding.byteOrderMark();
        if (front.size() >= mark.size() && std::ranges::equal(front.first(mark.size()), mark))
            return encoding;
    }
    return std::nullopt;
}

Encoding guessEncoding(std::span<const TextSample> samples)
{
    Utf8Evidence evidence;
    for (const TextSample& sample : samples)
        judgeUtf8(withoutCutSequences(sample), evidence);
    if (evidence.broken == 0 && evidence.controls == 0)
        return Encoding();
    if (const std::optional<Encoding> wide = guessWide(samples, evidence))
        return *wide;
    if (evidence.broken == 0)
        return Encoding();
    if (isNearlyUtf8(evidence))
        return Encoding();
    return probeLegacyEncoding(samples).value_or(Encoding::byName("windows-1252").value());
}

} // namespace megascope

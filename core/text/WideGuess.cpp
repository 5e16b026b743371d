// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/WideGuess.h"

#include "core/text/CodePoints.h"
#include "core/text/TextDecoder.h"

#include <QChar>
#include <algorithm>
#include <cstdint>
#include <vector>

namespace megascope {

namespace {

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

// Of each sample, so much is judged: a few thousand characters in all tell enough.
constexpr std::size_t judgedBytes = 4096;

WideEvidence judgeWide(std::span<const TextSample> samples, Encoding encoding)
{
    WideEvidence evidence;
    std::vector<Character> characters;
    for (const TextSample& sample : samples) {
        characters.clear();
        TextDecoder(encoding).decode(
            std::span(sample.bytes).first(std::min(judgedBytes, sample.bytes.size())), characters);
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

// The better of two byte orders, if it makes text.
std::optional<Encoding> betterOf(
    std::span<const TextSample> samples, std::string_view littleName, std::string_view bigName)
{
    const Encoding littleEndian = Encoding::byName(littleName).value();
    const Encoding bigEndian = Encoding::byName(bigName).value();
    const WideEvidence little = judgeWide(samples, littleEndian);
    const WideEvidence big = judgeWide(samples, bigEndian);
    const auto score = [](const WideEvidence& evidence) {
        return static_cast<std::int64_t>(evidence.common) - 4 * static_cast<std::int64_t>(evidence.strange);
    };
    if (isText(big) && (!isText(little) || score(big) > score(little)))
        return bigEndian;
    return isText(little) ? std::optional(littleEndian) : std::nullopt;
}

} // namespace

std::optional<Encoding> guessWideEncoding(std::span<const TextSample> samples)
{
    if (const std::optional<Encoding> utf32 = betterOf(samples, "UTF-32LE", "UTF-32BE"))
        return utf32;
    return betterOf(samples, "UTF-16LE", "UTF-16BE");
}

} // namespace megascope

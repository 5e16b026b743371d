// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LegacyProber.h"

#include "core/text/TextDecoder.h"

#include <QChar>
#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <unicode/ucsdet.h>
#include <utility>
#include <vector>

namespace megascope {

namespace {

using ByteSpan = std::span<const std::byte>;

// ICU's detector looks at the first 8,000 bytes, in a log perhaps ASCII altogether; so it is given lines that
// hold other bytes, as much of each as fits a line of text. Half of what it would take tells as much in half
// the time.
constexpr std::size_t proberBytes = 4000;
constexpr std::size_t longestLine = 1000;

// Of 100. At 10, the detector says no more than that the bytes are well-formed, and any ten Latin letters may
// be that in a double-byte encoding. Below 25, it does not tell the languages that use Latin letters apart.
constexpr int noConfidence = 10;
constexpr int lowConfidence = 25;

bool isAscii(std::byte byte)
{
    return byte < std::byte{0x80};
}

std::size_t countOf(ByteSpan bytes, std::byte wanted)
{
    return static_cast<std::size_t>(std::ranges::count(bytes, wanted));
}

// What text is made of in every EBCDIC: letters, digits, space, line ends, and the punctuation that all of
// its code pages have at the same places.
constexpr std::array<bool, 256> commonInEbcdic = [] {
    std::array<bool, 256> result{};
    using Range = std::pair<int, int>;
    for (const Range& range : {Range{0x81, 0x89}, Range{0x91, 0x99}, Range{0xa2, 0xa9}, Range{0xc1, 0xc9},
             Range{0xd1, 0xd9}, Range{0xe2, 0xe9}, Range{0xf0, 0xf9}, Range{0x4b, 0x4e}, Range{0x5c, 0x5e},
             Range{0x60, 0x61}, Range{0x6b, 0x6f}, Range{0x7d, 0x7f}})
        std::fill(result.begin() + range.first, result.begin() + range.second + 1, true);
    for (const std::size_t byte : {0x05u, 0x0du, 0x15u, 0x25u, 0x40u, 0x50u, 0x7au})
        result[byte] = true;
    return result;
}();

std::vector<std::byte> linesBeyondAscii(std::span<const TextSample> samples)
{
    std::vector<std::byte> result;
    for (const TextSample& sample : samples) {
        for (ByteSpan rest = sample.bytes; !rest.empty() && result.size() < proberBytes;) {
            const auto newline = std::ranges::find(rest, std::byte{'\n'});
            const auto size = static_cast<std::size_t>(newline - rest.begin()) + (newline != rest.end());
            const ByteSpan line = rest.first(std::min(size, longestLine));
            if (!std::ranges::all_of(line, isAscii))
                result.insert(result.end(), line.begin(), line.end());
            rest = rest.subspan(line.size());
        }
    }
    return result;
}

// Russian in the code page of DOS, which ICU does not look for: nearly all of what is not ASCII is letters,
// which are elsewhere in other encodings, and the six most frequent of them (оеаинт) are at least as frequent
// as in no language that these bytes would be otherwise.
bool isDosCyrillic(ByteSpan bytes)
{
    constexpr std::string_view frequent = "\xae\xa5\xa0\xa8\xad\xe2";
    std::size_t beyondAscii = 0;
    std::size_t letters = 0;
    std::size_t frequentLetters = 0;
    for (const std::byte byte : bytes) {
        const auto code = std::to_integer<unsigned char>(byte);
        beyondAscii += code >= 0x80;
        letters += (code >= 0x80 && code <= 0xaf) || (code >= 0xe0 && code <= 0xf1);
        frequentLetters += frequent.contains(static_cast<char>(code));
    }
    return beyondAscii >= 12 && letters * 100 >= beyondAscii * 97 && frequentLetters * 3 >= beyondAscii;
}

// What is called ISO 8859 on the Internet is the Windows code page that contains it, as browsers take it.
std::optional<Encoding> encodingOfMatch(std::string_view name, int confidence)
{
    const std::optional<Encoding> windows1252 = Encoding::byName("windows-1252");
    const bool isLatin
        = name == "ISO-8859-2" || name == "ISO-8859-9" || name == "windows-1250" || name == "windows-1254";
    if (name == "ISO-8859-1" || (isLatin && confidence < lowConfidence))
        return windows1252;
    if (name == "ISO-8859-9")
        return Encoding::byName("windows-1254");
    const std::optional<Encoding> encoding = Encoding::byName(name);
    const bool isLegacy
        = encoding && encoding->unitSize() == 1 && encoding->family() != Encoding::Family::Utf8;
    return isLegacy ? encoding : std::nullopt;
}

// A guess is worth nothing when the bytes are not well-formed in it, or most of what is not ASCII is not
// letters.
bool makesText(ByteSpan bytes, Encoding encoding)
{
    std::vector<Character> characters;
    TextDecoder(encoding).decode(bytes, characters);
    std::size_t invalid = 0;
    std::size_t beyondAscii = 0;
    std::size_t letters = 0;
    for (const Character& character : characters) {
        invalid += !character.valid;
        beyondAscii += character.codePoint >= 0x80;
        letters += character.valid && character.codePoint >= 0x80
            && (QChar::isLetter(character.codePoint) || QChar::isMark(character.codePoint));
    }
    const bool isWellFormed = invalid * 50 <= characters.size();
    // Latin text may have its quotation marks beyond ASCII, and no letters.
    const bool isLatin = encoding.name() == "windows-1252" || encoding.name() == "windows-1250";
    return isWellFormed && (isLatin || letters * 2 >= beyondAscii);
}

} // namespace

bool isLikelyEbcdic(std::span<const TextSample> samples)
{
    std::size_t all = 0;
    std::size_t common = 0;
    std::size_t spaces = 0;
    std::size_t asciiSpaces = 0;
    for (const TextSample& sample : samples) {
        all += sample.bytes.size();
        common += static_cast<std::size_t>(std::ranges::count_if(sample.bytes,
            [](std::byte byte) { return commonInEbcdic[std::to_integer<unsigned char>(byte)]; }));
        spaces += countOf(sample.bytes, std::byte{0x40});
        asciiSpaces += countOf(sample.bytes, std::byte{' '});
    }
    // Some bytes are its space, and the space of all other encodings is missing.
    return common * 20 >= all * 19 && spaces * 50 >= all && asciiSpaces * 100 <= spaces;
}

std::optional<Encoding> probeLegacyEncoding(std::span<const TextSample> samples)
{
    const std::vector<std::byte> bytes = linesBeyondAscii(samples);
    if (isDosCyrillic(bytes))
        return Encoding::byName("IBM866");
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(
        ucsdet_open(&status), &ucsdet_close);
    const auto size = static_cast<std::int32_t>(bytes.size());
    ucsdet_setText(detector.get(), reinterpret_cast<const char*>(bytes.data()), size, &status);
    std::int32_t count = 0;
    const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &status);
    // Best first.
    for (std::int32_t i = 0; U_SUCCESS(status) && i < count; ++i) {
        const int confidence = ucsdet_getConfidence(matches[i], &status);
        if (confidence <= noConfidence)
            break;
        const std::optional<Encoding> encoding
            = encodingOfMatch(ucsdet_getName(matches[i], &status), confidence);
        if (encoding && makesText(bytes, *encoding))
            return encoding;
    }
    return std::nullopt;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LegacyProber.h"

#include "core/text/TextDecoder.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <unicode/ucsdet.h>
#include <vector>

namespace megascope {

namespace {

// ICU's detector looks at the first 8,000 bytes. In a log that may be ASCII altogether; so it is given lines
// that hold other bytes.
constexpr std::size_t proberBytes = 8000;
constexpr std::size_t longestPart = 1000;

using Bytes = std::span<const std::byte>;

bool isAscii(Bytes bytes)
{
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte < std::byte{0x80}; });
}

// What text is made of in every EBCDIC: letters, digits, space, line ends, and the punctuation that all of
// its code pages have at the same places.
bool isCommonInEbcdic(unsigned char byte)
{
    const int low = byte & 0x0f;
    const bool isSmall = byte >= 0x81 && byte <= 0xa9 && low >= (byte < 0xa0 ? 1 : 2) && low <= 9;
    const bool isCapital = byte >= 0xc1 && byte <= 0xe9 && low >= (byte < 0xe0 ? 1 : 2) && low <= 9;
    const bool isDigit = byte >= 0xf0 && byte <= 0xf9;
    constexpr std::string_view others
        = "\x05\x0d\x15\x25\x40\x4b\x4c\x4d\x4e\x50\x5c\x5d\x5e\x60\x61\x6b\x6c\x6d\x6e\x6f\x7a\x7d\x7e\x7f";
    return isSmall || isCapital || isDigit || others.contains(static_cast<char>(byte));
}

// Nearly all bytes are common in EBCDIC, some are its space, and the space of all other encodings is missing.
bool isEbcdic(std::span<const TextSample> samples)
{
    std::size_t all = 0;
    std::size_t common = 0;
    std::size_t spaces = 0;
    std::size_t asciiSpaces = 0;
    for (const TextSample& sample : samples) {
        all += sample.bytes.size();
        common += static_cast<std::size_t>(std::ranges::count_if(sample.bytes,
            [](std::byte byte) { return isCommonInEbcdic(std::to_integer<unsigned char>(byte)); }));
        spaces += static_cast<std::size_t>(std::ranges::count(sample.bytes, std::byte{0x40}));
        asciiSpaces += static_cast<std::size_t>(std::ranges::count(sample.bytes, std::byte{0x20}));
    }
    return common * 20 >= all * 19 && spaces * 50 >= all && asciiSpaces * 100 <= spaces;
}

std::vector<std::byte> tellingBytes(std::span<const TextSample> samples)
{
    std::vector<std::byte> result;
    for (const TextSample& sample : samples) {
        for (Bytes rest = sample.bytes; !rest.empty() && result.size() < proberBytes;) {
            const auto newline = std::ranges::find(rest, std::byte{'\n'});
            const bool hasNewline = newline != rest.end();
            const auto lineSize = static_cast<std::size_t>(newline - rest.begin()) + hasNewline;
            const Bytes part = rest.first(std::min(lineSize, longestPart));
            if (!isAscii(part))
                result.insert(result.end(), part.begin(), part.end());
            rest = rest.subspan(part.size());
        }
    }
    return result;
}

// What is called ISO 8859 on the Internet is the Windows code page that contains it, as browsers take it.
std::optional<Encoding> encodingOfMatch(std::string_view name)
{
    if (name == "ISO-8859-1")
        return Encoding::byName("windows-1252");
    if (name == "ISO-8859-9")
        return Encoding::byName("windows-1254");
    const std::optional<Encoding> encoding = Encoding::byName(name);
    return encoding && encoding->unitSize() == 1 ? encoding : std::nullopt;
}

// A guess is worth nothing when the bytes are not well-formed in it.
bool decodesCleanly(Bytes bytes, Encoding encoding)
{
    std::vector<Character> characters;
    TextDecoder(encoding).decode(bytes, characters);
    const auto invalid = std::ranges::count(characters, false, &Character::valid);
    return static_cast<std::size_t>(invalid) * 50 <= characters.size();
}

} // namespace

std::optional<Encoding> probeLegacyEncoding(std::span<const TextSample> samples)
{
    if (isEbcdic(samples))
        return Encoding::byName("IBM037");
    const std::vector<std::byte> bytes = tellingBytes(samples);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(
        ucsdet_open(&status), &ucsdet_close);
    ucsdet_setText(
        detector.get(), reinterpret_cast<const char*>(bytes.data()), static_cast<int>(bytes.size()), &status);
    int count = 0;
    const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &count, &status);
    if (U_FAILURE(status))
        return std::nullopt;
    // Best first.
    for (int i = 0; i < count; ++i) {
        const char* name = ucsdet_getName(matches[i], &status);
        const std::optional<Encoding> encoding = U_SUCCESS(status) ? encodingOfMatch(name) : std::nullopt;
        if (encoding && encoding->family() != Encoding::Family::Utf8 && decodesCleanly(bytes, *encoding))
            return encoding;
    }
    return std::nullopt;
}

} // namespace megascope

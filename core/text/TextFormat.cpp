// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TextFormat.h"

#include "core/text/CodePoints.h"
#include "core/text/EncodingGuess.h"
#include "core/text/NewlineSearch.h"
#include "core/text/TextDecoder.h"
#include "core/text/TextSample.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace megascope {

namespace {

constexpr std::uint8_t ebcdicLineFeed = 0x25;

struct LineEndCounts {
    std::size_t lf = 0;
    std::size_t crLf = 0;
    std::size_t cr = 0;

    [[nodiscard]] bool any() const { return lf + crLf + cr > 0; }
    [[nodiscard]] bool hasNewline() const { return lf + crLf > 0; }
};

// Calls visit(index) for every newline in `bytes`.
template <class Visit>
void forEachNewline(std::span<const std::byte> bytes, NewlineCode newline, Visit visit)
{
    for (std::size_t begin = 0; const auto found = firstNewline(bytes.subspan(begin), newline);) {
        visit(begin + *found);
        begin += *found + newline.unitSize;
    }
}

void countLineEnds(const TextSample& sample, NewlineCode newline, LineEndCounts& counts)
{
    const std::span<const std::byte> bytes = sample.bytes;
    const std::size_t unit = newline.unitSize;
    NewlineCode carriageReturns = newline;
    carriageReturns.value = carriageReturn;
    forEachNewline(bytes, newline, [&](std::size_t at) {
        // What precedes the first code unit of a sample is not known.
        if (at < unit && sample.offset > ByteOffset(0))
            return;
        const bool isPair = at >= unit && beginsWithCarriageReturn(bytes.subspan(at - unit), newline);
        ++(isPair ? counts.crLf : counts.lf);
    });
    forEachNewline(bytes, carriageReturns, [&](std::size_t at) {
        // What follows the last code unit of a sample is not known.
        const std::span<const std::byte> behind = bytes.subspan(at + unit);
        counts.cr += behind.size() >= unit && !beginsWithNewline(behind, newline);
    });
}

LineEndCounts countLineEnds(std::span<const TextSample> samples, NewlineCode newline)
{
    LineEndCounts counts;
    for (const TextSample& sample : samples)
        countLineEnds(sample, newline, counts);
    return counts;
}

LineEnding lineEnding(const LineEndCounts& counts)
{
    const int kinds = (counts.lf > 0) + (counts.crLf > 0) + (counts.cr > 0);
    if (kinds != 1)
        return kinds == 0 ? LineEnding::None : LineEnding::Mixed;
    if (counts.lf > 0)
        return LineEnding::Lf;
    return counts.crLf > 0 ? LineEnding::CrLf : LineEnding::Cr;
}

void findLineEnds(std::span<const TextSample> samples, TextFormat& format)
{
    format.newline = format.encoding.newline();
    LineEndCounts counts = countLineEnds(samples, format.newline);
    if (format.newline.value == ebcdicNewline && !counts.hasNewline()) {
        NewlineCode asLineFeed = format.newline;
        asLineFeed.value = ebcdicLineFeed;
        if (const LineEndCounts other = countLineEnds(samples, asLineFeed); other.hasNewline()) {
            format.newline = asLineFeed;
            counts = other;
        }
    }
    format.lineEnding = lineEnding(counts);
    if (counts.cr > 0 && !counts.hasNewline())
        format.newline.value = carriageReturn;
}

// What is in a text, and how often there are runs of what is in none: a run of NULs in a log that was cut
// short, or some broken bytes, make no binary file.
struct Oddities {
    std::size_t characters = 0; // that are no NULs
    std::size_t nuls = 0;
    std::size_t nulRuns = 0;
    std::size_t controlRuns = 0;
    std::size_t invalidRuns = 0;
};

void countOddities(std::span<const Character> characters, Oddities& oddities)
{
    enum class Kind { Text, Nul, Control, Invalid };
    const auto kindOf = [](const Character& character) {
        if (!character.valid)
            return Kind::Invalid;
        if (character.codePoint == 0)
            return Kind::Nul;
        return isStrangeControl(character.codePoint) ? Kind::Control : Kind::Text;
    };
    Kind before = Kind::Text;
    for (const Character& character : characters) {
        const Kind kind = kindOf(character);
        ++(kind == Kind::Nul ? oddities.nuls : oddities.characters);
        if (kind == before)
            continue;
        oddities.nulRuns += kind == Kind::Nul;
        oddities.controlRuns += kind == Kind::Control;
        oddities.invalidRuns += kind == Kind::Invalid;
        before = kind;
    }
}

bool looksBinary(std::span<const TextSample> samples, Encoding encoding, LineEnding lineEnding)
{
    Oddities oddities;
    const TextDecoder decoder(encoding);
    std::vector<Character> characters;
    for (const TextSample& sample : samples) {
        characters.clear();
        decoder.decode(sample.bytes, characters);
        countOddities(characters, oddities);
    }
    // Compressed and encrypted data, executables and images have a NUL every 256 bytes and more.
    if (oddities.nulRuns * 512 > oddities.characters)
        return true;
    // A few letters before many NULs name a format; a log that was cut short has lines.
    if (oddities.nuls > oddities.characters && lineEnding == LineEnding::None)
        return true;
    // Well-formed Unicode is text, whatever controls it uses to tell its records apart. Of random bytes, one
    // in sixteen is a strange control, and others are invalid.
    const bool isUnicode = encoding.family() != Encoding::Family::SingleByte
        && encoding.family() != Encoding::Family::MultiByte;
    const bool isWellFormed = isUnicode && oddities.invalidRuns == 0;
    return !isWellFormed && (oddities.controlRuns + oddities.invalidRuns) * 32 > oddities.characters;
}

TextFormat formatOf(const Snapshot& snapshot, std::span<const TextSample> samples, Encoding encoding)
{
    TextFormat format;
    format.encoding = encoding;
    findLineEnds(samples, format);
    // A file that is one hole has no bytes that tell anything, but it is not text.
    format.isBinary = samples.empty() ? snapshot.size() > ByteCount(0)
                                      : looksBinary(samples, encoding, format.lineEnding);
    return format;
}

std::optional<Encoding> markedEncoding(std::span<const TextSample> samples)
{
    if (samples.empty() || samples.front().offset != ByteOffset(0))
        return std::nullopt;
    return encodingOfByteOrderMark(samples.front().bytes);
}

} // namespace

TextFormat detectTextFormat(const Snapshot& snapshot)
{
    const std::vector<TextSample> samples = takeTextSamples(snapshot);
    const std::optional<Encoding> marked = markedEncoding(samples);
    TextFormat format = formatOf(snapshot, samples, marked ? *marked : guessEncoding(samples));
    format.hasByteOrderMark = marked.has_value();
    return format;
}

TextFormat detectTextFormat(const Snapshot& snapshot, Encoding encoding)
{
    const std::vector<TextSample> samples = takeTextSamples(snapshot);
    TextFormat format = formatOf(snapshot, samples, encoding);
    format.hasByteOrderMark = markedEncoding(samples) == encoding;
    return format;
}

ByteOffset textBegin(const Snapshot& snapshot, Encoding encoding)
{
    const std::span<const std::byte> mark = encoding.byteOrderMark();
    std::array<std::byte, 4> front = {};
    const auto read = std::span(front).first(mark.size());
    if (mark.empty() || snapshot.size() < ByteCount(std::ssize(mark))
        || !snapshot.read(ByteOffset(0), read).empty() || !std::ranges::equal(read, mark))
        return ByteOffset(0);
    return ByteOffset(std::ssize(mark));
}

} // namespace megascope

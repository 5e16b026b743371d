// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/SequenceCuts.h"

#include "core/text/TextDecoder.h"

#include <algorithm>

namespace megascope {

namespace {

constexpr ByteCount reachAround(static_cast<std::int64_t>(AnsiReader::longestCommand));
constexpr ByteCount probed = kibibytes(64);

std::vector<std::byte> bytesIn(const Snapshot& snapshot, const ByteRange& range)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(range.count().value()));
    (void)snapshot.read(range.begin(), bytes); // what is missing is zero, and of no sequence
    return bytes;
}

// The sequence that lies across a border.
struct Across {
    std::size_t before = 0; // bytes
    std::size_t behind = 0;
    AnsiReader reader;
};

Across sequenceAcross(const Snapshot& snapshot, ByteOffset border)
{
    const ByteRange around = ByteRange(
        std::max(border - reachAround, ByteOffset(0)), std::min(border + reachAround, snapshot.end()));
    const std::vector<std::byte> bytes = bytesIn(snapshot, around);
    const auto middle = static_cast<std::size_t>((border - around.begin()).value());
    AnsiReader reader;
    for (std::size_t at = 0; at < middle; ++at) {
        if (bytes[at] != std::byte(AnsiReader::escape))
            continue;
        const std::size_t size = reader.read(std::span(bytes).subspan(at));
        if (at + size > middle)
            return {middle - at, at + size - middle, reader};
        at += std::max<std::size_t>(size, 1) - 1;
    }
    return {};
}

} // namespace

bool isAsciiItself(Encoding encoding)
{
    return encoding.isAsciiCompatible() && encoding.unitSize() == 1
        && encoding.family() != Encoding::Family::MultiByte;
}

SequenceCuts sequenceCuts(const Snapshot& snapshot, const Segment& segment, Encoding encoding)
{
    SequenceCuts cuts;
    if (!isAsciiItself(encoding))
        return cuts;
    if (!segment.beginsLine) {
        Across across = sequenceAcross(snapshot, segment.range.begin());
        cuts.atBegin = across.behind;
        cuts.begun = std::move(across.reader);
    }
    if (!segment.endsLine)
        cuts.atEnd = sequenceAcross(snapshot, segment.range.end()).before;
    return cuts;
}

bool beginsWithSequences(const Snapshot& snapshot, Encoding encoding)
{
    const std::vector<std::byte> bytes
        = bytesIn(snapshot, ByteRange(ByteOffset(0), std::min(snapshot.end(), ByteOffset(0) + probed)));
    AnsiReader reader;
    if (isAsciiItself(encoding)) {
        for (auto at = bytes.begin(); at != bytes.end(); ++at) {
            at = std::ranges::find(at, bytes.end(), std::byte(AnsiReader::escape));
            if (at == bytes.end())
                return false;
            if (reader.read(std::span(at, bytes.end())) > 0)
                return true;
        }
        return false;
    }
    std::vector<Character> characters;
    TextDecoder(encoding).decode(bytes, characters);
    for (std::size_t i = 0; i < characters.size(); ++i) {
        if (characters[i].codePoint == AnsiReader::escape
            && reader.read(characters.size() - i, [&](std::size_t n) { return characters[i + n].codePoint; })
                > 0)
            return true;
    }
    return false;
}

} // namespace megascope

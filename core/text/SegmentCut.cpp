// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/SegmentCut.h"

#include "core/text/TextDecoder.h"

#include <QString>
#include <QTextBoundaryFinder>
#include <algorithm>
#include <array>
#include <vector>

namespace megascope {

namespace {

// Graphemes are told apart from here on: farther back than any grapheme that people write reaches.
constexpr ByteCount graphemeContext(256);
// And characters from here on: multi-byte text without a single ASCII character is rarely longer.
constexpr ByteCount characterContext(1280);
constexpr ByteCount lookAhead(256);
// The longest character of any encoding, so that one that begins within the look-ahead is whole.
constexpr ByteCount longestCharacter(4);

// A text of UTF-16 and, for each of its units, the character it belongs to.
struct Slice {
    QString text;
    std::vector<std::uint32_t> begins; // of characters, in bytes, by unit; and the end of the last
};

Slice sliceOf(const std::vector<Character>& characters)
{
    Slice slice;
    for (const Character& character : characters) {
        // A byte that spells nothing stands for itself: nothing joins it, as nothing joins a control
        // character.
        const char32_t codePoint = character.valid ? character.codePoint : U'\1';
        for (const char16_t unit : QChar::fromUcs4(codePoint)) {
            slice.text += QChar(unit);
            slice.begins.push_back(character.begin);
        }
    }
    if (!characters.empty())
        slice.begins.push_back(characters.back().begin + characters.back().size);
    return slice;
}

} // namespace

ByteOffset graphemeBorder(const Snapshot& snapshot, Encoding encoding, ByteOffset place)
{
    const ByteOffset zero(0);
    const ByteOffset readBegin = place - std::min(characterContext, place - zero);
    const ByteOffset sliceBegin = place - std::min(graphemeContext, place - zero);
    const ByteOffset readEnd = place + std::min(lookAhead + longestCharacter, snapshot.end() - place);

    std::array<std::byte, static_cast<std::size_t>((characterContext + lookAhead + longestCharacter).value())>
        room;
    const std::span<std::byte> bytes(room.data(), static_cast<std::size_t>((readEnd - readBegin).value()));
    (void)snapshot.read(readBegin, bytes);

    const auto indexOf
        = [&](ByteOffset offset) { return static_cast<std::size_t>((offset - readBegin).value()); };
    const std::size_t begin = characterBegin(encoding, bytes, indexOf(sliceBegin), readBegin.value());
    std::vector<Character> characters;
    TextDecoder(encoding).decode(bytes.subspan(begin), characters);
    const Slice slice = sliceOf(characters);

    const auto wanted = indexOf(place) - begin;
    const auto first = std::ranges::lower_bound(slice.begins, wanted);
    if (first == slice.begins.end())
        return place;
    const auto offsetOf = [&](std::uint32_t index) {
        return readBegin + ByteCount(static_cast<std::int64_t>(begin + index));
    };
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, slice.text);
    finder.setPosition(first - slice.begins.begin());
    if (!finder.isAtBoundary())
        finder.toNextBoundary();
    const qsizetype border = finder.position();
    if (border < 0)
        return offsetOf(*first);
    const ByteOffset found = offsetOf(slice.begins[static_cast<std::size_t>(border)]);
    return found - place <= lookAhead ? found : offsetOf(*first);
}

} // namespace megascope

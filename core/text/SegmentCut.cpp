// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/SegmentCut.h"

#include "core/text/MultiByteTable.h"
#include "core/text/TextDecoder.h"

#include <QChar>
#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unicode/ubrk.h>
#include <vector>

namespace megascope {

namespace {

// How far to look back at first; when that tells nothing, cutContext.
constexpr ByteCount nearContext(256);

// The bytes around a place, and what characters they spell.
class Context {
public:
    Context(const PlacedBytes& around, Encoding encoding, ByteOffset place, ByteCount before)
    {
        const ByteOffset end = around.begin + ByteCount(std::ssize(around.bytes));
        m_begin = place - std::min(before, place - around.begin);
        m_place = static_cast<std::uint32_t>((place - m_begin).value());
        const ByteOffset to = place + std::min(cutReach + longestCharacter, end - place);
        m_bytes = around.bytes.subspan(static_cast<std::size_t>((m_begin - around.begin).value()),
            static_cast<std::size_t>((to - m_begin).value()));
        const std::optional<std::size_t> first = firstCharacter(encoding);
        m_isSure = first.has_value();
        decode(encoding, first.value_or(0));
    }

    // In the order of the file; `begin` is an index for offsetOf().
    [[nodiscard]] const std::vector<Character>& characters() const { return m_characters; }
    [[nodiscard]] std::uint32_t place() const { return m_place; }
    [[nodiscard]] ByteOffset offsetOf(std::uint32_t index) const { return m_begin + ByteCount(index); }
    // True when these are the characters for certain, and not merely if one began at the first byte.
    [[nodiscard]] bool isSure() const { return m_isSure; }

private:
    // Where a character begins for certain, as far in front as can be told.
    [[nodiscard]] std::optional<std::size_t> firstCharacter(Encoding encoding) const
    {
        if (m_begin == ByteOffset(0))
            return 0;
        if (encoding.family() != Encoding::Family::MultiByte) {
            const std::size_t reach = static_cast<std::size_t>(longestCharacter.value());
            return characterBegin(encoding, m_bytes, std::min(reach, m_bytes.size()), m_begin.value());
        }
        const MultiByteTable& table = multiByteTable(encoding);
        const auto joins = [&](std::byte before, std::byte after) {
            return table.canJoin(
                std::to_integer<unsigned char>(before), std::to_integer<unsigned char>(after));
        };
        const auto context = m_bytes.first(std::min<std::size_t>(m_place + 1, m_bytes.size()));
        const auto sure = std::ranges::adjacent_find(context, std::not_fn(joins));
        if (sure == context.end())
            return std::nullopt;
        return static_cast<std::size_t>(sure - context.begin()) + 1;
    }

    void decode(Encoding encoding, std::size_t first)
    {
        TextDecoder(encoding).decode(m_bytes.subspan(first), m_characters);
        for (Character& character : m_characters)
            character.begin += static_cast<std::uint32_t>(first);
    }

    ByteOffset m_begin;
    std::uint32_t m_place = 0; // in bytes, from m_begin
    bool m_isSure = false;
    std::span<const std::byte> m_bytes;
    std::vector<Character> m_characters;
};

// True when what comes behind this character joins it, or not, whatever came before it. Not so for marks and
// joiners, which are part of what began before, and for the letters of flags, which are taken in pairs.
bool startsAfresh(const Character& character)
{
    const char32_t codePoint = character.codePoint;
    const bool isFlagLetter = codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff;
    const bool isSkinTone = codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
    const bool isVoicingMark = codePoint == 0xff9e || codePoint == 0xff9f;
    if (!character.valid)
        return true;
    return !isFlagLetter && !isSkinTone && !isVoicingMark && !QChar::isMark(codePoint)
        && QChar::category(codePoint) != QChar::Other_Format;
}

// Text in UTF-16 and, for each of its units, and its end, where in the bytes its character begins.
struct Slice {
    std::u16string text;
    std::vector<std::uint32_t> begins;
};

Slice sliceOf(std::span<const Character> characters)
{
    Slice slice;
    for (const Character& character : characters) {
        // A byte that spells nothing stands alone: nothing joins it, as nothing joins a control character.
        const char32_t codePoint = character.valid ? character.codePoint : U'\1';
        for (const char16_t unit : QChar::fromUcs4(codePoint)) {
            slice.text += unit;
            slice.begins.push_back(character.begin);
        }
    }
    slice.begins.push_back(characters.empty() ? 0 : characters.back().begin + characters.back().size);
    return slice;
}

// The first border between graphemes at or after the unit `from`. ICU's, since Qt's loses its way behind some
// Indic clusters and then cuts through surrogate pairs (seen in 6.8.2).
std::size_t graphemeBorderIn(std::u16string_view text, std::size_t from)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> iterator(
        ubrk_open(UBRK_CHARACTER, "", text.data(), static_cast<std::int32_t>(text.size()), &status),
        &ubrk_close);
    if (U_FAILURE(status) || ubrk_isBoundary(iterator.get(), static_cast<std::int32_t>(from)))
        return from;
    const std::int32_t border = ubrk_following(iterator.get(), static_cast<std::int32_t>(from));
    return border == UBRK_DONE ? text.size() : static_cast<std::size_t>(border);
}

// True when no rule joins this character to a neighbour of its kind.
bool isPlain(const Character& character)
{
    return character.valid && character.codePoint >= 0x20 && character.codePoint < 0x7f;
}

// The border in `context`; nothing when it depends on what was before it.
std::optional<ByteOffset> borderIn(const Context& context, bool guess)
{
    const std::span<const Character> characters = context.characters();
    const auto behind = std::ranges::lower_bound(characters, context.place(), {}, &Character::begin);
    const auto before = std::span(characters.begin(), behind);
    const auto anchor = std::ranges::find_last_if(before, startsAfresh);
    const bool isSure = context.isSure() && !anchor.empty();
    if (!isSure && !guess)
        return std::nullopt;
    if (!before.empty() && behind != characters.end() && isPlain(before.back()) && isPlain(*behind))
        return context.offsetOf(behind->begin);

    const Slice slice = sliceOf(anchor.empty() ? characters : std::span(anchor.begin(), characters.end()));
    const auto first = std::ranges::lower_bound(slice.begins, context.place());
    if (first == slice.begins.end())
        return context.offsetOf(context.place());
    const std::size_t border
        = graphemeBorderIn(slice.text, static_cast<std::size_t>(first - slice.begins.begin()));
    const std::uint32_t found = slice.begins[border];
    const bool isNear = found - context.place() <= static_cast<std::uint32_t>(cutReach.value());
    return context.offsetOf(isNear ? found : *first);
}

} // namespace

ByteOffset graphemeBorder(const PlacedBytes& around, Encoding encoding, ByteOffset place)
{
    if (const auto border = borderIn(Context(around, encoding, place, nearContext), false))
        return *border;
    return *borderIn(Context(around, encoding, place, cutContext), true);
}

} // namespace megascope

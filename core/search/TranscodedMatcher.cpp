// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/TranscodedMatcher.h"

#include "core/text/TextDecoder.h"

#include <algorithm>
#include <cassert>

namespace megascope {
namespace {

// In front of a piece, so that characters are told apart rightly; see characterBegin().
constexpr std::size_t context = 512;
constexpr std::size_t pieceSize = 1024 * 1024;
// Stands for bytes that spell nothing: a byte that no UTF-8 holds.
constexpr std::uint8_t nothing = 0xff;

void appendUtf8(char32_t codePoint, std::vector<std::uint8_t>& out)
{
    const auto put = [&](char32_t value) { out.push_back(static_cast<std::uint8_t>(value)); };
    if (codePoint < 0x80) {
        put(codePoint);
        return;
    }
    if (codePoint < 0x800) {
        put(0xc0 | codePoint >> 6);
    } else {
        if (codePoint < 0x10000) {
            put(0xe0 | codePoint >> 12);
        } else {
            put(0xf0 | codePoint >> 18);
            put(0x80 | (codePoint >> 12 & 0x3f));
        }
        put(0x80 | (codePoint >> 6 & 0x3f));
    }
    put(0x80 | (codePoint & 0x3f));
}

} // namespace

class TranscodedMatcher::Finder final : public MatchFinder {
public:
    Finder(const TranscodedMatcher& matcher, std::unique_ptr<MatchFinder> finder)
        : m_matcher(matcher)
        , m_decoder(matcher.m_encoding)
        , m_finder(std::move(finder))
    {
    }

    std::expected<void, SearchTrouble> find(
        const SearchText& text, const std::stop_token& stop, std::vector<MatchSpan>& found) override
    {
        std::size_t at = text.from;
        while (at < text.until) {
            const std::size_t end = std::min(text.until, at + pieceSize);
            const auto next = findInPiece(text, at, end, stop, found);
            if (!next)
                return std::unexpected(next.error());
            at = *next;
        }
        return {};
    }

private:
    // Finds what begins in [from, until); returns where to go on.
    std::expected<std::size_t, SearchTrouble> findInPiece(const SearchText& text, std::size_t from,
        std::size_t until, const std::stop_token& stop, std::vector<MatchSpan>& found)
    {
        const std::size_t begin = beginOfCharacter(text, from - std::min(from, m_matcher.reachBehind()));
        if (begin >= until)
            return until;
        const std::size_t end = std::min(text.bytes.size(), until + m_matcher.reachAhead());
        decode(text.bytes.subspan(begin, end - begin));
        const SearchText spelled{
            .bytes = std::as_bytes(std::span(m_utf8)),
            .offset = ByteOffset(0),
            .from = indexOf(from - std::min(from, begin)),
            .until = indexOf(until - begin),
            .endsText = text.endsText && end == text.bytes.size(),
        };
        m_spans.clear();
        std::expected<void, SearchTrouble> searched = m_finder->find(spelled, stop, m_spans);
        for (const MatchSpan& span : m_spans) {
            const std::size_t first = placeOf(span.begin);
            found.push_back({static_cast<std::uint32_t>(begin + first),
                static_cast<std::uint32_t>(placeOf(span.end()) - first)});
        }
        if (!searched) {
            searched.error().at = begin + placeOf(searched.error().at);
            return std::unexpected(searched.error());
        }
        return m_spans.empty() ? until : std::max<std::size_t>(until, found.back().end());
    }

    // Where a character begins: at that index, before it, or, where the text begins inside of a code unit,
    // behind it.
    [[nodiscard]] std::size_t beginOfCharacter(const SearchText& text, std::size_t at) const
    {
        const auto offsetOf
            = [&](std::size_t index) { return text.offset.value() + static_cast<std::int64_t>(index); };
        const std::size_t begin = at > context ? at - context : 0;
        const std::size_t end = std::min(text.bytes.size(), at + 8);
        if (at == end)
            return at;
        const Encoding encoding = m_matcher.m_encoding;
        const std::size_t found = begin
            + characterBegin(encoding, text.bytes.subspan(begin, end - begin), at - begin, offsetOf(begin));
        const std::int64_t unit = encoding.unitSize();
        return found + static_cast<std::size_t>((unit - offsetOf(found) % unit) % unit);
    }

    // Fills m_utf8 and the two lists of places, by which one is found from the other.
    void decode(std::span<const std::byte> bytes)
    {
        m_characters.clear();
        m_decoder.decode(bytes, m_characters);
        m_utf8.clear();
        m_indices.clear();
        for (const Character& character : m_characters) {
            m_indices.push_back(static_cast<std::uint32_t>(m_utf8.size()));
            if (character.valid)
                appendUtf8(character.codePoint, m_utf8);
            else
                m_utf8.push_back(nothing);
        }
        m_end = static_cast<std::uint32_t>(bytes.size());
    }

    // The index in m_utf8 of the first character that begins at `place` or behind it.
    [[nodiscard]] std::size_t indexOf(std::size_t place) const
    {
        const auto at = std::ranges::lower_bound(m_characters, place, {}, &Character::begin);
        return at == m_characters.end() ? m_utf8.size()
                                        : m_indices[static_cast<std::size_t>(at - m_characters.begin())];
    }

    // Where the character stands that `index` of m_utf8 is in.
    [[nodiscard]] std::size_t placeOf(std::size_t index) const
    {
        if (index >= m_utf8.size())
            return m_end;
        const auto behind = std::ranges::upper_bound(m_indices, index);
        return m_characters[static_cast<std::size_t>(behind - m_indices.begin()) - 1].begin;
    }

    const TranscodedMatcher& m_matcher;
    const TextDecoder m_decoder;
    const std::unique_ptr<MatchFinder> m_finder;

    // Of the present piece.
    std::vector<Character> m_characters;
    std::vector<std::uint8_t> m_utf8;
    std::vector<std::uint32_t> m_indices; // of each character in m_utf8
    std::uint32_t m_end = 0; // the size of the piece in bytes
    std::vector<MatchSpan> m_spans;
};

TranscodedMatcher::TranscodedMatcher(std::shared_ptr<const Matcher> matcher, Encoding encoding)
    : m_matcher(std::move(matcher))
    , m_encoding(encoding)
{
    assert(m_matcher);
}

// A byte of UTF-8 can come from a whole character of the encoding.
std::size_t TranscodedMatcher::reachBehind() const
{
    return context + m_matcher->reachBehind() * static_cast<std::size_t>(m_encoding.maxCharacterSize());
}

std::size_t TranscodedMatcher::reachAhead() const
{
    return m_matcher->reachAhead();
}

std::optional<std::byte> TranscodedMatcher::border() const
{
    const bool isByte = m_encoding.family() == Encoding::Family::SingleByte && m_encoding.isAsciiCompatible();
    return isByte ? m_matcher->border() : std::nullopt;
}

std::unique_ptr<MatchFinder> TranscodedMatcher::makeFinder() const
{
    std::unique_ptr<MatchFinder> finder = m_matcher->makeFinder();
    return finder ? std::make_unique<Finder>(*this, std::move(finder)) : nullptr;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/TranscodedMatcher.h"

#include "core/search/TranscodedText.h"

#include <algorithm>
#include <cassert>

namespace megascope {
namespace {

constexpr std::size_t pieceSize = 1024 * 1024;

} // namespace

class TranscodedMatcher::Finder final : public MatchFinder {
public:
    Finder(const TranscodedMatcher& matcher, std::unique_ptr<MatchFinder> finder)
        : m_matcher(matcher)
        , m_text(matcher.m_encoding)
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
        const std::size_t begin = m_text.beginOfCharacter(
            text.bytes, text.offset, from - std::min(from, m_matcher.reachBehind()));
        if (begin >= until)
            return until;
        const std::size_t end = std::min(text.bytes.size(), until + m_matcher.reachAhead());
        m_text.decode(text.bytes.subspan(begin, end - begin));
        const SearchText spelled{
            .bytes = m_text.utf8(),
            .offset = ByteOffset(0),
            .from = m_text.indexOf(from - std::min(from, begin)),
            .until = m_text.indexOf(until - begin),
            .endsText = text.endsText && end == text.bytes.size(),
        };
        m_spans.clear();
        std::expected<void, SearchTrouble> searched = m_finder->find(spelled, stop, m_spans);
        for (const MatchSpan& span : m_spans) {
            const std::size_t first = m_text.placeOf(span.begin);
            found.push_back({static_cast<std::uint32_t>(begin + first),
                static_cast<std::uint32_t>(m_text.placeOf(span.end()) - first)});
        }
        if (!searched) {
            searched.error().at = begin + m_text.placeOf(searched.error().at);
            return std::unexpected(searched.error());
        }
        return m_spans.empty() ? until : std::max<std::size_t>(until, found.back().end());
    }

    const TranscodedMatcher& m_matcher;
    TranscodedText m_text; // the present piece
    const std::unique_ptr<MatchFinder> m_finder;
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
    return TranscodedText::context
        + m_matcher->reachBehind() * static_cast<std::size_t>(m_encoding.maxCharacterSize());
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

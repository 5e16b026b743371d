// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/LiteralMatcher.h"

#include "core/text/TextDecoder.h"

#include <algorithm>
#include <cassert>

namespace megascope {
namespace {

// What characterBegin() is given in front of a place in a multi-byte encoding.
constexpr std::size_t multiByteContext = 512;
// Between two looks at the stop token.
constexpr std::size_t stride = 1 << 20;

// A character of UTF-8 or of one byte cannot begin inside of another.
bool tellsItself(Encoding encoding)
{
    return encoding.family() == Encoding::Family::Utf8 || encoding.family() == Encoding::Family::SingleByte;
}

} // namespace

class LiteralMatcher::Finder final : public MatchFinder {
public:
    explicit Finder(const LiteralMatcher& matcher)
        : m_matcher(matcher)
    {
    }

    std::expected<void, SearchTrouble> find(
        const SearchText& text, const std::stop_token& stop, std::vector<MatchSpan>& found) override
    {
        const std::size_t size = m_matcher.m_literal.longest();
        std::size_t at = text.from;
        while (at < text.until) {
            if (stop.stop_requested())
                return std::unexpected(SearchTrouble{});
            const std::size_t partEnd = text.until - at > stride ? at + stride : text.until;
            while (at < partEnd) {
                at = m_matcher.m_literal.find(text.bytes, at, partEnd);
                if (at == partEnd)
                    break;
                if (!m_matcher.beginsCharacter(text, at)) {
                    ++at;
                    continue;
                }
                found.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(size)});
                at += size;
            }
        }
        return {};
    }

private:
    const LiteralMatcher& m_matcher;
};

LiteralMatcher::LiteralMatcher(std::span<const std::byte> bytes, std::optional<Encoding> encoding)
    : m_literal({std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())}, false)
    , m_encoding(encoding && tellsItself(*encoding) ? std::nullopt : encoding)
{
    assert(!bytes.empty());
}

std::size_t LiteralMatcher::reachBehind() const
{
    return m_encoding && m_encoding->family() == Encoding::Family::MultiByte ? multiByteContext : 0;
}

std::unique_ptr<MatchFinder> LiteralMatcher::makeFinder() const
{
    return std::make_unique<Finder>(*this);
}

bool LiteralMatcher::beginsCharacter(const SearchText& text, std::size_t at) const
{
    if (!m_encoding)
        return true;
    if (m_encoding->family() != Encoding::Family::MultiByte)
        return (text.offset.value() + static_cast<std::int64_t>(at)) % m_encoding->unitSize() == 0;
    const std::size_t begin = at > multiByteContext ? at - multiByteContext : 0;
    const std::size_t end
        = std::min(text.bytes.size(), at + static_cast<std::size_t>(m_encoding->maxCharacterSize()));
    return begin
        + characterBegin(*m_encoding, text.bytes.subspan(begin, end - begin), at - begin,
            text.offset.value() + static_cast<std::int64_t>(begin))
        == at;
}

} // namespace megascope

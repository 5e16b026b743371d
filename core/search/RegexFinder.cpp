// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/RegexFinder.h"

#include "core/text/Utf8.h"

#include <algorithm>
#include <cstring>

namespace megascope {
namespace {

// Steps that PCRE2 may take from one begin of a match: some 10 ms.
constexpr std::uint32_t stepLimit = 2'000'000;
constexpr std::size_t firstStackSize = 32 * 1024;
constexpr std::size_t largestStackSize = 8 * 1024 * 1024;
// Begins of matches that are tried between two looks at the stop token.
constexpr std::size_t mostAtOnce = 64 * 1024;
constexpr std::size_t fewestAtOnce = 16;
constexpr std::chrono::milliseconds longAtOnce(10);
// Bytes that are looked through for a literal between two looks at the stop token.
constexpr std::size_t mostScanned = 1 << 20;
// So many begins of matches are tried sooner than a line's begin is looked for.
constexpr std::size_t fewBefore = 32;
// So many bytes behind a literal are looked through for another.
constexpr std::size_t farthestLook = 4096;
// Texts from this size on tell something about speed.
constexpr std::size_t worthTiming = 64 * 1024;
// All ways are tried again each so many bytes.
constexpr std::size_t bytesBetweenTrials = 64 * 1024 * 1024;

// The index, or, inside of a character of UTF-8, the one behind that: no match begins there.
std::size_t notInsideCharacter(std::span<const std::byte> bytes, std::size_t at)
{
    const auto* const text = reinterpret_cast<const unsigned char*>(bytes.data());
    if (at >= bytes.size() || !isUtf8Continuation(text[at]))
        return at;
    for (std::size_t back = 1; back <= std::min<std::size_t>(at, 3); ++back) {
        if (isUtf8Continuation(text[at - back]))
            continue;
        const std::size_t size
            = text[at - back] < 0x80 ? 1 : utf8Sequence(text + (at - back), bytes.size() - (at - back)).size;
        return size > back ? at - back + size : at;
    }
    return at;
}

} // namespace

std::unique_ptr<RegexFinder> RegexFinder::make(const RegexMatcher& matcher)
{
    std::unique_ptr<RegexFinder> finder(new RegexFinder(matcher));
    finder->m_context = pcre2_match_context_create(nullptr);
    finder->m_data = pcre2_match_data_create_from_pattern(matcher.m_code, nullptr);
    finder->m_stack = pcre2_jit_stack_create(firstStackSize, largestStackSize, nullptr);
    if (finder->m_context == nullptr || finder->m_data == nullptr || finder->m_stack == nullptr)
        return nullptr;
    pcre2_set_match_limit(finder->m_context, stepLimit);
    pcre2_jit_stack_assign(finder->m_context, nullptr, finder->m_stack);
    return finder;
}

RegexFinder::~RegexFinder()
{
    pcre2_match_data_free(m_data);
    pcre2_match_context_free(m_context);
    pcre2_jit_stack_free(m_stack);
}

std::expected<void, SearchTrouble> RegexFinder::find(
    const SearchText& text, const std::stop_token& stop, std::vector<MatchSpan>& found)
{
    Work work{.text = text, .stop = stop, .found = found, .at = text.from};
    if (m_matcher.m_whole)
        return searchWhole(work);
    m_stepBegin = std::chrono::steady_clock::now();
    while (work.at < text.until) {
        const Part part = nextPart(text.until - work.at);
        const std::size_t begin = work.at;
        const std::size_t until = begin + part.size;
        const auto start = std::chrono::steady_clock::now();
        const auto done
            = part.way == unfiltered() ? search(work, until) : searchFiltered(work, until, part.way);
        if (!done)
            return done;
        work.at = std::max(work.at, until);
        if (part.size >= worthTiming)
            m_speeds[part.way].note(std::chrono::steady_clock::now() - start, part.size);
    }
    return {};
}

void RegexFinder::Speed::note(std::chrono::nanoseconds time, std::size_t bytes)
{
    const double now = static_cast<double>(time.count()) / static_cast<double>(bytes);
    nanosecondsPerByte = looks == 0 ? now : (nanosecondsPerByte + now) / 2;
    ++looks;
}

// How to search the next of so many bytes: the fastest way, and now and then a little another way, to learn
// whether it still is.
RegexFinder::Part RegexFinder::nextPart(std::size_t rest)
{
    const auto speeds = std::span(m_speeds).first(unfiltered() + 1);
    if (speeds.size() == 1)
        return {.way = unfiltered(), .size = rest};
    if (rest >= worthTiming && m_untilTrial == 0) {
        const std::size_t way = m_nextTrial;
        m_nextTrial = (m_nextTrial + 1) % speeds.size();
        m_untilTrial = m_nextTrial == 0 ? bytesBetweenTrials : 0;
        return {.way = way, .size = worthTiming};
    }
    // A way that was never tried seems the fastest: the first filter.
    const auto fastest = std::ranges::min_element(speeds, {}, &Speed::nanosecondsPerByte);
    const std::size_t size = m_untilTrial == 0 ? rest : std::min(rest, m_untilTrial);
    m_untilTrial -= std::min(size, m_untilTrial);
    return {.way = static_cast<std::size_t>(fastest - speeds.begin()), .size = size};
}

int RegexFinder::match(const SearchText& text, std::size_t from, std::size_t until)
{
    pcre2_set_offset_limit(m_context, until - 1);
    const std::uint32_t options = PCRE2_NOTEMPTY | (text.endsText ? 0U : PCRE2_NOTEOL);
    return pcre2_match(m_matcher.m_code, reinterpret_cast<PCRE2_SPTR>(text.bytes.data()), text.bytes.size(),
        from, options, m_data, m_context);
}

// Finds what begins before `until`.
std::expected<void, SearchTrouble> RegexFinder::search(Work& work, std::size_t until)
{
    while (work.at < until) {
        if (m_stepLeft == 0) {
            if (work.stop.stop_requested())
                return std::unexpected(SearchTrouble{});
            adaptStep();
        }
        if (m_matcher.m_dialect.characters)
            work.at = notInsideCharacter(work.text.bytes, work.at);
        const std::size_t begin = work.at;
        const std::size_t stepEnd = std::min(until, begin + m_stepLeft);
        while (work.at < stepEnd) {
            const int result = match(work.text, work.at, stepEnd);
            if (result == PCRE2_ERROR_NOMATCH) {
                work.at = stepEnd;
            } else if (result < 0) {
                const bool isMemory = result == PCRE2_ERROR_NOMEMORY || result == PCRE2_ERROR_HEAPLIMIT;
                return std::unexpected(SearchTrouble{
                    isMemory ? SearchTrouble::Kind::OutOfMemory : SearchTrouble::Kind::TooComplex, work.at});
            } else {
                const std::size_t* const ends = pcre2_get_ovector_pointer(m_data);
                work.found.push_back(
                    {static_cast<std::uint32_t>(ends[0]), static_cast<std::uint32_t>(ends[1] - ends[0])});
                work.at = ends[1];
            }
        }
        m_stepLeft -= std::min(m_stepLeft, work.at - begin);
    }
    return {};
}

// So many begins are tried at once that the stop token is looked at in time.
void RegexFinder::adaptStep()
{
    const auto now = std::chrono::steady_clock::now();
    m_step = std::clamp(now - m_stepBegin > longAtOnce ? m_step / 4 : m_step * 2, fewestAtOnce, mostAtOnce);
    m_stepLeft = m_step;
    m_stepBegin = now;
}

// Goes from literal to literal, where each is a match.
std::expected<void, SearchTrouble> RegexFinder::searchWhole(Work& work) const
{
    const SearchText& text = work.text;
    const auto* const chars = reinterpret_cast<const char*>(text.bytes.data());
    while (work.at < text.until) {
        if (work.stop.stop_requested())
            return std::unexpected(SearchTrouble{});
        const std::size_t partEnd = text.until - work.at > mostScanned ? work.at + mostScanned : text.until;
        while (work.at < partEnd) {
            const std::size_t begin = m_matcher.m_filters.front().literals.find(text.bytes, work.at, partEnd);
            work.at = begin;
            if (begin == partEnd)
                break;
            const std::string_view rest(chars + begin, text.bytes.size() - begin);
            const auto literal = std::ranges::find_if(
                *m_matcher.m_whole, [rest](const std::string& one) { return rest.starts_with(one); });
            work.found.push_back(
                {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(literal->size())});
            work.at += literal->size();
        }
    }
    return {};
}

// Finds what begins before `until`: goes from literal to literal, and searches where a match may begin that
// contains it.
std::expected<void, SearchTrouble> RegexFinder::searchFiltered(Work& work, std::size_t until, std::size_t way)
{
    const SearchText& text = work.text;
    std::size_t covered = work.at; // what begins before is decided
    std::size_t at = work.at;
    while (covered < until) {
        if (work.stop.stop_requested())
            return std::unexpected(SearchTrouble{});
        const std::size_t partEnd
            = text.bytes.size() - at > mostScanned ? at + mostScanned : text.bytes.size();
        const std::size_t literal = m_matcher.m_filters[way].literals.find(text.bytes, at, partEnd);
        at = literal + 1;
        if (literal == partEnd) {
            at = literal;
            if (at == text.bytes.size())
                break;
            continue;
        }
        const Range range = rangeFor(text, literal, covered, m_matcher.m_filters[way].before);
        work.at = std::max(work.at, range.begin);
        if (mayMatch(text, range, way)) {
            if (const auto searched = search(work, std::min(range.end, until)); !searched)
                return searched;
        }
        covered = std::max(range.end, work.at);
        at = std::max(at, covered);
    }
    return {};
}

bool RegexFinder::mayMatch(const SearchText& text, const Range& range, std::size_t way) const
{
    if (!m_matcher.m_staysInLine || m_matcher.m_filters.size() < 2)
        return true;
    const LiteralSet& other = m_matcher.m_filters[1 - way].literals;
    const auto* const bytes = text.bytes.data();
    const std::size_t rest = text.bytes.size() - range.end;
    const void* const lineEnd
        = std::memchr(bytes + range.end, m_matcher.m_dialect.newline, std::min(rest, farthestLook));
    if (lineEnd == nullptr && rest > farthestLook)
        return true;
    const std::size_t end = lineEnd == nullptr
        ? text.bytes.size()
        : static_cast<std::size_t>(static_cast<const std::byte*>(lineEnd) - bytes);
    return other.find(text.bytes, range.begin, end) != end;
}

// Where a match may begin that contains the literal at that index, and does not begin before `from`.
RegexFinder::Range RegexFinder::rangeFor(
    const SearchText& text, std::size_t literal, std::size_t from, std::optional<std::size_t> before) const
{
    const std::size_t begin = before && literal - from > *before ? literal - *before : from;
    if (!m_matcher.m_staysInLine || (before && *before <= fewBefore))
        return {begin, literal + 1};
    const auto* const bytes = text.bytes.data();
    const auto newline = static_cast<int>(m_matcher.m_dialect.newline);
    const void* const lineEnd = memrchr(bytes + begin, newline, literal - begin);
    return {lineEnd == nullptr ? begin
                               : static_cast<std::size_t>(static_cast<const std::byte*>(lineEnd) - bytes) + 1,
        literal + 1};
}

} // namespace megascope

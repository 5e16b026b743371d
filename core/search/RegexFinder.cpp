// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/RegexFinder.h"

#include "core/text/Utf8.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace megascope {
namespace {

// Steps that PCRE2 may take from one begin of a match: some 10 ms.
constexpr std::uint32_t stepLimit = 2'000'000;
constexpr std::size_t firstStackSize = 32 * 1024;
constexpr std::size_t largestStackSize = 8 * 1024 * 1024;
// Begins of matches that are tried between two looks at the stop token: in short lines, and where each may
// pass over much.
constexpr std::size_t mostAtOnce = 16 * 1024;
constexpr std::size_t mostAtOnceInLongLines = 1024;
constexpr std::size_t fewestAtOnce = 1;
// So few are tried wherever they are.
constexpr std::size_t fewAtOnce = 8;
constexpr std::chrono::milliseconds longAtOnce(10);
constexpr std::size_t shortLine = 1024;
// Bytes that are looked through for a literal between two looks at the stop token.
constexpr std::size_t mostScanned = 1 << 20;
// So many begins of matches are tried sooner than a line's begin is looked for.
constexpr std::size_t fewBefore = 32;
// So many bytes behind a literal are looked through for another.
constexpr std::size_t farthestLook = 4096;
// Texts from this size on tell something about speed.
constexpr std::size_t worthTiming = 64 * 1024;
// All ways are tried again each so many bytes: the first, or more, if a way had to be given up.
constexpr std::size_t firstBetweenTrials = 64 * 1024 * 1024;
constexpr std::size_t mostBetweenTrials = 512 * 1024 * 1024;
constexpr std::size_t trialsOfEach = 2; // in turn
// A way is given up when it takes so many times as long as the fastest other one, and not sooner than this.
constexpr double hopeless = 4;
constexpr std::chrono::microseconds leastPatience(20);
// … or so long when nothing is known of others.
constexpr std::chrono::milliseconds firstPatience(1);

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

// Up to where, from `at` on and at most up to `until`, each line ends soon.
std::size_t shortLinesEnd(
    std::span<const std::byte> bytes, std::size_t at, std::size_t until, std::uint8_t newline)
{
    while (at < until && bytes.size() - at > shortLine) {
        const auto* const last
            = static_cast<const std::byte*>(memrchr(bytes.data() + at, newline, shortLine));
        if (last == nullptr)
            return at;
        at = static_cast<std::size_t>(last - bytes.data()) + 1;
    }
    return until;
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
        m_inLongLine = false; // so that few begins are tried at first
        if (const auto patience = patienceFor(part))
            work.giveUpAt = start + *patience;
        const auto done
            = part.way == unfiltered() ? search(work, until) : searchFiltered(work, until, part.way);
        if (!done)
            return done;
        const bool gaveUp = work.at < until;
        m_gaveUp[part.way] = m_gaveUp[part.way] || gaveUp;
        if (part.size >= worthTiming || gaveUp)
            m_speeds[part.way].note(std::chrono::steady_clock::now() - start,
                std::max<std::size_t>(work.at - begin, 1), part.isTrial);
    }
    return {};
}

// Of trials the fastest counts: what they are too short for (code and pages that are touched for the first
// time, another thread's turn) only makes them slower.
void RegexFinder::Speed::note(std::chrono::nanoseconds time, std::size_t bytes, bool isTrial)
{
    const double now = static_cast<double>(time.count()) / static_cast<double>(bytes);
    if (!isKnown())
        nanosecondsPerByte = now;
    else
        nanosecondsPerByte = isTrial ? std::min(nanosecondsPerByte, now) : (nanosecondsPerByte + now) / 2;
}

// Ways that were never tried, nor are to be looked at, are left out.
std::optional<std::size_t> RegexFinder::fastestWay(std::size_t butNot) const
{
    std::optional<std::size_t> fastest;
    for (std::size_t way = 0; way <= unfiltered(); ++way) {
        if (way != butNot && m_speeds[way].isKnown()
            && (!fastest || m_speeds[way].nanosecondsPerByte < m_speeds[*fastest].nanosecondsPerByte))
            fastest = way;
    }
    return fastest;
}

// How to search the next of so many bytes: the fastest way, and now and then a little another way, to learn
// whether it still is.
RegexFinder::Part RegexFinder::nextPart(std::size_t rest)
{
    const std::size_t ways = unfiltered() + 1;
    if (ways == 1)
        return {.way = unfiltered(), .size = rest};
    while (rest >= worthTiming && m_untilTrial == 0) {
        const std::size_t trial = m_nextTrial++;
        if (trial == 0) {
            m_speeds = {};
            m_gaveUp = {};
        }
        const std::size_t way = trial % ways;
        if (trial == trialsOfEach * ways) {
            m_nextTrial = 0;
            m_betweenTrials = std::ranges::contains(m_gaveUp, true)
                ? std::clamp(m_betweenTrials * 2, firstBetweenTrials, mostBetweenTrials)
                : firstBetweenTrials;
            m_untilTrial = m_betweenTrials;
        } else if (!m_gaveUp[way]) {
            return {.way = way, .size = worthTiming, .isTrial = true};
        }
    }
    const std::size_t size = m_untilTrial == 0 ? rest : std::min(rest, m_untilTrial);
    m_untilTrial -= std::min(size, m_untilTrial);
    return {.way = fastestWay(ways).value_or(0), .size = size};
}

// How long to search a part before another way is tried for its rest; nothing: there is no other.
std::optional<std::chrono::nanoseconds> RegexFinder::patienceFor(const Part& part) const
{
    if (unfiltered() == 0)
        return std::nullopt;
    const std::optional<std::size_t> other = fastestWay(part.way);
    if (!other)
        return firstPatience;
    const double nanoseconds
        = hopeless * m_speeds[*other].nanosecondsPerByte * static_cast<double>(part.size);
    return std::max<std::chrono::nanoseconds>(
        leastPatience, std::chrono::nanoseconds(static_cast<std::int64_t>(nanoseconds)));
}

int RegexFinder::match(const SearchText& text, std::size_t from, std::size_t until)
{
    pcre2_set_offset_limit(m_context, until - 1);
    const std::uint32_t options = PCRE2_NOTEMPTY | (text.endsText ? 0U : PCRE2_NOTEOL);
    return pcre2_match(m_matcher.m_code, reinterpret_cast<PCRE2_SPTR>(text.bytes.data()), text.bytes.size(),
        from, options, m_data, m_context);
}

// Finds what begins before `until`, or before work.at, if there was no time for more.
std::expected<void, SearchTrouble> RegexFinder::search(Work& work, std::size_t until)
{
    while (work.at < until) {
        if (m_stepLeft == 0) {
            if (work.stop.stop_requested())
                return std::unexpected(SearchTrouble{});
            adaptStep();
            if (work.giveUpAt && m_stepBegin > *work.giveUpAt)
                return {};
        }
        if (m_matcher.m_dialect.characters)
            work.at = notInsideCharacter(work.text.bytes, work.at);
        const std::size_t begin = work.at;
        const std::size_t stepEnd = nextStepEnd(work.text, begin, until);
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
    const std::size_t most = m_inLongLine ? mostAtOnceInLongLines : mostAtOnce;
    m_step = std::clamp(now - m_stepBegin > longAtOnce ? m_step / 4 : m_step * 2, fewestAtOnce, most);
    m_stepLeft = m_step;
    m_stepBegin = now;
}

// The end of the begins that are tried at once, from `at` on; where lines get long, few at first.
std::size_t RegexFinder::nextStepEnd(const SearchText& text, std::size_t at, std::size_t until)
{
    if (until - at <= fewAtOnce)
        return until;
    if (m_matcher.m_staysInLine) {
        const std::size_t end
            = shortLinesEnd(text.bytes, at, std::min(until, at + m_stepLeft), m_matcher.m_dialect.newline);
        if (end > at) {
            m_inLongLine = false;
            return end;
        }
    }
    if (!m_inLongLine) {
        m_inLongLine = true;
        m_step = m_stepLeft = fewestAtOnce;
    }
    return std::min(until, at + m_stepLeft);
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

// As search(), but goes from literal to literal, and searches where a match may begin that contains it.
std::expected<void, SearchTrouble> RegexFinder::searchFiltered(Work& work, std::size_t until, std::size_t way)
{
    const SearchText& text = work.text;
    const std::size_t literalsEnd = m_matcher.m_staysInLine ? lineEnd(text, until - 1) : text.bytes.size();
    std::size_t covered = work.at; // what begins before is decided
    std::size_t at = work.at;
    while (covered < until && at < literalsEnd) {
        if (work.stop.stop_requested())
            return std::unexpected(SearchTrouble{});
        const std::size_t partEnd = literalsEnd - at > mostScanned ? at + mostScanned : literalsEnd;
        const std::size_t literal = m_matcher.m_filters[way].literals.find(text.bytes, at, partEnd);
        at = literal + 1;
        if (literal == partEnd) {
            at = literal;
            continue;
        }
        const Range range = rangeFor(text, literal, covered, m_matcher.m_filters[way].before);
        work.at = std::max(work.at, range.begin);
        if (mayMatch(text, range, way)) {
            const std::size_t end = std::min(range.end, until);
            if (const auto searched = search(work, end); !searched || work.at < end)
                return searched;
        }
        covered = std::max(range.end, work.at);
        at = std::max(at, covered);
    }
    work.at = std::max(work.at, until);
    return {};
}

// The index of the newline at `at` or behind it; the text's size when there is none.
std::size_t RegexFinder::lineEnd(const SearchText& text, std::size_t at) const
{
    const auto* const bytes = text.bytes.data();
    const void* const newline = std::memchr(bytes + at, m_matcher.m_dialect.newline, text.bytes.size() - at);
    return newline == nullptr ? text.bytes.size()
                              : static_cast<std::size_t>(static_cast<const std::byte*>(newline) - bytes);
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

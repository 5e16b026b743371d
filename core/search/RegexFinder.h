// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/RegexMatcher.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <chrono>

namespace megascope {

// What a RegexMatcher makes for each thread.
class RegexFinder final : public MatchFinder {
public:
    // nullptr when there is no memory.
    [[nodiscard]] static std::unique_ptr<RegexFinder> make(const RegexMatcher& matcher);
    ~RegexFinder() override;
    RegexFinder(const RegexFinder&) = delete;
    RegexFinder& operator=(const RegexFinder&) = delete;

    std::expected<void, SearchTrouble> find(
        const SearchText& text, const std::stop_token& stop, std::vector<MatchSpan>& found) override;

private:
    // One call of find().
    struct Work {
        const SearchText& text;
        const std::stop_token& stop;
        std::vector<MatchSpan>& found;
        std::size_t at; // nothing that begins before is of interest any more
        std::optional<std::chrono::steady_clock::time_point>
            giveUpAt{}; // when to leave the rest to another way
    };
    // Matches begin in [begin, end).
    struct Range {
        std::size_t begin;
        std::size_t end;
    };
    // What is searched in one way.
    struct Part {
        std::size_t way; // the index of a filter, or unfiltered()
        std::size_t size;
        bool isTrial = false;
    };
    // How fast a way of working was lately.
    struct Speed {
        double nanosecondsPerByte = -1; // negative: it was not tried

        [[nodiscard]] bool isKnown() const { return nanosecondsPerByte >= 0; }
        void note(std::chrono::nanoseconds time, std::size_t bytes, bool isTrial);
    };

    static constexpr std::size_t firstStep = 256;

    explicit RegexFinder(const RegexMatcher& matcher)
        : m_matcher(matcher)
    {
    }

    [[nodiscard]] std::expected<void, SearchTrouble> search(Work& work, std::size_t until);
    [[nodiscard]] std::expected<void, SearchTrouble> searchFiltered(
        Work& work, std::size_t until, std::size_t way);
    [[nodiscard]] std::expected<void, SearchTrouble> searchWhole(Work& work) const;
    void adaptStep();
    [[nodiscard]] std::size_t nextStepEnd(const SearchText& text, std::size_t at, std::size_t until);
    [[nodiscard]] std::optional<std::size_t> fastestWay(std::size_t butNot) const;
    [[nodiscard]] std::optional<std::chrono::nanoseconds> patienceFor(const Part& part) const;
    [[nodiscard]] std::size_t unfiltered() const { return m_matcher.m_filters.size(); }
    [[nodiscard]] Part nextPart(std::size_t rest);
    // Whether what begins in the range can be a match, as far as the rest of the line tells.
    [[nodiscard]] bool mayMatch(const SearchText& text, const Range& range, std::size_t way) const;
    [[nodiscard]] std::size_t lineEnd(const SearchText& text, std::size_t at) const;
    [[nodiscard]] Range rangeFor(const SearchText& text, std::size_t literal, std::size_t from,
        std::optional<std::size_t> before) const;
    [[nodiscard]] int match(const SearchText& text, std::size_t from, std::size_t until);

    // Constant after make().
    const RegexMatcher& m_matcher;
    pcre2_match_context* m_context = nullptr;
    pcre2_match_data* m_data = nullptr;
    pcre2_jit_stack* m_stack = nullptr;

    // How many begins of matches are tried between two looks at the clock, and how many are left till the
    // next.
    std::size_t m_step = firstStep;
    std::size_t m_stepLeft = firstStep;
    std::chrono::steady_clock::time_point m_stepBegin;
    bool m_inLongLine = false; // matches may pass over much

    std::array<Speed, 3> m_speeds; // by way
    std::size_t m_nextTrial = 0; // of those of all ways
    std::size_t m_untilTrial = 0; // bytes
    std::size_t m_betweenTrials = 0; // bytes
    std::array<bool, 3> m_gaveUp{}; // by way; since the last trials began
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LiteralSet.h"
#include "core/search/Matcher.h"
#include "core/search/Pattern.h"
#include "core/search/RegexTraits.h"

struct pcre2_real_code_8;

namespace megascope {

// A regular expression over UTF-8, or over bytes. PCRE2 says what a match is; literals that every match
// contains say where it is worth asking, as long as that is the faster way.
class RegexMatcher final : public Matcher {
public:
    struct Options {
        RegexDialect dialect;
        bool wholeWord = false;
        ByteCount reach = regexReach; // not less than 4 bytes
        bool useFilter = true; // false: ask PCRE2 everywhere; the same matches, for tests
    };

    // As a pattern that is a regular expression, or is made one, is to be read in text of that format.
    [[nodiscard]] static Options optionsFor(const Pattern& pattern, const TextFormat& format);

    [[nodiscard]] static std::expected<std::shared_ptr<const RegexMatcher>, PatternError> compile(
        std::string_view expression, const Options& options);
    ~RegexMatcher() override;

    [[nodiscard]] const RegexDialect& dialect() const { return m_dialect; }
    [[nodiscard]] const pcre2_real_code_8* code() const { return m_code; }
    RegexMatcher(const RegexMatcher&) = delete;
    RegexMatcher& operator=(const RegexMatcher&) = delete;

    [[nodiscard]] std::size_t reachBehind() const override { return m_reachBehind; }
    [[nodiscard]] std::size_t reachAhead() const override { return m_reachAhead; }
    [[nodiscard]] std::optional<std::byte> border() const override;
    [[nodiscard]] bool staysInLine() const override { return m_staysInLine; }
    [[nodiscard]] std::unique_ptr<MatchFinder> makeFinder() const override;

private:
    friend class RegexFinder;
    // RequiredLiterals, ready to be found.
    struct Filter {
        LiteralSet literals;
        std::optional<std::size_t> before;
    };

    explicit RegexMatcher(const Options& options)
        : m_dialect(options.dialect)
        , m_reachAhead(static_cast<std::size_t>(options.reach.value()))
    {
    }

    // Constant after compile().
    const RegexDialect m_dialect;
    const std::size_t m_reachAhead;
    pcre2_real_code_8* m_code = nullptr;
    bool m_staysInLine = false;
    std::vector<Filter> m_filters; // two at most
    WholeLiterals m_whole; // then there is one filter, which has them too, and PCRE2 need not be asked
    std::size_t m_reachBehind = 0;
};

} // namespace megascope

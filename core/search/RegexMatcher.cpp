// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/RegexMatcher.h"

#include "core/file/FormatText.h"
#include "core/search/RegexFinder.h"

#include <array>

namespace megascope {
namespace {

std::string_view errorText(int code, std::array<PCRE2_UCHAR, 256>& buffer)
{
    const int size = pcre2_get_error_message(code, buffer.data(), buffer.size());
    return {reinterpret_cast<const char*>(buffer.data()), static_cast<std::size_t>(std::max(size, 0))};
}

std::uint32_t newlineOf(const RegexDialect& dialect)
{
    if (dialect.newline == '\r')
        return PCRE2_NEWLINE_CR;
    return dialect.carriageReturns ? PCRE2_NEWLINE_ANYCRLF : PCRE2_NEWLINE_LF;
}

// Where CR and LF both end lines, PCRE2 does not let a match begin between them after it has failed before
// them, unless the expression has a CR or LF of its own: then what is found would depend on where the search
// began.
std::string framed(std::string_view expression, const RegexMatcher::Options& options)
{
    std::string text(expression);
    if (options.wholeWord)
        text = formatText(R"((?<!\w)(?:{})(?!\w))", text);
    if (options.dialect.carriageReturns)
        text = formatText(R"((?:{})|(?!)\r)", text);
    return text;
}

struct ContextDeleter {
    void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
};

} // namespace

RegexMatcher::Options RegexMatcher::optionsFor(const Pattern& pattern, const TextFormat& format)
{
    const bool endsWithCr = format.newline.value == '\r';
    const bool hasCrLf = format.lineEnding == LineEnding::CrLf || format.lineEnding == LineEnding::Mixed;
    return {
        .dialect = {.characters = pattern.kind == Pattern::Kind::Text || !format.isBinary,
            .matchCase = pattern.matchCase,
            .newline = static_cast<std::uint8_t>(endsWithCr ? '\r' : '\n'),
            .carriageReturns = hasCrLf && !endsWithCr},
        .wholeWord = pattern.wholeWord,
    };
}

std::expected<std::shared_ptr<const RegexMatcher>, PatternError> RegexMatcher::compile(
    std::string_view expression, const Options& options)
{
    // A leading ".*" does not bind a match to a line's begin: behind invalid bytes, which it does not pass,
    // it begins too.
    std::uint32_t flags
        = PCRE2_MULTILINE | PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_DOTSTAR_ANCHOR;
    if (options.dialect.characters)
        flags |= PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF;
    if (!options.dialect.matchCase)
        flags |= PCRE2_CASELESS;
    const std::unique_ptr<pcre2_compile_context, ContextDeleter> context(
        pcre2_compile_context_create(nullptr));
    if (!context)
        throw std::bad_alloc();
    pcre2_set_newline(context.get(), newlineOf(options.dialect));

    std::shared_ptr<RegexMatcher> matcher(new RegexMatcher(options));
    int error = 0;
    std::size_t at = 0;
    const auto compiled = [&](std::string_view text) {
        pcre2_code_free(matcher->m_code);
        matcher->m_code = pcre2_compile(
            reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), flags, &error, &at, context.get());
        return matcher->m_code != nullptr;
    };
    // By itself first: in a frame, a parenthesis too many could end that.
    if (!compiled(expression) || !compiled(framed(expression, options))) {
        std::array<PCRE2_UCHAR, 256> buffer{};
        return std::unexpected(
            PatternError{std::string(errorText(error, buffer)), std::min(at, expression.size())});
    }
    (void)pcre2_jit_compile(matcher->m_code, PCRE2_JIT_COMPLETE); // without it, matching is slower
    std::uint32_t lookBehind = 0;
    pcre2_pattern_info(matcher->m_code, PCRE2_INFO_MAXLOOKBEHIND, &lookBehind);
    matcher->m_reachBehind = (lookBehind + std::size_t{1}) * 4;

    RegexTraits traits = regexTraits(expression, options.dialect);
    matcher->m_staysInLine = traits.staysInLine;
    if (!options.useFilter)
        return matcher;
    if (traits.whole && !options.wholeWord) {
        matcher->m_filters.push_back({.literals = {*traits.whole, false}, .before = {}});
        matcher->m_whole = std::move(traits.whole);
        return matcher;
    }
    for (RequiredLiterals& required : traits.required)
        matcher->m_filters.push_back(
            {.literals = {std::move(required.literals), required.foldCase}, .before = required.before});
    return matcher;
}

RegexMatcher::~RegexMatcher()
{
    pcre2_code_free(m_code);
}

std::optional<std::byte> RegexMatcher::border() const
{
    return m_staysInLine ? std::optional(std::byte{m_dialect.newline}) : std::nullopt;
}

std::unique_ptr<MatchFinder> RegexMatcher::makeFinder() const
{
    return RegexFinder::make(*this);
}

} // namespace megascope

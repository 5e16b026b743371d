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

struct ContextDeleter {
    void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
};

} // namespace

std::expected<std::shared_ptr<const RegexMatcher>, PatternError> RegexMatcher::compile(
    std::string_view expression, const Options& options)
{
    const std::string_view before = options.wholeWord ? R"((?<!\w)(?:)" : "";
    const std::string whole = formatText("{}{}{}", before, expression, options.wholeWord ? R"()(?!\w))" : "");
    std::uint32_t flags = PCRE2_MULTILINE | PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C;
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
    matcher->m_code = pcre2_compile(
        reinterpret_cast<PCRE2_SPTR>(whole.data()), whole.size(), flags, &error, &at, context.get());
    if (matcher->m_code == nullptr) {
        std::array<PCRE2_UCHAR, 256> buffer{};
        const std::size_t inside = at > before.size() ? at - before.size() : 0;
        return std::unexpected(
            PatternError{std::string(errorText(error, buffer)), std::min(inside, expression.size())});
    }
    (void)pcre2_jit_compile(matcher->m_code, PCRE2_JIT_COMPLETE); // without it, matching is slower
    std::uint32_t lookBehind = 0;
    pcre2_pattern_info(matcher->m_code, PCRE2_INFO_MAXLOOKBEHIND, &lookBehind);
    matcher->m_reachBehind = (lookBehind + std::size_t{1}) * 4;

    RegexTraits traits = regexTraits(expression, options.dialect);
    matcher->m_staysInLine = traits.staysInLine;
    if (traits.filter && options.useFilter)
        matcher->m_filter = ByteFilter::make(*traits.filter, options.dialect.matchCase);
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

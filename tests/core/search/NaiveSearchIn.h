// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/core/search/NaiveSearch.h"

// REQUIRES: PCRE2_CODE_UNIT_WIDTH is defined, as that of the strings.
#include <pcre2.h>

namespace megascope::testing {

// See NaiveSearch.h. Where CR ends lines too, the expression must hold one, though it never matches: then
// PCRE2 tries between CR and LF.
template <class Expression, class Text>
[[nodiscard]] std::optional<NaiveMatches> naiveMatchesIn(
    const Expression& expression, const RegexDialect& dialect, const Text& text)
{
    std::uint32_t flags = PCRE2_MULTILINE | PCRE2_NO_DOTSTAR_ANCHOR;
    if (dialect.characters)
        flags |= PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF;
    if (!dialect.matchCase)
        flags |= PCRE2_CASELESS;
    pcre2_compile_context* const context = pcre2_compile_context_create(nullptr);
    pcre2_set_newline(context,
        dialect.newline == '\r'       ? PCRE2_NEWLINE_CR
            : dialect.carriageReturns ? PCRE2_NEWLINE_ANYCRLF
                                      : PCRE2_NEWLINE_LF);
    int error = 0;
    std::size_t at = 0;
    pcre2_code* const code = pcre2_compile(
        reinterpret_cast<PCRE2_SPTR>(expression.data()), expression.size(), flags, &error, &at, context);
    pcre2_compile_context_free(context);
    if (code == nullptr)
        return std::nullopt;
    (void)pcre2_jit_compile(
        code, PCRE2_JIT_COMPLETE); // next to invalid bytes the interpreter sees line borders otherwise
    pcre2_match_data* const data = pcre2_match_data_create_from_pattern(code, nullptr);
    pcre2_match_context* const limits = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(limits, 20'000);
    std::optional<NaiveMatches> found{std::in_place};
    std::size_t from = 0;
    while (found && from < text.size()) {
        const int result = pcre2_match(
            code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from, PCRE2_NOTEMPTY, data, limits);
        if (result == PCRE2_ERROR_NOMATCH)
            break;
        if (result < 0) {
            found.reset();
        } else {
            const std::size_t* const ends = pcre2_get_ovector_pointer(data);
            found->emplace_back(ends[0], ends[1] - ends[0]);
            from = ends[1];
        }
    }
    pcre2_match_context_free(limits);
    pcre2_match_data_free(data);
    pcre2_code_free(code);
    return found;
}

} // namespace megascope::testing

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Error.h"
#include "core/search/Matcher.h"
#include "core/search/Pattern.h"

namespace megascope {

// What is put in the place of matches. Belongs to one thread.
class Substitution {
public:
    virtual ~Substitution() = default;

    // Context that is to stand around a match, where the document has it, in bytes.
    [[nodiscard]] virtual std::size_t reachBehind() const = 0;
    [[nodiscard]] virtual std::size_t reachAhead() const = 0;
    // Appends what replaces `match` of `text` (whose `from` and `until` are of no meaning). Errors: Changed
    // when the pattern does not match there; Unsupported, with a reason, when the encoding lacks a character
    // of the result.
    [[nodiscard]] virtual Result<void> append(
        const SearchText& text, const MatchSpan& match, std::vector<std::byte>& out)
        = 0;
};

// Reads a replacement as the pattern's kind has it: text, in the document's encoding; bytes, as pairs of
// hexadecimal digits; a number, which is put in the form in which the match is one; for a regular expression,
// PCRE2's extended substitution: "$1", "${name}", "$0" for all of the match, "\U", "\L" and "\E" for case,
// "${1:+yes:no}", "$$" for a dollar. PatternError::position is one in `replacement`.
[[nodiscard]] std::expected<std::unique_ptr<Substitution>, PatternError> makeSubstitution(
    const Pattern& pattern, const TextFormat& format, std::string_view replacement);

// The same, but for a replacement that has another length than its match: that is an error, Unsupported,
// which names the offset and both lengths.
[[nodiscard]] std::unique_ptr<Substitution> keepingLength(std::unique_ptr<Substitution> substitution);

} // namespace megascope

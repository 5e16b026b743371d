// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/RegexMatcher.h"
#include "core/search/Substitution.h"
#include "core/search/TranscodedText.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace megascope {

// PCRE2's extended substitution.
class RegexSubstitution final : public Substitution {
public:
    [[nodiscard]] static std::expected<std::unique_ptr<Substitution>, PatternError> make(
        const Pattern& pattern, const TextFormat& format, std::string_view replacement);
    ~RegexSubstitution() override;
    RegexSubstitution(const RegexSubstitution&) = delete;
    RegexSubstitution& operator=(const RegexSubstitution&) = delete;

    [[nodiscard]] std::size_t reachBehind() const override;
    [[nodiscard]] std::size_t reachAhead() const override { return m_matcher->reachAhead(); }
    [[nodiscard]] Result<void> append(
        const SearchText& text, const MatchSpan& match, std::vector<std::byte>& out) override;

private:
    RegexSubstitution(
        std::shared_ptr<const RegexMatcher> matcher, Encoding encoding, std::string_view replacement);
    [[nodiscard]] std::optional<PatternError> checkReplacement(const Pattern& pattern);
    // Fills m_made. Returns what pcre2_substitute does.
    [[nodiscard]] int substitute(
        const pcre2_code* code, std::span<const std::byte> subject, std::size_t at, std::uint32_t options);
    // Where the match ends that begins `at`; nothing when there is none.
    [[nodiscard]] std::optional<std::size_t> match(
        std::span<const std::byte> subject, std::size_t at, bool endsText);
    // Of the match that was found last. Valid until the next call.
    [[nodiscard]] Result<std::string_view> replacementOf(std::span<const std::byte> subject, std::size_t at);
    [[nodiscard]] Result<void> appendTranscoded(
        const SearchText& text, const MatchSpan& match, std::vector<std::byte>& out);
    // Decodes so much around the match into m_text, and tells where in there it begins; nothing when it does
    // not match with that.
    [[nodiscard]] std::optional<std::size_t> matchTranscoded(
        const SearchText& text, const MatchSpan& match, std::size_t ahead);

    const std::shared_ptr<const RegexMatcher> m_matcher;
    const Encoding m_encoding;
    const bool m_isTranscoded;
    const std::string m_replacement;
    pcre2_match_data* m_data = nullptr;
    pcre2_match_context* m_context = nullptr;
    std::string m_made;
    std::uint32_t m_options = 0; // PCRE2's, of the match that was found last
    std::size_t m_madeSize = 0; // what of m_made is used; where an error is in the replacement
    TranscodedText m_text;
};

// The bytes of a text in an encoding; the error is a character that it has not.
[[nodiscard]] std::expected<std::vector<std::byte>, char32_t> encodedText(
    Encoding encoding, std::string_view utf8);

} // namespace megascope

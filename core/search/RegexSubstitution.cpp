// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/RegexSubstitution.h"

#include "core/file/FormatText.h"

#include <array>
#include <new>
#include <utility>

namespace megascope {
namespace {

constexpr std::size_t firstSize = 256;

PCRE2_SPTR unitsOf(const void* text)
{
    return static_cast<PCRE2_SPTR>(text);
}

std::string errorText(int code)
{
    std::array<PCRE2_UCHAR, 256> buffer{};
    const int size = pcre2_get_error_message(code, buffer.data(), buffer.size());
    return {reinterpret_cast<const char*>(buffer.data()), static_cast<std::size_t>(std::max(size, 0))};
}

std::unexpected<Error> changed()
{
    return std::unexpected(
        Error{.kind = ErrorKind::Changed, .detail = "the content has changed since it was searched"});
}

} // namespace

RegexSubstitution::RegexSubstitution(
    std::shared_ptr<const RegexMatcher> matcher, Encoding encoding, std::string_view replacement)
    : m_matcher(std::move(matcher))
    , m_encoding(encoding)
    , m_isTranscoded(m_matcher->dialect().characters && encoding.family() != Encoding::Family::Utf8)
    , m_replacement(replacement)
    , m_data(pcre2_match_data_create_from_pattern(m_matcher->code(), nullptr))
    , m_context(pcre2_match_context_create(nullptr))
    , m_made(firstSize, '\0')
    , m_text(encoding)
{
    if (m_data == nullptr || m_context == nullptr)
        throw std::bad_alloc();
}

RegexSubstitution::~RegexSubstitution()
{
    pcre2_match_context_free(m_context);
    pcre2_match_data_free(m_data);
}

std::expected<std::unique_ptr<Substitution>, PatternError> RegexSubstitution::make(
    const Pattern& pattern, const TextFormat& format, std::string_view replacement)
{
    auto matcher = RegexMatcher::compile(pattern.text, RegexMatcher::optionsFor(pattern, format));
    if (!matcher)
        return std::unexpected(matcher.error());
    std::unique_ptr<RegexSubstitution> made(new RegexSubstitution(*matcher, format.encoding, replacement));
    if (const std::optional<PatternError> error = made->checkReplacement(pattern))
        return std::unexpected(*error);
    return made;
}

// Tries the replacement where nothing matches, with all groups unset, so that a mistake shows before the
// first match.
std::optional<PatternError> RegexSubstitution::checkReplacement(const Pattern& pattern)
{
    const std::string orNothing = formatText("(?:{})|", pattern.text);
    int error = 0;
    std::size_t at = 0;
    const std::uint32_t flags = m_matcher->dialect().characters ? PCRE2_UTF | PCRE2_UCP : 0;
    pcre2_code* const code
        = pcre2_compile(unitsOf(orNothing.data()), orNothing.size(), flags, &error, &at, nullptr);
    if (code == nullptr)
        return std::nullopt; // an expression that only works by itself
    std::optional<PatternError> found;
    if (pcre2_match(code, unitsOf(""), 0, 0, 0, m_data, nullptr) >= 0) {
        const int result = substitute(code, {}, 0, PCRE2_SUBSTITUTE_UNSET_EMPTY);
        if (result < 0)
            found = PatternError{errorText(result), std::min(m_madeSize, m_replacement.size())};
    }
    pcre2_code_free(code);
    return found;
}

int RegexSubstitution::substitute(
    const pcre2_code* code, std::span<const std::byte> subject, std::size_t at, std::uint32_t options)
{
    while (true) {
        m_madeSize = m_made.size();
        const int result = pcre2_substitute(code,
            unitsOf(subject.empty() ? "" : static_cast<const void*>(subject.data())), subject.size(), at,
            options | PCRE2_SUBSTITUTE_MATCHED | PCRE2_SUBSTITUTE_REPLACEMENT_ONLY | PCRE2_SUBSTITUTE_EXTENDED
                | PCRE2_SUBSTITUTE_OVERFLOW_LENGTH,
            m_data, m_context, unitsOf(m_replacement.data()), m_replacement.size(),
            reinterpret_cast<PCRE2_UCHAR*>(m_made.data()), &m_madeSize);
        if (result != PCRE2_ERROR_NOMEMORY || m_madeSize <= m_made.size())
            return result;
        m_made.resize(m_madeSize); // now it says how much it needs
    }
}

std::size_t RegexSubstitution::reachBehind() const
{
    return m_isTranscoded ? TranscodedText::context
            + m_matcher->reachBehind() * static_cast<std::size_t>(m_encoding.maxCharacterSize())
                          : m_matcher->reachBehind();
}

std::optional<std::size_t> RegexSubstitution::match(
    std::span<const std::byte> subject, std::size_t at, bool endsText)
{
    m_options = PCRE2_NOTEMPTY | (endsText ? 0U : PCRE2_NOTEOL);
    pcre2_set_offset_limit(m_context, at);
    const int matched = pcre2_match(
        m_matcher->code(), unitsOf(subject.data()), subject.size(), at, m_options, m_data, m_context);
    if (matched < 0)
        return std::nullopt;
    return pcre2_get_ovector_pointer(m_data)[1];
}

Result<std::string_view> RegexSubstitution::replacementOf(std::span<const std::byte> subject, std::size_t at)
{
    const int result = substitute(m_matcher->code(), subject, at, m_options | PCRE2_SUBSTITUTE_UNSET_EMPTY);
    if (result < 0)
        return std::unexpected(
            Error{.kind = ErrorKind::Unsupported, .detail = "the replacement: " + errorText(result)});
    return std::string_view(m_made).substr(0, m_madeSize);
}

Result<void> RegexSubstitution::append(
    const SearchText& text, const MatchSpan& match, std::vector<std::byte>& out)
{
    if (m_isTranscoded)
        return appendTranscoded(text, match, out);
    if (this->match(text.bytes, match.begin, text.endsText) != match.end())
        return changed();
    const Result<std::string_view> made = replacementOf(text.bytes, match.begin);
    if (!made)
        return std::unexpected(made.error());
    const auto bytes = std::as_bytes(std::span(*made));
    out.insert(out.end(), bytes.begin(), bytes.end());
    return {};
}

Result<void> RegexSubstitution::appendTranscoded(
    const SearchText& text, const MatchSpan& match, std::vector<std::byte>& out)
{
    // To decode all that an expression may look ahead at is slow, and for few it makes a difference.
    constexpr std::size_t usuallyAhead = 4096;
    const std::optional<std::size_t> at = matchTranscoded(text, match, usuallyAhead).or_else([&] {
        return matchTranscoded(text, match, text.bytes.size());
    });
    if (!at)
        return changed();
    const Result<std::string_view> made = replacementOf(m_text.utf8(), *at);
    if (!made)
        return std::unexpected(made.error());
    const auto bytes = encodedText(m_encoding, *made);
    if (!bytes)
        return std::unexpected(Error{.kind = ErrorKind::Unsupported,
            .detail = formatText("the replacement: {} has no character U+{:04X}", m_encoding.name(),
                static_cast<std::uint32_t>(bytes.error()))});
    out.insert(out.end(), bytes->begin(), bytes->end());
    return {};
}

std::optional<std::size_t> RegexSubstitution::matchTranscoded(
    const SearchText& text, const MatchSpan& match, std::size_t ahead)
{
    const std::size_t begin = m_text.beginOfCharacter(
        text.bytes, text.offset, match.begin - std::min<std::size_t>(match.begin, reachBehind()));
    const std::size_t end = match.end() + std::min(ahead, text.bytes.size() - match.end());
    m_text.decode(text.bytes.subspan(begin, end - begin));
    const std::size_t at = m_text.indexOf(match.begin - begin);
    const std::optional<std::size_t> matched
        = this->match(m_text.utf8(), at, text.endsText && end == text.bytes.size());
    if (!matched || begin + m_text.placeOf(*matched) != match.end())
        return std::nullopt;
    return at;
}

} // namespace megascope

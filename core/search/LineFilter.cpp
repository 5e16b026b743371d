// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/LineFilter.h"

#include <algorithm>

namespace megascope {
namespace {

// Text without a character that could end a line in some encoding.
bool isOneLine(std::string_view text)
{
    constexpr std::string_view nextLine = "\xc2\x85"; // NEL, which ends lines in EBCDIC
    const bool hasControl
        = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
    return !hasControl && !text.contains(nextLine);
}

bool staysInLine(const Pattern& pattern, const Matcher& matcher, const TextFormat& format)
{
    if (pattern.kind == Pattern::Kind::Text && pattern.matchCase && !pattern.wholeWord)
        return isOneLine(pattern.text);
    const bool isUsualNewline = format.newline.value == '\n' || format.newline.value == carriageReturn;
    return pattern.kind != Pattern::Kind::Hex && isUsualNewline && matcher.staysInLine();
}

} // namespace

LineFilter::LineFilter(const FilterSpec& spec, const TextFormat& format)
    : m_combine(spec.combine)
    , m_context(std::max(spec.context, 0))
    , m_newline(format.newline)
    , m_stripsCarriageReturn(format.newline.value != carriageReturn
          && (format.lineEnding == LineEnding::CrLf || format.lineEnding == LineEnding::Mixed))
{
}

std::expected<std::shared_ptr<const LineFilter>, std::vector<FilterError>> LineFilter::compile(
    const FilterSpec& spec, const TextFormat& format)
{
    std::shared_ptr<LineFilter> filter(new LineFilter(spec, format));
    std::vector<FilterError> errors;
    for (std::size_t i = 0; i < spec.conditions.size(); ++i) {
        const LineCondition& condition = spec.conditions[i];
        if (condition.pattern.text.empty())
            continue;
        auto matcher = compilePattern(condition.pattern, format);
        if (!matcher)
            errors.push_back({i, std::move(matcher.error())});
        else if (condition.enabled)
            filter->m_conditions.push_back({.matcher = *matcher,
                .negated = condition.negated,
                .staysInLine = staysInLine(condition.pattern, **matcher, format)});
    }
    if (!errors.empty())
        return std::unexpected(std::move(errors));
    return filter->m_conditions.empty() ? nullptr : std::move(filter);
}

} // namespace megascope

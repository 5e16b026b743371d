// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/PatternOptions.h"

#include "app/cli/SearchFailure.h"

#include <algorithm>
#include <format>

namespace megascope::cli {
namespace {

Outcome<Pattern> patternFrom(std::string_view text, const Arguments& arguments)
{
    const bool isRegex = arguments.has(regexOption.name);
    const bool isHex = arguments.has(hexPatternOption.name);
    const bool isNumber = arguments.has(numberOption.name);
    if (isRegex + isHex + isNumber > 1)
        return badUsage("--regex, --hex and --number exclude one another");
    return Pattern{
        .kind = isRegex ? Pattern::Kind::Regex
            : isHex     ? Pattern::Kind::Hex
            : isNumber  ? Pattern::Kind::Number
                        : Pattern::Kind::Text,
        .text = std::string(text),
        .matchCase = !arguments.has(ignoreCaseOption.name),
        .wholeWord = arguments.has(wholeWordOption.name),
    };
}

Outcome<SearchRequest> requestFrom(
    const Arguments& arguments, const Snapshot& snapshot, const Pattern& pattern, const TextFormat& format)
{
    const auto offset = [&](const Option& option, ByteOffset otherwise) -> Outcome<ByteOffset> {
        const std::optional<std::string_view> text = arguments.value(option.name);
        if (!text)
            return otherwise;
        return numberFrom(option.name, *text).transform([&](std::int64_t number) {
            return std::min(ByteOffset(number), snapshot.end());
        });
    };
    const Outcome<ByteOffset> from = offset(fromOption, ByteOffset(0));
    const Outcome<ByteOffset> to = offset(toOption, snapshot.end());
    if (!from || !to)
        return std::unexpected(from ? to.error() : from.error());
    const ByteOffset textBegin = searchedFrom(pattern, format, snapshot.size());
    const ByteOffset begin = std::max(*from, textBegin);
    return SearchRequest{.range = {begin, std::max(begin, *to)}, .textBegin = textBegin};
}

} // namespace

Outcome<WantedMatches> wantedMatches(
    const Snapshot& snapshot, std::string_view text, const Arguments& arguments)
{
    const Outcome<Pattern> pattern = patternFrom(text, arguments);
    if (!pattern)
        return std::unexpected(pattern.error());
    const Outcome<TextFormat> format = textFormatOf(snapshot, arguments);
    if (!format)
        return std::unexpected(format.error());
    const auto matcher = compilePattern(*pattern, *format);
    if (!matcher)
        return badPattern("the pattern", text, matcher.error());
    const Outcome<SearchRequest> request = requestFrom(arguments, snapshot, *pattern, *format);
    if (!request)
        return std::unexpected(request.error());
    std::optional<std::int64_t> most;
    if (const std::optional<std::string_view> given = arguments.value(mostOption.name)) {
        const Outcome<std::int64_t> number = numberFrom(mostOption.name, *given);
        if (!number)
            return std::unexpected(number.error());
        if (*number == 0)
            return badUsage("--max: at least one match has to be wanted");
        most = *number;
    }
    return WantedMatches{
        .pattern = *pattern, .matcher = *matcher, .request = *request, .format = *format, .most = most};
}

} // namespace megascope::cli

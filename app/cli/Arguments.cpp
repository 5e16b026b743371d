// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/Arguments.h"

#include "core/file/FormatText.h"
#include "core/text/NumberText.h"

#include <algorithm>
#include <ranges>

namespace megascope::cli {

Outcome<Arguments> Arguments::parse(std::span<char* const> words, std::span<const Option> known)
{
    Arguments result;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--") {
            result.m_operands.insert(
                result.m_operands.end(), words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
            break;
        }
        if (!word.starts_with('-') || word == "-") {
            result.m_operands.push_back(word);
            continue;
        }
        const bool isLast = i + 1 == words.size();
        const Outcome<bool> tookNext = result.takeOption(
            word, isLast ? std::nullopt : std::optional<std::string_view>(words[i + 1]), known);
        if (!tookNext)
            return std::unexpected(tookNext.error());
        i += *tookNext ? 1 : 0;
    }
    return result;
}

// True when the next word is the option's value.
Outcome<bool> Arguments::takeOption(
    std::string_view word, std::optional<std::string_view> next, std::span<const Option> known)
{
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(0, equals);
    const auto option = std::ranges::find(known, name, &Option::name);
    if (option == known.end())
        return badUsage(formatText("there is no option {}", name));
    if (option->value.empty()) {
        if (equals != std::string_view::npos)
            return badUsage(formatText("{} takes no value", name));
        m_options.emplace_back(name, std::string_view());
        return false;
    }
    if (equals != std::string_view::npos) {
        m_options.emplace_back(name, word.substr(equals + 1));
        return false;
    }
    if (option->valueIsOptional) {
        m_options.emplace_back(name, std::string_view());
        return false;
    }
    if (!next)
        return badUsage(formatText("{} needs a value: {}", name, option->value));
    m_options.emplace_back(name, *next);
    return true;
}

std::optional<std::string_view> Arguments::value(std::string_view option) const
{
    for (const auto& [name, value] : m_options | std::views::reverse) {
        if (name == option)
            return value;
    }
    return std::nullopt;
}

Outcome<std::int64_t> numberFrom(std::string_view what, std::string_view text)
{
    const std::optional<std::int64_t> number = parseNumber(text);
    if (!number)
        return badUsage(formatText("{}: \"{}\" is no number from 0 to 2^63 - 1", what, text));
    return *number;
}

} // namespace megascope::cli

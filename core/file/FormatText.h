// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <format>
#include <string>
#include <string_view>

namespace megascope {

// What formatText() makes of its arguments; std::vformat(), compiled once.
[[nodiscard]] std::string formatArguments(std::string_view text, const std::format_args& arguments);

// std::format(), for those values that the standard library formats by itself. Each source that calls
// std::format() compiles the whole of its machinery, numbers of all kinds included, which takes seconds; this
// one does not.
template <class... Values>
[[nodiscard]] std::string formatText(std::format_string<const Values&...> text, const Values&... values)
{
    return formatArguments(text.get(), std::make_format_args(values...));
}

} // namespace megascope

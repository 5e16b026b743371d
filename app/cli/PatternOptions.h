// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Arguments.h"
#include "app/cli/InputFile.h"
#include "core/search/Pattern.h"
#include "core/search/Search.h"

#include <memory>

namespace megascope::cli {

inline constexpr Option regexOption{"--regex", "", "PATTERN is a regular expression (PCRE2)"};
inline constexpr Option hexPatternOption{"--hex", "", "PATTERN is bytes: \"de ad ?? [be-bf]\""};
inline constexpr Option numberOption{
    "--number", "", "PATTERN is a number: \"u16le:1234\", \"f32:3.14~0.01\""};
inline constexpr Option ignoreCaseOption{"-i", "", "upper and lower case are the same"};
inline constexpr Option wholeWordOption{"-w", "", "no letter, digit or _ before and behind"};
inline constexpr Option fromOption{"--from", "OFFSET", "matches begin there or behind"};
inline constexpr Option toOption{"--to", "OFFSET", "matches end there or before"};
inline constexpr Option mostOption{"--max", "N", "no more than so many matches"};

// What a command line asks to search for, and where.
struct WantedMatches {
    Pattern pattern;
    std::shared_ptr<const Matcher> matcher;
    SearchRequest request;
    TextFormat format;
    std::optional<std::int64_t> most; // not less than 1
};

// Heeds the options above and encodingOption; `pattern` is the operand.
[[nodiscard]] Outcome<WantedMatches> wantedMatches(
    const Snapshot& snapshot, std::string_view pattern, const Arguments& arguments);

} // namespace megascope::cli

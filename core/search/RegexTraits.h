// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace megascope {

// How a regular expression is to be read.
struct RegexDialect {
    bool characters = true; // it is about the characters of UTF-8, else about bytes
    bool matchCase = true;
    std::uint8_t newline = '\n'; // what ends a line
    bool carriageReturns = false; // CR, or CR and newline, end lines too

    friend bool operator==(const RegexDialect&, const RegexDialect&) = default;
};

// Every match contains one of these bytes, whole.
struct RequiredLiterals {
    std::vector<std::string> literals; // not empty, nor is any of them
    bool foldCase = false; // ASCII letters stand for either case
    // No more bytes than so many stand between a match's begin and the literal's; nothing: no limit is known.
    std::optional<std::size_t> before;
};

// Certain bytes, in the order in which an expression tries them at one place: it matches these and no others.
// Nothing: it is not so simple, or there are too many.
using WholeLiterals = std::optional<std::vector<std::string>>;

// What can be told about a regular expression without asking PCRE2: wherever that finds a match, these hold.
// It may be told less than is true, never more.
struct RegexTraits {
    // No match contains a line end, and none depends on what stands beyond one.
    bool staysInLine = false;
    std::vector<RequiredLiterals>
        required; // each of these holds; two at most, the one that should be rarer first
    WholeLiterals whole; // none of them is empty
};

// Knows the usual elements of expressions: characters, classes, ".", anchors, groups, alternatives,
// repetitions. An expression with any other (looking around, back references, options inside …) has no
// traits.
[[nodiscard]] RegexTraits regexTraits(std::string_view expression, const RegexDialect& dialect);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TextFormat.h"

#include <cstddef>
#include <expected>
#include <memory>
#include <string>

namespace megascope {

class Matcher;

// What somebody looks for, as they wrote it.
struct Pattern {
    enum class Kind {
        Text, // these characters, in the encoding of what is searched
        Hex, // bytes: "de ad ?? [be-bf] 4?", see HexPattern.h
        Regex, // a regular expression as PCRE2 knows them
        Number, // "u16le:1234", "f32:3.14~0.01", see NumberPattern.h
    };
    Kind kind = Kind::Text;
    std::string text; // UTF-8
    bool matchCase = true; // of text alone
    bool wholeWord = false; // no letter, digit or "_" stands before or behind it. Of text alone

    // It is about bytes, whatever text they may be.
    [[nodiscard]] bool isOfBytes() const { return kind == Kind::Hex || kind == Kind::Number; }

    friend bool operator==(const Pattern&, const Pattern&) = default;
};

// What is wrong with a pattern.
struct PatternError {
    std::string message; // for people, in English, no sentence: "missing closing parenthesis"
    std::size_t position = 0; // where in Pattern::text, in bytes
};

// Makes a pattern ready for text of that format. In a binary document, classes, case and "." of a regular
// expression are of bytes, else of characters.
//
// In a regular expression "^" and "$" match at line borders, and "." stops at a line end. Matches are
// leftmost, do not overlap, and are never empty: an expression that could match nothing is made to take a
// character. A match may span lines, and look around itself, as far as Matcher::regexReach.
[[nodiscard]] std::expected<std::shared_ptr<const Matcher>, PatternError> compilePattern(
    const Pattern& pattern, const TextFormat& format);

// Where a search for it begins at the earliest, in a text of `size`: behind the byte order mark, when it is
// one of characters.
[[nodiscard]] ByteOffset searchedFrom(const Pattern& pattern, const TextFormat& format, ByteCount size);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/LineScanner.h"

#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

// What the tests of segments share.
namespace megascope::texttesting {

inline constexpr std::int64_t segmentStep = 16 * 1024;

[[nodiscard]] Segment segment(
    std::int64_t begin, std::int64_t end, std::int64_t lineEnd, bool beginsLine, bool endsLine);

// For messages.
[[nodiscard]] std::string describe(const Segment& segment);
[[nodiscard]] std::string describe(const std::optional<Segment>& segment);

// The segments of a file by a splitter that goes through all of it from front to back and decodes every line
// as a whole.
[[nodiscard]] std::vector<Segment> naiveSegments(
    std::span<const std::byte> bytes, Encoding encoding, NewlineCode newline);

// Text in lines whose lengths are near those that matter: of letters, marks, flags, families, garbage, line
// ends of all kinds.
[[nodiscard]] std::vector<std::byte> randomLines(std::mt19937_64& random, Encoding encoding);

} // namespace megascope::texttesting

#define COMPARE_SEGMENTS(actual, expected)                                                                   \
    QVERIFY2((actual) == (expected),                                                                         \
        (describe(actual) + " where the naive splitter has " + describe(expected)).c_str())

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/LineEnding.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace megascope {

// Passes over bytes at the speed of memory, with the widest vectors that the machine has.
// REQUIRES, throughout: `bytes` begins at a code unit. One that is cut off at the end is no newline.

[[nodiscard]] std::int64_t countNewlines(std::span<const std::byte> bytes, NewlineCode newline);

// Index of the byte behind the newline that is the `nth`, counted from 1; nothing when there are fewer.
[[nodiscard]] std::optional<std::size_t> newlineEnd(
    std::span<const std::byte> bytes, NewlineCode newline, std::int64_t nth);

// Bytes of a line of which the rest is still to come.
struct OpenLine {
    std::int64_t size = 0; // bytes
    bool endsWithCr = false; // the last code unit is a CR, and CR is not the newline
};

// Measures lines whose bytes come in pieces.
struct LineMeter {
    std::int64_t longest
        = 0; // bytes of the longest line that has ended; newline and CR before it not counted
    OpenLine open; // what lies behind the last newline
};

// Counts the newlines of the piece that follows what `meter` has seen, and measures the lines that end in it.
[[nodiscard]] std::int64_t measureLines(
    std::span<const std::byte> bytes, NewlineCode newline, LineMeter& meter);

} // namespace megascope

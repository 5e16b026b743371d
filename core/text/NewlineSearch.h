// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/LineEnding.h"

#include <cstddef>
#include <optional>
#include <span>

namespace megascope {

// Newlines in memory. REQUIRES: `bytes` begins at a code unit. The results are indices of the newline's first
// byte; a code unit that is cut off at the end is not looked at.
[[nodiscard]] std::optional<std::size_t> firstNewline(std::span<const std::byte> bytes, NewlineCode newline);
[[nodiscard]] std::optional<std::size_t> lastNewline(std::span<const std::byte> bytes, NewlineCode newline);
// True when `bytes` begins with a newline, or with the code unit of a CR.
[[nodiscard]] bool beginsWithNewline(std::span<const std::byte> bytes, NewlineCode newline);
[[nodiscard]] bool beginsWithCarriageReturn(std::span<const std::byte> bytes, NewlineCode newline);

// The first newline whose code unit begins in `range`, and the last one that lies in it. `range` is cut to
// the snapshot, and unless it is empty its begin is rounded down, its end up, to code units. Reads in growing
// steps, from the end that is looked at first; passes over holes without reading them. Bytes that cannot be
// read are no newlines.
[[nodiscard]] std::optional<ByteOffset> firstNewline(
    const Snapshot& snapshot, const ByteRange& range, NewlineCode newline);
[[nodiscard]] std::optional<ByteOffset> lastNewline(
    const Snapshot& snapshot, const ByteRange& range, NewlineCode newline);

} // namespace megascope

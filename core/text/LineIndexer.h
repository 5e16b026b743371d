// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/task/Progress.h"
#include "core/text/LineIndex.h"

#include <stop_token>

namespace megascope {

// Counts the newlines of what `index` lacks of `snapshot`, with `threads` threads, the caller's among them. Holes are
// skipped; what cannot be read counts as holding no newline. `progress` counts bytes. Returns false when stopped:
// within the time of one group (64 MiB), what is counted by then stays counted.
// REQUIRES: index.size() == snapshot.size().
bool fillLineIndex(LineIndex& index, const Snapshot& snapshot, unsigned threads, Progress& progress, std::stop_token stop);

// Bytes of the longest line, without its line end (LF, or CR LF). Does not look at every byte: from the begin of a line
// it jumps ahead by the longest so far and looks back for a newline. Nothing when stopped.
[[nodiscard]] std::optional<ByteCount> longestLine(
    const Snapshot& snapshot, NewlineCode newline, unsigned threads, std::stop_token stop);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/task/Progress.h"
#include "core/text/LineIndex.h"
#include "core/text/LongestLine.h"

#include <stop_token>

namespace megascope {

// Counts the newlines of what `index` lacks of `snapshot`, with `threads` threads, the caller's among them.
// Holes are skipped; what cannot be read counts as holding no newline. `progress` counts bytes. Returns false
// when stopped: what is counted by then stays counted, but for a group (64 MiB) in each thread. With
// `longest` the lines are measured on the way, which costs next to nothing. REQUIRES: index.size() ==
// snapshot.size(); for `longest`, nothing is counted yet.
bool fillLineIndex(LineIndex& index, const Snapshot& snapshot, unsigned threads, Progress& progress,
    std::stop_token stop, LongestLine* longest = nullptr);

} // namespace megascope

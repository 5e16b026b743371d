// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/task/Progress.h"
#include "core/text/LineIndex.h"
#include "core/text/LongestLine.h"

#include <stop_token>

namespace megascope {

// The first bytes of a file that could not be read, found in several threads. Thread-safe.
class FirstLoss {
public:
    void note(const ByteRange& lost);
    [[nodiscard]] std::optional<ByteRange> range() const;

private:
    mutable std::mutex m_mutex;
    std::optional<ByteRange> m_range; // protected by m_mutex
};

// What a filling does beside counting. Pointers may be null; what they point to outlives the call.
struct FillingExtras {
    LongestLine* longest = nullptr; // measures the lines on the way. REQUIRES: nothing is counted yet
    FirstLoss* loss = nullptr; // is told what could not be read
    LineCount enough = LineCount::max(); // when so many newlines are counted from the front, the rest is left
};

// Counts the newlines of what `index` lacks of `snapshot`, with `threads` threads, the caller's among them.
// Holes are skipped; what cannot be read counts as holding no newline. `progress` counts bytes. Returns false
// when stopped before the end, or before there were enough: what is counted by then stays counted, but for a
// group (64 MiB) in each thread. REQUIRES: index.size() == snapshot.size().
bool fillLineIndex(LineIndex& index, const Snapshot& snapshot, unsigned threads, Progress& progress,
    std::stop_token stop, const FillingExtras& extras = {});

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LineFilter.h"
#include "core/search/Search.h"

namespace megascope {

// A line that a filter shows, from its begin to behind its line end.
struct FilteredLine {
    ByteRange range;
    bool passes = false; // else it is context

    friend bool operator==(const FilteredLine&, const FilteredLine&) = default;
};

// Where a filter begins, or goes on in a document that has grown.
struct FilterStart {
    ByteOffset from; // where a line begins
    int owed = 0; // so many lines from there on are context of a line before
    ByteOffset shownTo; // where the last line ends that is shown already; not behind `from`
};

struct FilterEnd {
    SearchEnd search; // Done, Stopped, TooComplex, OutOfMemory or Enough
    // When all is done: where to go on when something has come behind the end.
    FilterStart next;
    // Lines before `next.from` and behind that are shown as long as nothing has come: the last line has no
    // line end yet, and may be another one when it has; with it goes the context that it alone has.
    std::vector<FilteredLine> last;
};

// Gets lines in ascending order, some at a time, in one thread or another but never in two at once: those
// that are shown, and which of them pass. False: it has enough, and is not called again.
using LineSink = std::function<bool(std::span<const ByteRange> shown, std::span<const ByteRange> passing)>;

// Finds the lines that a filter shows, in `threads` threads of which the caller's is one. `progress` is told
// bytes. No line begins before `textBegin`. REQUIRES: threads >= 1; textBegin <= start.from; all lies in the
// snapshot.
[[nodiscard]] FilterEnd filterLines(const Snapshot& snapshot, const LineFilter& filter, ByteOffset textBegin,
    const FilterStart& start, unsigned threads, Progress& progress, std::stop_token stop,
    const LineSink& sink, const SearchSizes& sizes = {});

} // namespace megascope

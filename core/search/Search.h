// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/MatchWalk.h"

#include <functional>

namespace megascope {

// How a search ended.
struct SearchEnd {
    enum class Kind {
        Done,
        Enough, // the sink said so
        Stopped,
        TooComplex, // see SearchTrouble
        OutOfMemory,
    };
    Kind kind = Kind::Done;
    ByteOffset at; // of TooComplex: where it happened; all matches before that begin were handed on
    std::vector<ByteRange> unreadable; // ascending; nothing was found there
};

// What a search ends with after a trouble.
[[nodiscard]] SearchEnd::Kind endOf(SearchTrouble::Kind trouble);

// Gets matches in ascending order, some at a time, in one thread or another but never in two at once. False:
// it has enough, and is not called again.
using MatchSink = std::function<bool(std::span<const ByteRange>)>;

// What is searched in a document: `range`, whose matches lie in it entirely; context is looked at outside
// too, but not before `textBegin` (the byte order mark's end).
struct SearchRequest {
    ByteRange range;
    ByteOffset textBegin;
    SearchSizes sizes = {};
};

// Finds all matches: the leftmost, then the leftmost behind its end, and so on, as one thread would that goes
// from the front to the back. Works in `threads` threads, of which the caller's is one. `progress` is told
// bytes. REQUIRES: threads >= 1; textBegin <= range.begin(); the range lies in the snapshot.
[[nodiscard]] SearchEnd search(const Snapshot& snapshot, const Matcher& matcher, const SearchRequest& request,
    unsigned threads, Progress& progress, std::stop_token stop, const MatchSink& sink);

// Matches that begin before this place are the same whatever comes behind the end of the snapshot. Reads as
// far as the pattern reaches.
[[nodiscard]] ByteOffset decidedBefore(const Snapshot& snapshot, const Matcher& matcher);

// True when what the finder looks for may match zero bytes alone, as holes have them.
[[nodiscard]] bool matchesZeros(const Matcher& matcher, MatchFinder& finder, const std::stop_token& stop);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Search.h"

#include <optional>

namespace megascope {

// Where one match is sought: one that begins in `begins` and ends at `limit` at the latest.
struct SeekRequest {
    ByteRange begins;
    ByteOffset limit;
    ByteOffset textBegin; // as of SearchRequest
};

struct SeekEnd {
    std::optional<ByteRange> match;
    SearchEnd::Kind kind = SearchEnd::Kind::Done; // without a match: why there is none
    ByteOffset at; // of TooComplex
};

// The first match, or the last one. What is near costs little: the search goes on in steps that grow, of
// which the large ones are done in `threads` threads. `progress` is told bytes, anew for each large step.
//
// The matches are those of a search that begins where the sought one may; going backwards, a little before
// each step. So where matches could overlap one another, this may be another one than a search of the whole
// document has. REQUIRES: as of search(); begins.end() <= limit.
[[nodiscard]] SeekEnd seekForward(const Snapshot& snapshot, const Matcher& matcher,
    const SeekRequest& request, unsigned threads, Progress& progress, const std::stop_token& stop);
[[nodiscard]] SeekEnd seekBackward(const Snapshot& snapshot, const Matcher& matcher,
    const SeekRequest& request, unsigned threads, Progress& progress, const std::stop_token& stop);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/task/Progress.h"
#include "core/text/TimeSearch.h"

#include <vector>

namespace megascope {

// A log cut into pieces of the same length of time. Lines that bear no time belong to the one before them;
// those before the first time of all belong to none.
struct TimeBuckets {
    LogTime begin; // a multiple of `step` in the log's time zone
    std::chrono::nanoseconds step{0};
    // Where each bucket begins, ascending, and where the last one ends.
    std::vector<ByteOffset> borders;

    [[nodiscard]] std::size_t count() const { return borders.empty() ? 0 : borders.size() - 1; }
    [[nodiscard]] LogTime beginOf(std::size_t bucket) const
    {
        return begin + step * static_cast<std::int64_t>(bucket);
    }
    [[nodiscard]] LogTime end() const { return beginOf(count()); }
};

// A length of time that people count in, so that no more than `most` of them make `span`. At least 1 µs.
[[nodiscard]] std::chrono::nanoseconds bucketStep(std::chrono::nanoseconds span, std::int64_t most);

// Cuts what lies between two times into at most `most` buckets; both ends are moved outwards to a bucket's.
// Reads as searchTime() does, once for each border. When stopped, there is no count. REQUIRES: from <= to,
// most >= 2.
[[nodiscard]] TimeBuckets cutIntoBuckets(const TimedLines& lines, LogTime from, LogTime to, std::int64_t most,
    Progress& progress, std::stop_token stop = {});

} // namespace megascope

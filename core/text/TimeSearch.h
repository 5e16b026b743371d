// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TimedLines.h"

#include <stop_token>

namespace megascope {

// Where a time is in a log.
struct TimeFound {
    std::optional<TimedLine> at; // not before the time; nothing: all lines are before it
    std::optional<TimedLine> before; // the one that bears a time before that, which is before the time
};

// The first line of `range` whose time is not before `time`, by halving: reads some KiB for each of the
// steps, as many as halving the range down to 64 KiB takes. Needs no index.
//
// Lines that bear no time are passed over. Where the lines are out of order, the answer is one of the places
// where times pass `time`: a line that is not before it, behind one that is. Where there are MiB without any
// time, what lies between may be missed. When stopped, the answer is what was known by then.
[[nodiscard]] TimeFound searchTime(
    const TimedLines& lines, LogTime time, const ByteRange& range, std::stop_token stop = {});

// The first and the last line that bear a time; nothing when none was found.
struct TimeSpan {
    TimedLine first;
    TimedLine last;
};
[[nodiscard]] std::optional<TimeSpan> timeSpan(const TimedLines& lines, std::stop_token stop = {});

} // namespace megascope

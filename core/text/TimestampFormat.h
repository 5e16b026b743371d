// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/SpelledTime.h"

#include <string>
#include <vector>

namespace megascope {

// How the lines of one log bear their times, and what these mean. A value; thread-safe.
//
// A time without a zone is taken as it stands. One without a year is put into the year in which it is not
// before windowBegin(), which is set from the log's first line: so times go on ascending over New Year, and a
// log without years is taken to span less than one. A time of day is put into 24 hours in the same way; a log
// that passes midnight more than once cannot be told from one that does not.
class TimestampFormat {
public:
    // Columns of characters at which times may begin; none: anywhere.
    TimestampFormat(TimeSpelling spelling, std::vector<std::size_t> columns);

    [[nodiscard]] TimeSpelling spelling() const { return m_spelling; }
    // The time in the first characters of a line.
    [[nodiscard]] std::optional<LogTime> timeIn(std::string_view head) const;
    [[nodiscard]] std::optional<SpelledTime> spelledTimeIn(std::string_view head) const;
    [[nodiscard]] LogTime meaningOf(const SpelledTime& time) const;

    // Where the years, or the days, begin. From 0 on until it is set.
    [[nodiscard]] LogTime windowBegin() const { return m_windowBegin; }
    [[nodiscard]] bool needsWindow() const;
    // From the first and the last time as they are now, so that the last is the latest that is not after
    // `latest` by more than a day. Times that are some days before the first one still count to its year.
    void setWindow(LogTime first, LogTime last, LogTime latest);

    // What a time that is typed without a zone is in, and what times are shown in.
    [[nodiscard]] std::chrono::minutes zone() const { return m_zone; }
    void setZone(std::chrono::minutes zone) { m_zone = zone; }

    // From one line to another. Of times of day the shortest way ahead.
    [[nodiscard]] std::chrono::nanoseconds difference(LogTime from, LogTime to) const;

    friend bool operator==(const TimestampFormat&, const TimestampFormat&) = default;

private:
    TimeSpelling m_spelling;
    std::vector<std::size_t> m_columns;
    LogTime m_windowBegin;
    std::chrono::minutes m_zone{0};
};

// Which time spelling most lines bear, and where; nothing where hardly any line bears one. `heads` are those
// of lines from several places of a log, in order.
[[nodiscard]] std::optional<TimestampFormat> guessTimestampFormat(std::span<const std::string> heads);

} // namespace megascope

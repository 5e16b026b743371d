// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TimestampFormat.h"

namespace megascope {

// A time as people ask for it.
struct TimeQuery {
    enum class Kind {
        Absolute, // a date and a time, or a date: in any spelling that logs use, without seconds as well
        OfDay, // of the day that one is at
        Relative, // from the line that one is at
    };
    Kind kind = Kind::Absolute;
    SpelledTime time = {}; // of the first two
    std::chrono::nanoseconds amount{0}; // of the last

    // "2024-01-02 03:04", "2024-01-02", "Nov 21 20:55", "03:04:05", "+5m", "-1h30m", "1700000000"; a number
    // of up to nine digits is seconds since 1970 or since a boot. Amounts are of up to 50 years.
    [[nodiscard]] static std::optional<TimeQuery> parse(std::string_view text);

    // Which time that is in a log, for somebody at a line of the time `here`. Without a zone it is in the
    // log's.
    [[nodiscard]] LogTime meaning(const TimestampFormat& format, LogTime here) const;
};

// In the log's zone, with as many digits of the second as are needed: "2024-01-02 03:04:05.678"; "03:04:05"
// and "1234.567890" where the log has no dates.
[[nodiscard]] std::string timeText(const TimestampFormat& format, LogTime time);
// The shortest that tells the time apart from another `step` later.
[[nodiscard]] std::string shortTimeText(
    const TimestampFormat& format, LogTime time, std::chrono::nanoseconds step);
// In at most compactDifferenceSize characters: "+0.000123", "+12.345", "+12:34.567", "+12:34:56", "+12d 03h",
// "+1000d".
inline constexpr int compactDifferenceSize = 10;
[[nodiscard]] std::string compactDifference(std::chrono::nanoseconds difference);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace megascope {

// When something happened: nanoseconds since 1970-01-01 00:00, without leap seconds. UTC where the time zone
// is known, else the clock of whoever wrote it, as it stood. From 1920 to 2199.
using LogTime = std::chrono::sys_time<std::chrono::nanoseconds>;

// How a line of a log spells its time; those that say more come first.
enum class TimeSpelling {
    YearFirst, // 2024-01-02T03:04:05.678Z, 2024/01/02 03:04:05, 2024-01-02 03:04:05,678, 20240102T030405Z
    DayMonthYear, // 10/Oct/2000:13:55:36 -0700; Tue, 15 Nov 1994 08:12:31 GMT; 02-Jan-2024 03:04:05.678
    WeekdayFirst, // Tue Nov 15 08:12:31 1994; Tue Nov 15 08:12:31 UTC 1994
    Epoch, // 1700000000, with 10, 13, 16 or 19 digits: s, ms, µs, ns; or seconds with a fraction
    MonthDay, // Nov 21 20:55:04, most often without a year; Jan 2, 2024 3:04:05 PM
    Glog, // I0102 15:04:05.678901, I20240102 15:04:05.678901
    SinceBoot, // [ 1234.567890]
    TimeOfDay, // 03:04:05.678
};

[[nodiscard]] std::span<const TimeSpelling> allTimeSpellings();

// A time as it is written.
struct SpelledTime {
    std::size_t begin = 0; // in the text it was read from
    std::size_t end = 0;
    int year = 0; // 0: not said
    unsigned month = 0; // 0: nor is the date
    unsigned day = 0;
    std::chrono::nanoseconds ofDay{0}; // more than a day where it is counted from 1970 or from a boot
    std::optional<std::chrono::minutes> zone = {}; // ahead of UTC
};

// The time that begins exactly at `at`. REQUIRES: at <= text.size().
[[nodiscard]] std::optional<SpelledTime> spelledTimeAt(
    std::string_view text, std::size_t at, TimeSpelling spelling);

// The first time in a text. In a line of JSON it is the value of a key that is usual for times, if there is
// one.
[[nodiscard]] std::optional<SpelledTime> findSpelledTime(std::string_view text, TimeSpelling spelling);

// A time may begin there: no word, number or path goes on from before.
[[nodiscard]] bool mayTimeBegin(std::string_view text, std::size_t at, TimeSpelling spelling);

} // namespace megascope

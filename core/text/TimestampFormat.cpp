// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TimestampFormat.h"

#include <algorithm>
#include <map>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

// How far a line may be out of order and still belong to the year, or the day, of those around it.
constexpr days yearSlack(7);
constexpr hours daySlack(1);

// Of the lines that are looked at, one in so many bears a time at least: dumps and stack traces may be long.
constexpr std::size_t rarest = 100;
// A column counts where one in so many of the times is there.
constexpr std::size_t rarestColumn = 100;
// More columns than that are no columns: then times are looked for everywhere.
constexpr std::size_t mostColumns = 16;

int yearOf(LogTime time)
{
    return int(year_month_day(floor<days>(time)).year());
}

// 29 February of a year that has none is the day after the 28th.
LogTime inYear(const SpelledTime& time, int year)
{
    const sys_days first = sys_days(std::chrono::year(year) / month(time.month) / 1);
    return LogTime(first + days(time.day - 1)) + time.ofDay - time.zone.value_or(0min);
}

LogTime moved(LogTime time, int years)
{
    const sys_days date = floor<days>(time);
    const year_month_day from(date);
    const sys_days first = sys_days((from.year() + std::chrono::years(years)) / from.month() / 1);
    return LogTime(first + (from.day() - day(1))) + (time - date);
}

// How often times of a spelling begin at which column, in the lines that bear one.
struct Census {
    TimeSpelling spelling = TimeSpelling::TimeOfDay;
    std::size_t lines = 0;
    std::map<std::size_t, std::size_t> columns;
    std::optional<minutes> zone;
};

Census takeCensus(std::span<const std::string> heads, TimeSpelling spelling)
{
    Census census;
    census.spelling = spelling;
    for (const std::string& head : heads) {
        const std::optional<SpelledTime> time = findSpelledTime(head, spelling);
        if (!time)
            continue;
        ++census.lines;
        ++census.columns[time->begin];
        if (time->zone)
            census.zone = time->zone;
    }
    return census;
}

std::vector<std::size_t> usualColumns(const Census& census)
{
    std::vector<std::size_t> columns;
    std::size_t lines = 0;
    for (const auto& [column, count] : census.columns) {
        if (count * rarestColumn < census.lines)
            continue;
        columns.push_back(column);
        lines += count;
    }
    const bool areUsual = columns.size() <= mostColumns && lines * 10 >= census.lines * 9;
    return areUsual ? columns : std::vector<std::size_t>();
}

} // namespace

TimestampFormat::TimestampFormat(TimeSpelling spelling, std::vector<std::size_t> columns)
    : m_spelling(spelling)
    , m_columns(std::move(columns))
{
}

std::optional<SpelledTime> TimestampFormat::spelledTimeIn(std::string_view head) const
{
    // Keys of an object may stand in any order.
    if (m_columns.empty() || head.starts_with('{'))
        return findSpelledTime(head, m_spelling);
    for (const std::size_t column : m_columns) {
        if (column >= head.size() || !mayTimeBegin(head, column, m_spelling))
            continue;
        if (const std::optional<SpelledTime> time = spelledTimeAt(head, column, m_spelling))
            return time;
    }
    return std::nullopt;
}

std::optional<LogTime> TimestampFormat::timeIn(std::string_view head) const
{
    return spelledTimeIn(head).transform([this](const SpelledTime& time) { return meaningOf(time); });
}

LogTime TimestampFormat::meaningOf(const SpelledTime& time) const
{
    if (time.month == 0) {
        const LogTime meant = LogTime(floor<days>(m_windowBegin)) + time.ofDay;
        return meant < m_windowBegin ? meant + days(1) : meant;
    }
    if (time.year != 0)
        return inYear(time, time.year);
    const int year = yearOf(m_windowBegin);
    const LogTime meant = inYear(time, year);
    return meant < m_windowBegin ? inYear(time, year + 1) : meant;
}

bool TimestampFormat::needsWindow() const
{
    return m_spelling == TimeSpelling::MonthDay || m_spelling == TimeSpelling::Glog
        || m_spelling == TimeSpelling::TimeOfDay;
}

void TimestampFormat::setWindow(LogTime first, LogTime last, LogTime latest)
{
    if (m_spelling == TimeSpelling::TimeOfDay) {
        m_windowBegin = first - daySlack;
        return;
    }
    last = moved(last, yearOf(latest) - yearOf(last));
    if (last > latest + days(1))
        last = moved(last, -1);
    first = moved(first, yearOf(last) - yearOf(first));
    if (first > last + yearSlack)
        first = moved(first, -1);
    m_windowBegin = first - yearSlack;
}

nanoseconds TimestampFormat::difference(LogTime from, LogTime to) const
{
    const nanoseconds difference = to - from;
    const bool passesMidnight = m_spelling == TimeSpelling::TimeOfDay && difference < -daySlack;
    return passesMidnight ? difference + days(1) : difference;
}

std::optional<TimestampFormat> guessTimestampFormat(std::span<const std::string> heads)
{
    std::vector<Census> all;
    std::size_t most = 0;
    for (const TimeSpelling spelling : allTimeSpellings()) {
        all.push_back(takeCensus(heads, spelling));
        most = std::max(most, all.back().lines);
    }
    if (most == 0 || most * rarest < heads.size())
        return std::nullopt;
    // A time of day is part of most others: so the first that is common, not the most common.
    const auto chosen
        = std::ranges::find_if(all, [most](const Census& census) { return census.lines * 2 >= most; });
    TimestampFormat format(chosen->spelling, usualColumns(*chosen));
    format.setZone(chosen->zone.value_or(0min));
    return format;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TimeQuery.h"

#include "core/file/FormatText.h"
#include "core/text/TimeFields.h"

#include <array>
#include <cmath>
#include <cstdint>

namespace megascope {

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr days largestAmount(50 * 365);

struct Unit {
    std::string_view name;
    nanoseconds length;
};
// Longer names first where one begins with another.
constexpr std::array units{Unit{"ms", 1ms}, Unit{"us", 1us}, Unit{"µs", 1us}, Unit{"ns", 1ns},
    Unit{"min", 1min}, Unit{"m", 1min}, Unit{"s", 1s}, Unit{"h", 1h}, Unit{"d", days(1)},
    Unit{"w", weeks(1)}};

std::string_view trimmed(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

// "1h30m", "1.5 s": an amount of at least one unit.
std::optional<nanoseconds> readAmount(std::string_view text)
{
    double sum = 0;
    bool any = false;
    for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
        TimeFields fields(text, 0);
        const std::size_t digits = fields.digits();
        if (digits == 0 || digits > 9)
            return std::nullopt;
        double value = fields.number(digits);
        if (fields.peek() == '.')
            value += duration<double>(fields.fraction()).count();
        text = trimmed(text.substr(fields.at()));
        const Unit* named = nullptr;
        for (const Unit& candidate : units) {
            if (!named && text.starts_with(candidate.name))
                named = &candidate;
        }
        if (!named)
            return std::nullopt;
        text.remove_prefix(named->name.size());
        sum += value * static_cast<double>(named->length.count());
        any = true;
    }
    if (!any || sum > duration<double, std::nano>(largestAmount).count())
        return std::nullopt;
    return nanoseconds(std::llround(sum));
}

std::optional<SpelledTime> readWhole(std::string_view text)
{
    for (const TimeSpelling spelling : allTimeSpellings()) {
        const std::optional<SpelledTime> time = spelledTimeAt(text, 0, spelling);
        if (time && time->end == text.size())
            return time;
    }
    return std::nullopt;
}

std::optional<SpelledTime> readSeconds(std::string_view text)
{
    TimeFields fields(text, 0);
    const std::size_t digits = fields.digits();
    if (digits == 0 || digits > 9)
        return std::nullopt;
    SpelledTime time{.year = 1970, .month = 1, .day = 1};
    time.ofDay = seconds(fields.number(digits));
    if (fields.peek() == '.')
        time.ofDay += fields.fraction();
    return fields.at() == text.size() ? std::optional(time) : std::nullopt;
}

// What has no seconds, or no time of day, begins with the minute, or the day.
std::optional<SpelledTime> readTime(std::string_view text)
{
    for (const std::string_view missing : {"", ":00", " 00:00:00"}) {
        if (const std::optional<SpelledTime> time = readWhole(std::string(text) + std::string(missing)))
            return time;
    }
    return readSeconds(text);
}

struct Clock {
    hh_mm_ss<nanoseconds> time;
    year_month_day date;

    Clock(const TimestampFormat& format, LogTime moment)
        : Clock(moment + format.zone())
    {
    }
    explicit Clock(LogTime local)
        : time(local - floor<days>(local))
        , date(floor<days>(local))
    {
    }
};

// The digits behind the point that are needed.
std::string fractionText(nanoseconds fraction)
{
    if (fraction == 0ns)
        return {};
    if (fraction % 1ms == 0ns)
        return formatText(".{:03}", fraction / 1ms);
    return fraction % 1us == 0ns ? formatText(".{:06}", fraction / 1us)
                                 : formatText(".{:09}", fraction.count());
}

std::string sinceBootText(LogTime time)
{
    const nanoseconds since = time.time_since_epoch();
    const char* sign = since < 0ns ? "-" : "";
    const nanoseconds amount = abs(since);
    return formatText("{}{}{}", sign, amount / 1s, fractionText(amount % 1s));
}

std::string dateText(const year_month_day& date)
{
    return formatText("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

std::string clockText(const hh_mm_ss<nanoseconds>& time)
{
    return formatText("{:02}:{:02}:{:02}{}", time.hours().count(), time.minutes().count(),
        time.seconds().count(), fractionText(time.subseconds()));
}

} // namespace

std::optional<TimeQuery> TimeQuery::parse(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with('+') || text.starts_with('-')) {
        const std::optional<nanoseconds> amount = readAmount(text.substr(1));
        if (!amount)
            return std::nullopt;
        return TimeQuery{.kind = Kind::Relative, .amount = text[0] == '-' ? -*amount : *amount};
    }
    const std::optional<SpelledTime> time = text.empty() ? std::nullopt : readTime(text);
    if (!time)
        return std::nullopt;
    return TimeQuery{.kind = time->month == 0 ? Kind::OfDay : Kind::Absolute, .time = *time};
}

LogTime TimeQuery::meaning(const TimestampFormat& format, LogTime here) const
{
    if (kind == Kind::Relative)
        return here + amount;
    SpelledTime wanted = time;
    if (kind == Kind::OfDay && format.spelling() == TimeSpelling::TimeOfDay)
        return format.meaningOf(wanted);
    if (!wanted.zone)
        wanted.zone = format.zone();
    const year_month_day date = Clock(format, here).date;
    if (kind == Kind::OfDay) {
        wanted.month = unsigned(date.month());
        wanted.day = unsigned(date.day());
        wanted.year = int(date.year());
    }
    if (wanted.year == 0 && !format.needsWindow())
        wanted.year = int(date.year());
    return format.meaningOf(wanted);
}

std::string timeText(const TimestampFormat& format, LogTime time)
{
    if (format.spelling() == TimeSpelling::SinceBoot)
        return sinceBootText(time);
    const Clock clock(format, time);
    if (format.spelling() == TimeSpelling::TimeOfDay)
        return clockText(clock.time);
    return formatText("{} {}", dateText(clock.date), clockText(clock.time));
}

std::string shortTimeText(const TimestampFormat& format, LogTime time, nanoseconds step)
{
    if (format.spelling() == TimeSpelling::SinceBoot)
        return sinceBootText(time);
    const Clock clock(format, time);
    const auto hour = clock.time.hours().count();
    const auto minute = clock.time.minutes().count();
    if (step < 1min)
        return clockText(clock.time);
    const bool hasDate = format.spelling() != TimeSpelling::TimeOfDay;
    if (step >= days(1) && hasDate)
        return dateText(clock.date);
    if (hour == 0 && minute == 0 && hasDate)
        return formatText("{:02}-{:02}", unsigned(clock.date.month()), unsigned(clock.date.day()));
    return formatText("{:02}:{:02}", hour, minute);
}

std::string compactDifference(nanoseconds difference)
{
    const char sign = difference < 0ns ? '-' : '+';
    const nanoseconds amount = abs(difference);
    const hh_mm_ss<nanoseconds> time(amount);
    const auto milliseconds = time.subseconds() / 1ms;
    if (amount == 0ns)
        return "+0";
    if (amount < 1ms)
        return formatText("{}0.{:06}", sign, amount / 1us);
    if (amount < 1min)
        return formatText("{}{}.{:03}", sign, time.seconds().count(), milliseconds);
    if (amount < 1h)
        return formatText(
            "{}{:02}:{:02}.{:03}", sign, time.minutes().count(), time.seconds().count(), milliseconds);
    if (amount < 100h)
        return formatText("{}{:02}:{:02}:{:02}", sign, time.hours().count(), time.minutes().count(),
            time.seconds().count());
    if (amount >= days(1000))
        return formatText("{}{}d", sign, amount / days(1));
    return formatText("{}{}d {:02}h", sign, amount / days(1), amount % days(1) / 1h);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/SpelledTime.h"

#include "core/text/TimeFields.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace megascope {

namespace {

using std::chrono::nanoseconds;
using Read = std::optional<SpelledTime>;

// So that the difference of any two fits 63 bits of nanoseconds.
constexpr int firstYear = 1920;
constexpr int lastYear = 2199;
constexpr std::int64_t lastEpochSecond = 7'258'118'399;

constexpr std::array spellings{TimeSpelling::YearFirst, TimeSpelling::DayMonthYear,
    TimeSpelling::WeekdayFirst, TimeSpelling::Epoch, TimeSpelling::MonthDay, TimeSpelling::Glog,
    TimeSpelling::SinceBoot, TimeSpelling::TimeOfDay};

// Keys whose values are times.
constexpr std::array<std::string_view, 14> timeKeys{"time", "timestamp", "ts", "t", "date", "datetime",
    "asctime", "eventtime", "created", "createdat", "logtime", "when", "starttime", "timemillis"};

// With the date that was read; nothing where the calendar has none such. Without a year 29 February is one.
Read dated(SpelledTime time)
{
    using namespace std::chrono;
    const bool inRange = time.year == 0 || (time.year >= firstYear && time.year <= lastYear);
    const auto year = std::chrono::year(time.year == 0 ? 2000 : time.year);
    if (!inRange || !year_month_day(year, month(time.month), day(time.day)).ok())
        return std::nullopt;
    return time;
}

// A number of exactly so many digits, or 0, of which no calendar has any.
unsigned calendarNumber(int value)
{
    return value < 0 ? 0U : static_cast<unsigned>(value);
}

Read readCompact(TimeFields& fields, SpelledTime time)
{
    time.year = fields.number(4, false);
    time.month = calendarNumber(fields.number(2, false));
    time.day = calendarNumber(fields.number(2));
    if (!fields.skipOneOf("T_- "))
        return std::nullopt;
    const std::optional<nanoseconds> clock = fields.digits() == 6 ? fields.compactClock() : fields.clock();
    if (!clock || time.year < 1)
        return std::nullopt;
    time.ofDay = *clock;
    time.zone = fields.zone();
    return dated(time);
}

Read readYearFirst(TimeFields& fields, SpelledTime time)
{
    if (fields.digits() == 8)
        return readCompact(fields, time);
    time.year = fields.number(4);
    const char separator = fields.peek();
    if (time.year < 1 || !fields.skipOneOf("-/."))
        return std::nullopt;
    time.month = calendarNumber(fields.number(2));
    time.day = fields.skip(separator) ? calendarNumber(fields.number(2)) : 0;
    if (!fields.skipOneOf("Tt_") && !fields.skipBlanks())
        return std::nullopt;
    const std::optional<nanoseconds> clock = fields.clock(TimeFields::Clock::Short);
    if (!clock)
        return std::nullopt;
    time.ofDay = *clock;
    time.zone = fields.zone();
    return dated(time);
}

Read readDayMonthYear(TimeFields& fields, SpelledTime time)
{
    if (fields.skipWeekday()) {
        (void)fields.skip(',');
        if (!fields.skipBlanks())
            return std::nullopt;
    }
    time.day = calendarNumber(fields.shortNumber());
    const char separator = fields.peek();
    if (!fields.skipOneOf(" /-"))
        return std::nullopt;
    time.month = fields.month();
    time.year = time.month > 0 && fields.skip(separator) ? fields.number(4) : -1;
    if (time.year < 1)
        return std::nullopt;
    (void)fields.skip(',');
    if (!fields.skip(':') && !fields.skipBlanks())
        return std::nullopt;
    const std::optional<nanoseconds> clock = fields.clock(TimeFields::Clock::Short);
    if (!clock)
        return std::nullopt;
    time.ofDay = *clock;
    time.zone = fields.zone();
    return dated(time);
}

// "Nov 15", with one blank or more between.
bool readMonthAndDay(TimeFields& fields, SpelledTime& time)
{
    time.month = fields.month();
    if (time.month == 0 || !fields.skipBlanks())
        return false;
    time.day = calendarNumber(fields.shortNumber());
    return time.day > 0;
}

Read readWeekdayFirst(TimeFields& fields, SpelledTime time)
{
    if (!fields.skipWeekday() || !fields.skipBlanks() || !readMonthAndDay(fields, time)
        || !fields.skipBlanks())
        return std::nullopt;
    const std::optional<nanoseconds> clock = fields.clock();
    if (!clock)
        return std::nullopt;
    time.ofDay = *clock;
    time.zone = fields.zone();
    if (!fields.skipBlanks())
        return std::nullopt;
    // A zone by name, CET say, tells nothing that is the same everywhere.
    while (isLetter(fields.peek()))
        (void)fields.skip(fields.peek());
    (void)fields.skipBlanks();
    time.year = fields.number(4);
    return time.year < 1 ? std::nullopt : dated(time);
}

Read readMonthDay(TimeFields& fields, SpelledTime time)
{
    if (!readMonthAndDay(fields, time))
        return std::nullopt;
    const bool hasComma = fields.skip(',');
    if (!fields.skipBlanks())
        return std::nullopt;
    if (fields.digits() == 4) {
        time.year = fields.number(4);
        (void)fields.skip(',');
        if (time.year < 1 || !fields.skipBlanks())
            return std::nullopt;
    } else if (hasComma) {
        return std::nullopt;
    }
    const std::optional<nanoseconds> clock = fields.clock();
    if (!clock)
        return std::nullopt;
    time.ofDay = *clock;
    time.zone = fields.zone();
    return dated(time);
}

Read readGlog(TimeFields& fields, SpelledTime time)
{
    if (!fields.skipOneOf("DIWEFC"))
        return std::nullopt;
    if (fields.digits() == 8) {
        time.year = fields.number(4, false);
        if (time.year < 1)
            return std::nullopt;
    }
    time.month = calendarNumber(fields.number(2, false));
    time.day = calendarNumber(fields.number(2));
    if (!fields.skipBlanks())
        return std::nullopt;
    const std::optional<nanoseconds> clock = fields.clock();
    if (!clock)
        return std::nullopt;
    time.ofDay = *clock;
    return dated(time);
}

// A date that counts from 1970 on; the clock holds all.
SpelledTime counted(SpelledTime time, nanoseconds since)
{
    time.year = 1970;
    time.month = 1;
    time.day = 1;
    time.ofDay = since;
    return time;
}

Read readSinceBoot(TimeFields& fields, SpelledTime time)
{
    if (!fields.skip('['))
        return std::nullopt;
    (void)fields.skipBlanks();
    const std::size_t digits = fields.digits();
    if (digits == 0 || digits > 9)
        return std::nullopt;
    const std::chrono::seconds seconds(fields.number(digits));
    if (fields.peek() != '.')
        return std::nullopt;
    const nanoseconds fraction = fields.fraction();
    return fields.skip(']') ? Read(counted(time, seconds + fraction)) : std::nullopt;
}

Read readEpoch(TimeFields& fields, SpelledTime time)
{
    const std::size_t digits = fields.digits();
    if (digits != 10 && digits != 13 && digits != 16 && digits != 19)
        return std::nullopt;
    std::int64_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const std::int64_t digit = fields.peek(i) - '0';
        if (value > (INT64_MAX - digit) / 10)
            return std::nullopt;
        value = value * 10 + digit;
    }
    for (std::size_t i = 0; i < digits; ++i)
        (void)fields.skipOneOf("0123456789");
    std::int64_t unit = 1'000'000'000;
    for (std::size_t d = 10; d < digits; d += 3)
        unit /= 1000;
    if (value / (1'000'000'000 / unit) > lastEpochSecond)
        return std::nullopt;
    nanoseconds since(value * unit);
    if (digits == 10)
        since += fields.fraction();
    if (isLetter(fields.peek()) || fields.peek() == '_')
        return std::nullopt;
    time.zone = std::chrono::minutes(0);
    return counted(time, since);
}

Read readTimeOfDay(TimeFields& fields, SpelledTime time)
{
    if (fields.digits() != 2)
        return std::nullopt;
    const std::optional<nanoseconds> clock = fields.clock();
    if (!clock)
        return std::nullopt;
    time.ofDay = *clock;
    return time;
}

bool isKeyCharacter(char c)
{
    return isLetter(c) || c == '_' || c == '@';
}

// A key that is usual for times stands before the value at `at`: "ts": or time=.
bool hasTimeKey(std::string_view text, std::size_t at)
{
    const auto skipBack = [&](auto&& skips) {
        while (at > 0 && skips(text[at - 1]))
            --at;
    };
    const auto isQuote = [](char c) { return c == '"' || c == '\''; };
    const auto isBlank = [](char c) { return c == ' '; };
    skipBack(isQuote);
    skipBack(isBlank);
    if (at == 0 || (text[at - 1] != ':' && text[at - 1] != '='))
        return false;
    --at;
    skipBack(isBlank);
    skipBack(isQuote);
    const std::size_t end = at;
    skipBack(isKeyCharacter);
    const auto matches = [&](std::string_view key) {
        std::size_t next = 0;
        for (std::size_t i = at; i < end; ++i) {
            const char c = text[i];
            if (c == '_' || c == '@')
                continue;
            const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            if (next >= key.size() || key[next++] != low)
                return false;
        }
        return next == key.size();
    };
    return std::ranges::any_of(timeKeys, matches);
}

bool mayEpochBegin(std::string_view text, std::size_t at)
{
    const bool isFirst = at == 0 || (at == 1 && (text[0] == '[' || text[0] == '('));
    return isFirst || text.substr(0, at).ends_with("audit(") || hasTimeKey(text, at);
}

// The kernel's times stand first, but for a priority: <6>[ 1234.567890].
bool maySinceBootBegin(std::string_view text, std::size_t at)
{
    return at == 0
        || (at <= 6 && text[0] == '<' && text[at - 1] == '>'
            && std::ranges::all_of(text.substr(1, at - 2), isDigit));
}

} // namespace

std::span<const TimeSpelling> allTimeSpellings()
{
    return spellings;
}

Read spelledTimeAt(std::string_view text, std::size_t at, TimeSpelling spelling)
{
    TimeFields fields(text, at);
    const auto read = [&] {
        switch (spelling) {
        case TimeSpelling::YearFirst:
            return readYearFirst;
        case TimeSpelling::DayMonthYear:
            return readDayMonthYear;
        case TimeSpelling::WeekdayFirst:
            return readWeekdayFirst;
        case TimeSpelling::Epoch:
            return readEpoch;
        case TimeSpelling::MonthDay:
            return readMonthDay;
        case TimeSpelling::Glog:
            return readGlog;
        case TimeSpelling::SinceBoot:
            return readSinceBoot;
        case TimeSpelling::TimeOfDay:
            break;
        }
        return readTimeOfDay;
    }();
    Read time = read(fields, SpelledTime{.begin = at});
    if (time)
        time->end = fields.at();
    return time;
}

bool mayTimeBegin(std::string_view text, std::size_t at, TimeSpelling spelling)
{
    const char first = text[at];
    if (spelling == TimeSpelling::SinceBoot)
        return first == '[' && maySinceBootBegin(text, at);
    if (!isDigit(first) && !isLetter(first))
        return false;
    if (spelling == TimeSpelling::Epoch)
        return isDigit(first) && mayEpochBegin(text, at);
    const char before = at == 0 ? ' ' : text[at - 1];
    // A date may stand behind a name: "time:28/Feb/2013…", or as grep puts files' names.
    if (before == ':')
        return spelling != TimeSpelling::TimeOfDay;
    return !isDigit(before) && !isLetter(before) && !std::string_view(".-_/+").contains(before);
}

Read findSpelledTime(std::string_view text, TimeSpelling spelling)
{
    Read first;
    const bool isObject = text.starts_with('{');
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!mayTimeBegin(text, at, spelling))
            continue;
        const Read time = spelledTimeAt(text, at, spelling);
        if (!time)
            continue;
        if (!isObject || hasTimeKey(text, at))
            return time;
        if (!first)
            first = time;
    }
    return first;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TimeFields.h"

namespace megascope {

namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using std::chrono::nanoseconds;

constexpr char lowered(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// 60: a leap second, which the next minute begins with.
bool isClock(int hour, int minute, int second)
{
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
}

nanoseconds clockOf(int hour, int minute, int second)
{
    return std::chrono::hours(hour) + minutes(minute) + std::chrono::seconds(second);
}

} // namespace

bool TimeFields::skip(char c)
{
    if (peek() != c)
        return false;
    ++m_at;
    return true;
}

bool TimeFields::skipOneOf(std::string_view characters)
{
    if (m_at >= m_text.size() || !characters.contains(peek()))
        return false;
    ++m_at;
    return true;
}

bool TimeFields::skipBlanks()
{
    const std::size_t from = m_at;
    while (skip(' ')) { }
    return m_at > from;
}

std::size_t TimeFields::digits() const
{
    std::size_t count = 0;
    while (isDigit(peek(count)))
        ++count;
    return count;
}

int TimeFields::number(std::size_t digits, bool ends)
{
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (!isDigit(peek(i)))
            return -1;
        value = value * 10 + (peek(i) - '0');
    }
    if (ends && isDigit(peek(digits)))
        return -1;
    m_at += digits;
    return value;
}

int TimeFields::shortNumber()
{
    const std::size_t count = digits();
    return count == 1 || count == 2 ? number(count) : -1;
}

// The place of three letters in a row of names of three letters; -1: there is none.
int TimeFields::nameAt(std::string_view names) const
{
    for (std::size_t i = 0; i < names.size(); i += 3) {
        if (lowered(peek(0)) == names[i] && lowered(peek(1)) == names[i + 1]
            && lowered(peek(2)) == names[i + 2])
            return static_cast<int>(i / 3);
    }
    return -1;
}

unsigned TimeFields::month()
{
    const int name = nameAt("janfebmaraprmayjunjulaugsepoctnovdec");
    if (name < 0 || isLetter(peek(3)))
        return 0;
    m_at += 3;
    return static_cast<unsigned>(name) + 1;
}

bool TimeFields::skipWeekday()
{
    if (nameAt("montuewedthufrisatsun") < 0 || isLetter(peek(3)))
        return false;
    m_at += 3;
    return true;
}

nanoseconds TimeFields::fraction()
{
    const char mark = peek();
    std::size_t count = 0;
    while (isDigit(peek(1 + count)))
        ++count;
    const bool isThere
        = mark == '.' ? count > 0 : (mark == ',' || mark == ':') && (count == 3 || count == 6 || count == 9);
    if (!isThere)
        return 0ns;
    std::int64_t value = 0;
    for (std::size_t i = 0; i < 9; ++i)
        value = value * 10 + (i < count ? peek(1 + i) - '0' : 0);
    m_at += 1 + count;
    return nanoseconds(value);
}

std::optional<nanoseconds> TimeFields::clock(Clock clock)
{
    const std::size_t from = m_at;
    int hour = shortNumber();
    const int minute = skip(':') ? number(2) : -1;
    const bool hasSeconds = peek() == ':' && isDigit(peek(1));
    const int second = hasSeconds && skip(':') ? number(2) : clock == Clock::Short ? 0 : -1;
    const nanoseconds fraction = hasSeconds ? this->fraction() : 0ns;
    const std::size_t blank = peek() == ' ' ? 1 : 0;
    const char half = lowered(peek(blank));
    if ((half == 'a' || half == 'p') && lowered(peek(blank + 1)) == 'm' && !isLetter(peek(blank + 2))
        && hour >= 1 && hour <= 12) {
        m_at += blank + 2;
        hour = hour % 12 + (half == 'p' ? 12 : 0);
    }
    if (!isClock(hour, minute, second) || isDigit(peek()) || (peek() == ':' && isDigit(peek(1)))) {
        m_at = from;
        return std::nullopt;
    }
    return clockOf(hour, minute, second) + fraction;
}

std::optional<nanoseconds> TimeFields::compactClock()
{
    const std::size_t from = m_at;
    const int hour = number(2, false);
    const int minute = number(2, false);
    const int second = number(2);
    if (!isClock(hour, minute, second)) {
        m_at = from;
        return std::nullopt;
    }
    return clockOf(hour, minute, second) + fraction();
}

std::optional<minutes> TimeFields::numericZone(bool afterBlank)
{
    const std::size_t from = m_at;
    const int sign = peek() == '-' ? -1 : 1;
    ++m_at;
    const int hour = number(2, false);
    const bool hasColon = hour >= 0 && peek() == ':' && isDigit(peek(1)) && skip(':');
    const bool hasMinutes = hasColon || isDigit(peek());
    const int minute = hasMinutes ? number(2) : 0;
    const bool ends = !isDigit(peek()) && !isLetter(peek());
    if (hour < 0 || hour > 14 || minute < 0 || minute > 59 || !ends || (afterBlank && !hasMinutes)) {
        m_at = from;
        return std::nullopt;
    }
    return minutes(sign * (hour * 60 + minute));
}

std::optional<minutes> TimeFields::zone()
{
    const std::size_t from = m_at;
    if ((peek() == 'Z' || peek() == 'z') && !isLetter(peek(1)) && !isDigit(peek(1))) {
        ++m_at;
        return 0min;
    }
    const bool afterBlank = skip(' ');
    if (peek() == '+' || peek() == '-') {
        if (const std::optional<minutes> zone = numericZone(afterBlank))
            return zone;
    }
    for (const std::string_view name : {"UTC", "GMT"}) {
        if (m_text.substr(m_at, name.size()) == name && !isLetter(peek(name.size()))
            && peek(name.size()) != '+' && peek(name.size()) != '-') {
            m_at += name.size();
            return 0min;
        }
    }
    m_at = from;
    return std::nullopt;
}

} // namespace megascope

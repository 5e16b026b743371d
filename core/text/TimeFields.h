// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/SpelledTime.h"

#include <string_view>

namespace megascope {

[[nodiscard]] constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Reads the parts of a time one after the other. What is not there is not read, and the place stays.
class TimeFields {
public:
    TimeFields(std::string_view text, std::size_t at)
        : m_text(text)
        , m_at(at)
    {
    }

    [[nodiscard]] std::size_t at() const { return m_at; }
    // NUL behind the end.
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    bool skip(char c);
    bool skipOneOf(std::string_view characters);
    // At least one blank.
    bool skipBlanks();
    // The number of digits that follow.
    [[nodiscard]] std::size_t digits() const;
    // A number of exactly so many digits, that no digit may follow where `ends`; -1: there is none.
    [[nodiscard]] int number(std::size_t digits, bool ends = true);
    // 1 or 2 digits.
    [[nodiscard]] int shortNumber();
    // "Jan" … "Dec": 1 … 12; 0: none.
    [[nodiscard]] unsigned month();
    // "Mon" … "Sun".
    bool skipWeekday();
    // HH:MM[:SS[fraction]][ AM| PM]. Without seconds only where `short` allows.
    enum class Clock { WithSeconds, Short };
    [[nodiscard]] std::optional<std::chrono::nanoseconds> clock(Clock clock = Clock::WithSeconds);
    // HHMMSS[fraction].
    [[nodiscard]] std::optional<std::chrono::nanoseconds> compactClock();
    // A fraction of a second: "." and digits; "," or ":" and 3, 6 or 9 digits. 0 where there is none.
    [[nodiscard]] std::chrono::nanoseconds fraction();
    // Z, +01:00, +0100, +01, " -0700", " UTC".
    [[nodiscard]] std::optional<std::chrono::minutes> zone();

private:
    [[nodiscard]] int nameAt(std::string_view names) const;
    [[nodiscard]] std::optional<std::chrono::minutes> numericZone(bool afterBlank);

    std::string_view m_text;
    std::size_t m_at;
};

} // namespace megascope

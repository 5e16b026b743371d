// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "core/text/NumberText.h"

#include <charconv>

namespace megascope {

namespace {

constexpr std::int64_t unitOf(char suffix)
{
    switch (suffix | 0x20) {
    case 'k':
        return std::int64_t{1} << 10;
    case 'm':
        return std::int64_t{1} << 20;
    case 'g':
        return std::int64_t{1} << 30;
    case 't':
        return std::int64_t{1} << 40;
    default:
        return 0;
    }
}

} // namespace

std::optional<std::int64_t> parseNumber(std::string_view text)
{
    const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    std::int64_t unit = 1;
    if (hexadecimal) {
        text.remove_prefix(2);
    } else if (!text.empty() && unitOf(text.back()) != 0) {
        unit = unitOf(text.back());
        text.remove_suffix(1);
    }
    if (text.empty() || text.front() == '-')
        return std::nullopt;

    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number, hexadecimal ? 16 : 10);
    std::int64_t result = 0;
    if (error != std::errc() || stop != end || __builtin_mul_overflow(number, unit, &result))
        return std::nullopt;
    return result;
}

} // namespace megascope

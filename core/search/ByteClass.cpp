// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/ByteClass.h"

#include "core/file/FormatText.h"

#include <array>
#include <utility>

namespace megascope {
namespace {

ByteSet range(unsigned first, unsigned last)
{
    ByteSet set;
    for (unsigned value = first; value <= last; ++value)
        set.set(value);
    return set;
}

const ByteSet& digits()
{
    static const ByteSet set = range('0', '9');
    return set;
}

ByteSet letters()
{
    return range('a', 'z') | range('A', 'Z');
}

ByteSet spaces() // with VT, as PCRE2 has it
{
    ByteSet set = range(9, 13);
    set.set(' ');
    return set;
}

} // namespace

std::string byteClass(const ByteSet& set)
{
    std::string text = "[";
    for (std::size_t first = set._Find_first(); first < set.size();) {
        std::size_t last = first;
        while (last + 1 < set.size() && set[last + 1])
            ++last;
        text += first == last ? formatText("\\x{:02x}", first)
                              : formatText("\\x{:02x}-\\x{:02x}", first, last);
        first = set._Find_next(last);
    }
    return text + "]";
}

std::optional<ByteSet> asciiClass(char letter)
{
    switch (letter) {
    case 'd':
        return digits();
    case 'w': {
        ByteSet set = letters() | digits();
        set.set('_');
        return set;
    }
    case 's':
        return spaces();
    case 'h':
        return range(' ', ' ') | range('\t', '\t');
    case 'D':
    case 'W':
    case 'S':
    case 'H':
        return ~*asciiClass(static_cast<char>(letter - 'A' + 'a'));
    default:
        return std::nullopt;
    }
}

std::optional<ByteSet> posixClass(std::string_view name)
{
    const ByteSet printed = range('!', '~');
    const std::array<std::pair<std::string_view, ByteSet>, 14> classes{{
        {"alpha", letters()},
        {"alnum", letters() | digits()},
        {"ascii", range(0, 127)},
        {"blank", *asciiClass('h')},
        {"cntrl", range(0, 31) | range(127, 127)},
        {"digit", digits()},
        {"graph", printed},
        {"lower", range('a', 'z')},
        {"print", range(' ', '~')},
        {"punct", printed & ~(letters() | digits())},
        {"space", spaces()},
        {"upper", range('A', 'Z')},
        {"word", *asciiClass('w')},
        {"xdigit", digits() | range('a', 'f') | range('A', 'F')},
    }};
    for (const auto& [known, set] : classes) {
        if (known == name)
            return set;
    }
    return std::nullopt;
}

ByteSet withBothCases(ByteSet set)
{
    for (unsigned upper = 'A'; upper <= 'Z'; ++upper) {
        const bool either = set[upper] || set[upper + 32];
        set[upper] = either;
        set[upper + 32] = either;
    }
    return set;
}

} // namespace megascope

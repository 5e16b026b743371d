// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/Encoding.h"

#include "core/text/EncodingTable.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <vector>

namespace megascope {

namespace {

// What counts of a name: "ISO_8859-1", "iso8859 1" and "ISO-8859-1" are one.
std::string folded(std::string_view name)
{
    std::string result;
    for (const char c : name) {
        if (c == '-' || c == '_' || c == ' ')
            continue;
        result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

bool isNamed(const EncodingEntry& entry, std::string_view foldedName)
{
    if (folded(entry.name) == foldedName)
        return true;
    return std::ranges::any_of(std::views::split(entry.aliases, ' '),
        [&](const auto& alias) { return std::string_view(alias) == foldedName; });
}

constexpr std::array utf8Mark = {std::byte{0xef}, std::byte{0xbb}, std::byte{0xbf}};
constexpr std::array utf16LittleMark = {std::byte{0xff}, std::byte{0xfe}};
constexpr std::array utf16BigMark = {std::byte{0xfe}, std::byte{0xff}};
constexpr std::array utf32LittleMark = {std::byte{0xff}, std::byte{0xfe}, std::byte{0}, std::byte{0}};
constexpr std::array utf32BigMark = {std::byte{0}, std::byte{0}, std::byte{0xfe}, std::byte{0xff}};

} // namespace

Encoding::Encoding() = default;

std::span<const Encoding> Encoding::all()
{
    static const std::vector<Encoding> encodings = [] {
        std::vector<Encoding> result;
        for (std::size_t i = 0; i < EncodingTable::entries().size(); ++i)
            result.push_back(EncodingTable::at(i));
        return result;
    }();
    return encodings;
}

std::optional<Encoding> Encoding::byName(std::string_view name)
{
    const std::string wanted = folded(name);
    if (wanted.empty())
        return std::nullopt;
    const auto found = std::ranges::find_if(
        all(), [&](Encoding encoding) { return isNamed(EncodingTable::entry(encoding), wanted); });
    return found == all().end() ? std::nullopt : std::optional(*found);
}

std::string_view Encoding::name() const
{
    return EncodingTable::entry(*this).name;
}

std::string_view Encoding::group() const
{
    return EncodingTable::entry(*this).group;
}

Encoding::Family Encoding::family() const
{
    return EncodingTable::entry(*this).family;
}

int Encoding::unitSize() const
{
    switch (family()) {
    case Family::Utf16:
        return 2;
    case Family::Utf32:
        return 4;
    case Family::Utf8:
    case Family::SingleByte:
    case Family::MultiByte:
        break;
    }
    return 1;
}

bool Encoding::isBigEndian() const
{
    return EncodingTable::entry(*this).traits & EncodingEntry::BigEndian;
}

int Encoding::maxCharacterSize() const
{
    switch (family()) {
    case Family::Utf8:
    case Family::Utf16:
    case Family::Utf32:
        return 4;
    case Family::SingleByte:
        return 1;
    case Family::MultiByte:
        break;
    }
    if (name() == "GB18030")
        return 4;
    return name() == "EUC-JP" ? 3 : 2;
}

bool Encoding::isAsciiCompatible() const
{
    return unitSize() == 1 && !(EncodingTable::entry(*this).traits & EncodingEntry::Ebcdic);
}

NewlineCode Encoding::newline() const
{
    const bool ebcdic = EncodingTable::entry(*this).traits & EncodingEntry::Ebcdic;
    return {static_cast<std::uint8_t>(unitSize()), isBigEndian(),
        static_cast<std::uint8_t>(ebcdic ? 0x15 : '\n')};
}

std::span<const std::byte> Encoding::byteOrderMark() const
{
    switch (family()) {
    case Family::Utf8:
        return utf8Mark;
    case Family::Utf16:
        return isBigEndian() ? utf16BigMark : utf16LittleMark;
    case Family::Utf32:
        return isBigEndian() ? utf32BigMark : utf32LittleMark;
    case Family::SingleByte:
    case Family::MultiByte:
        break;
    }
    return {};
}

} // namespace megascope

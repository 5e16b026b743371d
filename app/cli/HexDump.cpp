// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/HexDump.h"

#include "core/file/FormatText.h"

#include <algorithm>
#include <string_view>

namespace megascope::cli {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

void appendRow(std::string& out, ByteOffset offset, std::span<const std::byte> bytes)
{
    out += formatText("{:08x}  ", offset.value());
    // "xx " for each byte, and one more blank behind each half.
    std::string cells(hexRowSize * 3 + 2, ' ');
    std::string characters;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto value = std::to_integer<unsigned>(bytes[i]);
        const std::size_t at = i * 3 + (i < hexRowSize / 2 ? 0 : 1);
        cells[at] = digits[value >> 4];
        cells[at + 1] = digits[value & 0xf];
        characters += value >= 0x20 && value < 0x7f ? static_cast<char>(value) : '.';
    }
    out += cells;
    out += '|';
    out += characters;
    out += "|\n";
}

} // namespace

void appendHexRows(std::string& out, ByteOffset offset, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const std::size_t size = std::min(bytes.size(), hexRowSize);
        appendRow(out, offset, bytes.first(size));
        bytes = bytes.subspan(size);
        offset += ByteCount(static_cast<std::int64_t>(size));
    }
}

void appendHexEnd(std::string& out, ByteOffset end)
{
    out += formatText("{:08x}\n", end.value());
}

} // namespace megascope::cli

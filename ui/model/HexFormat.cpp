// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/HexFormat.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace megascope {

namespace {

// Short files do not look different from each other.
constexpr int leastDigits = 8;

// 2^63 - 1 has 19 decimal digits.
constexpr int mostOffsetDigits = 24;

} // namespace

int HexFormat::offsetDigits(ByteCount size) const
{
    const std::uint64_t base = decimalOffsets ? 10 : 16;
    int needed = 0;
    for (auto rest = static_cast<std::uint64_t>(size.value()); rest > 0; rest /= base)
        ++needed;
    needed = std::max(needed, leastDigits);
    return (needed + offsetGroup() - 1) / offsetGroup() * offsetGroup();
}

void HexFormat::writeOffset(ByteOffset offset, std::span<char> digits) const
{
    const std::uint64_t base = decimalOffsets ? 10 : 16;
    auto rest = static_cast<std::uint64_t>(offset.value());
    for (auto place = digits.rbegin(); place != digits.rend(); ++place) {
        *place = digit(static_cast<unsigned>(rest % base));
        rest /= base;
    }
}

QString HexFormat::offsetText(ByteOffset offset, int digits) const
{
    std::array<char, mostOffsetDigits> text;
    const auto used
        = std::span(text).first(static_cast<std::size_t>(std::clamp(digits, 0, mostOffsetDigits)));
    writeOffset(offset, used);
    return QString::fromLatin1(used.data(), static_cast<qsizetype>(used.size()));
}

QString HexFormat::byteText(std::byte byte) const
{
    const auto value = std::to_integer<unsigned>(byte);
    return QString(QLatin1Char(digit(value >> 4))) + QLatin1Char(digit(value & 15U));
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/Crc32c.h"

#include <array>

namespace megascope {
namespace {

constexpr std::uint32_t reflectedPolynomial = 0x82f63b78;
constexpr std::size_t slices = 8;

using Tables = std::array<std::array<std::uint32_t, 256>, slices>;

// tables[n][b] is the checksum of the byte b with n zero bytes behind it.
constexpr Tables makeTables()
{
    Tables tables = {};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value >> 1) ^ ((value & 1) != 0 ? reflectedPolynomial : 0);
        tables[0][byte] = value;
    }
    for (std::size_t n = 1; n < slices; ++n) {
        for (std::size_t byte = 0; byte < 256; ++byte)
            tables[n][byte] = (tables[n - 1][byte] >> 8) ^ tables[0][tables[n - 1][byte] & 0xff];
    }
    return tables;
}

constexpr Tables tables = makeTables();

std::uint32_t fourBytes(std::span<const std::byte> bytes)
{
    return static_cast<std::uint32_t>(bytes[0]) | static_cast<std::uint32_t>(bytes[1]) << 8
        | static_cast<std::uint32_t>(bytes[2]) << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
}

} // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before)
{
    std::uint32_t value = ~before;
    while (bytes.size() >= slices) {
        const std::uint32_t low = fourBytes(bytes.first(4)) ^ value;
        const std::uint32_t high = fourBytes(bytes.subspan(4, 4));
        value = tables[7][low & 0xff] ^ tables[6][(low >> 8) & 0xff] ^ tables[5][(low >> 16) & 0xff]
            ^ tables[4][low >> 24] ^ tables[3][high & 0xff] ^ tables[2][(high >> 8) & 0xff]
            ^ tables[1][(high >> 16) & 0xff] ^ tables[0][high >> 24];
        bytes = bytes.subspan(slices);
    }
    for (const std::byte byte : bytes)
        value = (value >> 8) ^ tables[0][(value ^ static_cast<std::uint32_t>(byte)) & 0xff];
    return ~value;
}

} // namespace megascope

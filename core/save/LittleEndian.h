// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace megascope {

// Numbers in the files of this room: the lowest byte first. REQUIRES: no more than eight bytes.

inline void storeLittleEndian(std::uint64_t value, std::span<std::byte> out)
{
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::byte>(value >> (8 * i));
}

[[nodiscard]] inline std::uint64_t loadLittleEndian(std::span<const std::byte> bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
}

} // namespace megascope

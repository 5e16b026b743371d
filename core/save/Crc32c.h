// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace megascope {

// The checksum of RFC 3720 (Castagnoli's polynomial 0x1edc6f41, reflected, all bits inverted before and
// after). `before` is the checksum of the bytes that stand in front, so that crc32c(b, crc32c(a)) is that of
// a and b together.
[[nodiscard]] std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);

} // namespace megascope

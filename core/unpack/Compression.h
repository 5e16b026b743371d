// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace megascope {

enum class Compression { Gzip, Bzip2, Xz, Lzma, Lzip, Zstd };

// What tells them lies in so many bytes, unless a zstd file begins with a longer frame to be skipped.
inline constexpr std::size_t compressionHead = 64;

// What the first bytes of a file say; what follows may still be damaged. Nothing when they say nothing, or
// are too few.
[[nodiscard]] std::optional<Compression> compressionOf(std::span<const std::byte> head);
// False when no bytes behind these would make them the head of a compressed file.
[[nodiscard]] bool mayBecomeCompressed(std::span<const std::byte> head);
// How a further part of a file begins that is compressed in this way.
[[nodiscard]] bool beginsMember(Compression compression, std::span<const std::byte> head);

// "gzip"
[[nodiscard]] std::string_view nameOf(Compression compression);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"
#include "core/text/Encoding.h"

#include <cstddef>
#include <span>

namespace megascope {

// How far in front of a cut one has to look, at most, to tell where it is, and how far behind its place it
// may lie.
inline constexpr ByteCount cutContext = kibibytes(16);
inline constexpr ByteCount cutReach = ByteCount(256);
// The longest character of any encoding, in bytes: what may begin within the reach, and is to be there whole.
inline constexpr ByteCount longestCharacter = ByteCount(4);

// Bytes of a file, and where they are.
struct PlacedBytes {
    std::span<const std::byte> bytes;
    ByteOffset begin;
};

// The first border between graphemes at or after `place`. It depends on the bytes around `place` alone: on
// those before it that tell where characters and graphemes begin, most often a few, and on those within the
// reach. Where no grapheme ends within the reach, the first border between characters. REQUIRES: `around` has
// the bytes of one line from cutContext before `place` to cutReach + longestCharacter behind it, as far as
// the file has them; more does not matter.
[[nodiscard]] ByteOffset graphemeBorder(const PlacedBytes& around, Encoding encoding, ByteOffset place);

} // namespace megascope

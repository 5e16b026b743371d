// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <cstddef>
#include <span>
#include <string>

namespace megascope::cli {

inline constexpr std::size_t hexRowSize = 16; // bytes

// Appends the rows of a canonical hex dump, as `hexdump -Cv` makes them: the offset in 8 digits or as many as
// it takes, sixteen bytes with a gap in the middle, and the same bytes as ASCII. `bytes` begin a row; the
// last row may be shorter.
//
//     000001be  80 20 21 00 0c 10 08 22  00 08 00 00 00 20 00 00  |. !...."..... ..|
void appendHexRows(std::string& out, ByteOffset offset, std::span<const std::byte> bytes);

// Appends the last line: where the dump ended.
void appendHexEnd(std::string& out, ByteOffset end);

} // namespace megascope::cli

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Pattern.h"

#include <bitset>
#include <string_view>
#include <vector>

namespace megascope {

// What may stand at one place of a hex pattern.
using ByteSet = std::bitset<256>;

// Reads a hex pattern: bytes of two digits, with or without spaces, commas or "0x" between them; "?" stands
// for any digit ("??" any byte, "4?", "?f"); brackets hold a choice of bytes and ranges of them: "[0a 0d
// 20-7e]", and "[^00]" all but these. Not more than 4,096 bytes.
[[nodiscard]] std::expected<std::vector<ByteSet>, PatternError> parseHexPattern(std::string_view text);

} // namespace megascope

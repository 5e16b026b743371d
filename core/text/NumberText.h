// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace megascope {

// An offset or a size as people write it: decimal or 0x…, with an optional suffix K, M, G or T (powers of
// 1024, either case, for decimal numbers). Nothing for anything else, for negative numbers and for what does
// not fit 63 bits.
[[nodiscard]] std::optional<std::int64_t> parseNumber(std::string_view text);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/HexPattern.h"

#include <optional>
#include <string>
#include <string_view>

namespace megascope {

// "[\x0a\x20-\x7e]". REQUIRES: set is not empty.
[[nodiscard]] std::string byteClass(const ByteSet& set);

// The bytes that a class like \d holds in ASCII: d, w, s, h; nothing for another letter. Capitals hold the
// others.
[[nodiscard]] std::optional<ByteSet> asciiClass(char letter);
// Those of [:alpha:] and the like, by that name; nothing for an unknown one.
[[nodiscard]] std::optional<ByteSet> posixClass(std::string_view name);

// Adds the other case of ASCII letters.
[[nodiscard]] ByteSet withBothCases(ByteSet set);

} // namespace megascope

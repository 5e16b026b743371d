// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/RegexTraits.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace megascope::testing {

// Begin and size of each match, in bytes.
using NaiveMatches = std::vector<std::pair<std::size_t, std::size_t>>;

// A regular expression as PCRE2's interpreter finds it in a whole buffer: the oracle. Nothing when it does
// not compile, or takes too many steps.
[[nodiscard]] std::optional<NaiveMatches> naiveMatches(
    const std::string& expression, const RegexDialect& dialect, std::span<const std::byte> bytes);

// The same by the library for units of 16 bits, of characters: indices count units.
[[nodiscard]] std::optional<NaiveMatches> naiveMatches16(
    const std::u16string& expression, const RegexDialect& dialect, std::u16string_view text);

} // namespace megascope::testing

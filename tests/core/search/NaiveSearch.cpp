// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#define PCRE2_CODE_UNIT_WIDTH 8
#include "tests/core/search/NaiveSearchIn.h"

namespace megascope::testing {

std::optional<NaiveMatches> naiveMatches(
    const std::string& expression, const RegexDialect& dialect, std::span<const std::byte> text)
{
    return naiveMatchesIn(
        dialect.carriageReturns ? "(?:" + expression + ")|(?!)\\r" : expression, dialect, text);
}

} // namespace megascope::testing

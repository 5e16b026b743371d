// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#define PCRE2_CODE_UNIT_WIDTH 16
#include "tests/core/search/NaiveSearchIn.h"

namespace megascope::testing {

std::optional<NaiveMatches> naiveMatches16(
    const std::u16string& expression, const RegexDialect& dialect, std::u16string_view text)
{
    return naiveMatchesIn(
        dialect.carriageReturns ? u"(?:" + expression + u")|(?!)\\r" : expression, dialect, text);
}

} // namespace megascope::testing

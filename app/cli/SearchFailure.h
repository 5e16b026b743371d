// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Failure.h"
#include "core/search/Pattern.h"
#include "core/search/Search.h"

namespace megascope::cli {

// What a failure of a search is told about.
struct SearchedFile {
    std::string name;
    Snapshot snapshot;
    NewlineCode newline;
};

// Success when all was searched that was wanted, and could be read.
[[nodiscard]] Outcome<void> judge(const SearchEnd& end, const SearchedFile& file);

// "PATTERN, at character 5: missing )"; `what` names the operand, `text` is it.
[[nodiscard]] std::unexpected<Failure> badPattern(
    std::string_view what, std::string_view text, const PatternError& error);

} // namespace megascope::cli

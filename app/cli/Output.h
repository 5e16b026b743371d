// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Failure.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace megascope::cli {

// Writes to standard output, at once and all of it. A reader that has seen enough and closed its end is no
// error: the failure then has nothing to say, and its exit is Done.
[[nodiscard]] Outcome<void> print(std::span<const std::byte> bytes);
[[nodiscard]] Outcome<void> print(std::string_view text);

// Closes standard output: some file systems tell only then that they could not keep what was written.
[[nodiscard]] Outcome<void> closeOutput();

// Writes one line to standard error. `message` may hold anything: control characters come out escaped.
void warn(std::string_view message);

} // namespace megascope::cli

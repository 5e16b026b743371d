// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/InputFile.h"

namespace megascope::cli {

inline constexpr Option followOption{
    "--follow", "", "go on with what is appended, across rotations of the log"};

// Prints what is appended to the file behind `from`, as it comes, and goes on with the file that takes its
// place. Ends when it is interrupted, or when nobody reads standard output any more; fails when the file
// cannot be read.
[[nodiscard]] Outcome<void> follow(const InputFile& file, ByteOffset from);

} // namespace megascope::cli

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Error.h"

#include <vector>

#include <sys/stat.h>

namespace megascope {

// Whether this process can give a file of its own the owner and group that `status` has.
[[nodiscard]] bool mayGiveAway(const struct stat& status);

// What Vfs::copyAttributes does, for descriptors.
[[nodiscard]] Result<std::vector<std::string>> copyFileAttributes(int from, int to);

} // namespace megascope

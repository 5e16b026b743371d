// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Vfs.h"

namespace megascope {

// A path that leads to an open file whatever became of its name, for as long as it is open; empty where the
// system has no such paths.
[[nodiscard]] std::filesystem::path handleOf(const VfsFile& file);

// The name that an open file has now, by which others find it; nothing when it has none, or when the system
// does not tell.
[[nodiscard]] std::optional<std::filesystem::path> nameOf(const Vfs& vfs, const VfsFile& file);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Vfs.h"

namespace megascope {

// `file` as if it began at `begin`: empty when it ends before that. For content that somebody else has read
// the front of. Windows of it cannot be mapped, because their borders would not be those of pages.
[[nodiscard]] std::shared_ptr<VfsFile> tailOf(std::shared_ptr<VfsFile> file, ByteOffset begin);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/WritableFile.h"

namespace megascope {

// An empty file for what does not fit into memory, which goes with whoever holds it. Errors: those of making
// it and of its folder. Any thread.
[[nodiscard]] Result<std::shared_ptr<WritableFile>> makeNamelessFile();

} // namespace megascope

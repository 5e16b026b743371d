// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSource.h"

namespace megascope::cli {

// Opens standard input, from where it stands: what others have read of it is not part of it. A pipe, a
// terminal and the like are read to their end first, into a spool file; anything else is read in place.
// Errors: as FileSource::fromFile and FileSource::fromStream.
[[nodiscard]] Result<std::shared_ptr<FileSource>> openStandardInput(const FileSourceOptions& options);

} // namespace megascope::cli

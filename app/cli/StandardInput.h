// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSource.h"

namespace megascope::cli {

// Opens standard input. A pipe, a terminal and the like are read to their end first, into a spool file;
// anything else is opened anew, from its begin. Errors: as FileSource::open and FileSource::fromStream.
[[nodiscard]] Result<std::shared_ptr<FileSource>> openStandardInput(const FileSourceOptions& options);

} // namespace megascope::cli

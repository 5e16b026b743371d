// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/DescriptorStream.h"
#include "core/file/FileSource.h"

#include <variant>

namespace megascope::cli {

// Bytes that are there to be read by offset, or that come one after the other.
using Input = std::variant<std::shared_ptr<FileSource>, StoppableStream>;

// Opens standard input, from where it stands: what others have read of it is not part of it. A pipe, a
// terminal and the like are streams; anything else is read in place. Errors: as FileSource::fromFile.
[[nodiscard]] Result<Input> openStandardInput(const FileSourceOptions& options);

} // namespace megascope::cli

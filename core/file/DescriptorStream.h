// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Error.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>

namespace megascope {

class FileDescriptor;

// A ByteStream that may keep its reader waiting: soon after a stop was requested it fails with Cancelled. For
// one thread at a time.
using StoppableStream
    = std::function<Result<std::size_t>(std::span<std::byte> out, const std::stop_token& stop)>;

// What comes through a descriptor that stands for a pipe, a FIFO, a socket or a terminal. `subject` names it
// in errors.
[[nodiscard]] StoppableStream streamFrom(FileDescriptor descriptor, std::string subject);

// Opens a FIFO, or whatever else has a name and is a pipe; does not wait for a writer. The stream does: it
// ends when the last writer has gone, not before the first has come. Errors: those of opening.
[[nodiscard]] Result<StoppableStream> openFifo(const std::filesystem::path& path);

// Standard input, which is empty for the rest of this process from now on: so whoever writes to it learns
// when the stream is gone. Errors: those of duplicating a descriptor.
[[nodiscard]] Result<StoppableStream> standardInputStream(std::string subject);

} // namespace megascope

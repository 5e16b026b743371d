// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstdint>

namespace megascope {

// What a file system's magic number (f_type of statfs) tells about reading from it.
struct FileSystemKind {
    bool isLocal = true; // false for what a network or another process serves
    bool isPseudo = false; // files are made up by the kernel when they are read
    bool isInMemory = false; // its files lie in this machine's memory
};

[[nodiscard]] FileSystemKind fileSystemKind(std::uint32_t magic);

} // namespace megascope

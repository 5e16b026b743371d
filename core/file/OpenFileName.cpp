// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/OpenFileName.h"

#include "core/file/PosixFile.h"

namespace megascope {

std::filesystem::path handleOf(const VfsFile& file)
{
    const auto* const opened = dynamic_cast<const PosixFile*>(&file);
    return opened != nullptr ? "/proc/self/fd/" + std::to_string(opened->descriptor()) : "";
}

std::optional<std::filesystem::path> nameOf(const Vfs& vfs, const VfsFile& file)
{
    std::error_code none;
    const std::filesystem::path handle = handleOf(file);
    std::filesystem::path name = std::filesystem::read_symlink(handle, none);
    if (handle.empty() || name.empty())
        return std::nullopt;
    const Result<FileStatus> named = vfs.status(name);
    const Result<FileIdentity> opened = file.identity();
    if (!named || !opened || !named->identity.isSameFile(*opened))
        return std::nullopt;
    return name;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <cstdint>

namespace megascope {

enum class FileType { Regular, Directory, BlockDevice, CharacterDevice, Fifo, Socket, Other };

// Nanoseconds since 1970-01-01 00:00 UTC.
struct FileTime {
    std::int64_t nanoseconds = 0;
    friend constexpr auto operator<=>(FileTime, FileTime) = default;
};

// What tells one state of one file from another. Two files, or one file before and after a change, differ in
// it, except for changes inside one tick of the file system's clock that keep the size.
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    ByteCount size;
    FileTime modified;
    FileTime changed;

    [[nodiscard]] bool isSameFile(const FileIdentity& other) const
    {
        return device == other.device && inode == other.inode;
    }
    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

struct FileStatus {
    FileType type = FileType::Regular;
    FileIdentity identity; // its size is the device's for a block device
    ByteCount allocated; // space on the disk; less than the size for a sparse file
    bool isLocal = true; // false on network and FUSE file systems, where a mapping is slow or may fail
    bool isPseudo = false; // procfs, sysfs and their like: the size that stat gives is not to be trusted
    std::uint64_t deviceNumber = 0; // of a device itself, made as FileIdentity::device is
    bool isInMemory = false; // on tmpfs and its like: reading it waits for no storage
    std::uint64_t links = 1; // names that the file has
    FileTime born; // 0 where the file system does not tell
    std::uint32_t owner = 0; // the user's number
    std::uint32_t mode = 0; // permission bits, with those for set-user-ID, set-group-ID and sticky
    bool isOurs = true; // the owner is this process's user, or root
    bool isImmutable = false; // marked so that nobody may write to it, or only append
};

} // namespace megascope

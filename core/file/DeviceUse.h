// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Vfs.h"

namespace megascope {

// Something that works with a block device, or with a part of it.
struct DeviceUse {
    std::string device; // as the system names it there: "/dev/sda1"
    std::string place; // where it is mounted; empty: it is swap space

    friend bool operator==(const DeviceUse&, const DeviceUse&) = default;
};

// Where the system tells such things.
struct SystemFolders {
    std::filesystem::path processes = "/proc";
    std::filesystem::path devices = "/sys";
};

// What a block device is used for now: it itself, its partitions, and devices that are made of them (volumes,
// encrypted ones, arrays). `number` is FileStatus::deviceNumber. Errors: those of reading the list of mounts.
[[nodiscard]] Result<std::vector<DeviceUse>> usesOfDevice(
    const Vfs& vfs, std::uint64_t number, const SystemFolders& folders = {});

} // namespace megascope

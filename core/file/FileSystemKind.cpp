// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FileSystemKind.h"

#include <algorithm>
#include <array>

namespace megascope {
namespace {

// From statfs(2) and the file systems' own documentation; not all are in the system's headers.
constexpr std::array<std::uint32_t, 19> servedFileSystems = {
    0x00006969, // NFS
    0x0000517b, // SMB
    0xff534d42, // CIFS
    0xfe534d42, // SMB 2 and 3
    0x65735546, // FUSE, and virtiofs with it
    0x01021997, // 9p
    0x5346414f, // AFS of the kernel
    0x6b414653, // AFS: dynamic root
    0x00c36400, // Ceph
    0x73757245, // Coda
    0x0000564c, // NCP
    0x7461636f, // OCFS2
    0x01161970, // GFS2
    0x0bd00bd0, // Lustre
    0x20030528, // OrangeFS
    0x19830326, // BeeGFS
    0x47504653, // GPFS
    0x786f4256, // shared folders of VirtualBox
    0xbacbacbc, // shared folders of VMware
};

constexpr std::array<std::uint32_t, 17> pseudoFileSystems = {
    0x00009fa0, // proc
    0x62656572, // sysfs
    0x64626720, // debugfs
    0x74726163, // tracefs
    0x0027e0eb, // cgroup
    0x63677270, // cgroup 2
    0x73636673, // securityfs
    0xf97cff8c, // selinuxfs
    0x43415d53, // smackfs
    0xcafe4a11, // bpf
    0x6165676c, // pstore
    0xde5e81e4, // efivarfs
    0x62656570, // configfs
    0x42494e4d, // binfmt_misc
    0x07655821, // resctrl
    0x65735543, // fusectl
    0xabba1974, // xenfs
};

constexpr std::array<std::uint32_t, 3> memoryFileSystems = {
    0x01021994, // tmpfs
    0x858458f6, // ramfs
    0x958458f6, // hugetlbfs
};

} // namespace

FileSystemKind fileSystemKind(std::uint32_t magic)
{
    return {.isLocal = !std::ranges::contains(servedFileSystems, magic),
        .isPseudo = std::ranges::contains(pseudoFileSystems, magic),
        .isInMemory = std::ranges::contains(memoryFileSystems, magic)};
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/ContentWriter.h"
#include "core/save/OwnFiles.h"

namespace megascope {

// A file that is written under another name and then gets the right one.
struct Replacement {
    Snapshot snapshot;
    ByteRange range; // of the snapshot
    std::filesystem::path path; // real
    const VfsFile* attributesOf = nullptr; // null: those of any new file
    bool needsOwner = false; // fail when the owner cannot be kept
    Vfs::Existing existing = Vfs::Existing::Keep;
    std::function<Result<void>()> confirm; // asked before the name is given; may be empty
};

struct Replaced {
    FileIdentity identity;
    std::vector<std::string> notKept; // attributes, in words
};

// The old file, or nothing, has the name until the new one is complete and on the disk. After an error or a
// stop nothing is left of it. When only the last step fails, to bring the name to the disk, the new file has
// the name.
[[nodiscard]] Result<Replaced> writeReplacement(
    const Vfs& vfs, const Replacement& replacement, const SaveWatch& watch);

} // namespace megascope

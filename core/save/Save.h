// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/ContentWriter.h"
#include "core/save/SavePlan.h"

namespace megascope {

// What the caller needs to go on with the file: after a patch or a shift the source that it has reads new
// bytes, after a replacement it still reads the old file, and the path has the new one.
struct SaveResult {
    SaveStrategy strategy = SaveStrategy::Patch;
    FileIdentity identity; // of the path now
    std::vector<std::string> notKept; // owner, attributes and the like, in words; only of a replacement
};

// Carries a plan out. The file then holds the snapshot, on the disk, or it is as it was; or a journal lies
// beside it, or in the state folder, with which finishSave() brings it to the end: the error says so.
//
// A stop is obeyed until the new bytes are complete in the journal, or in the new file; later it comes too
// late, and the save is finished. Progress counts bytes written, of about SavePlan::bytesToWrite. After an
// error of the disk the file's times may be others, though its bytes are not. Errors: Changed when the file
// is not the one that was planned for; Busy when it is being saved by somebody else, or an earlier save is to
// be finished first; Cancelled; NoSpace, WriteFailed and the like, as the disk has them; ReadFailed.
[[nodiscard]] Result<SaveResult> save(const Vfs& vfs, const SavePlan& plan, const SaveWatch& watch);

// Writes `range` of a snapshot to a file of its own, whose name appears when it is complete. A file that is
// there is replaced when `overwrite` says so, with its attributes kept as far as possible; a symbolic link
// stays one. Errors: Exists; as for save(). REQUIRES: the range lies inside.
[[nodiscard]] Result<SaveResult> writeCopy(const Vfs& vfs, const Snapshot& snapshot, const ByteRange& range,
    const std::filesystem::path& path, bool overwrite, const SaveWatch& watch);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Vfs.h"
#include "core/save/Layout.h"
#include "core/save/OwnFiles.h"

namespace megascope {

// How a file is saved.
enum class SaveStrategy {
    Patch, // new bytes are written over the old ones, through a journal
    Shift, // what stands behind an insertion or a deletion is moved inside of the file, through a journal
    Replace, // a new file is written beside the old one and takes its name
};

// "patch", "shift", "replace".
[[nodiscard]] const char* wordFor(SaveStrategy strategy);

// The file that is saved to, as the pieces of the snapshot know it.
struct SaveTarget {
    std::filesystem::path path;
    std::shared_ptr<const Source> source; // pieces of it hold what the file holds at the same offsets
    FileIdentity identity; // the file when that was last known to be so
};

struct SaveOptions {
    std::optional<SaveStrategy> strategy; // nothing: the one that costs least
    // For journals of files in folders that cannot be written to; empty: none. The folder above it is there.
    std::filesystem::path stateFolder;
    // Save although the file is not what it was: a changed one as it is now, one that has another's name by
    // replacing that.
    bool overwriteChanged = false;
    ByteCount stepBytes = mebibytes(8); // memory that a step takes; up to 64 MiB; a plan may have less
};

// What a save is going to do. A value: it can be shown, and carried out later by save().
struct SavePlan {
    SaveStrategy strategy = SaveStrategy::Patch;
    ByteCount bytesToWrite; // about, in all, the journal included
    ByteCount extraSpace; // that the disk has to have, in all
    // A stop leaves the old file as it was, at any moment until the last; otherwise until the file begins to
    // be written to.
    bool canBeStopped = true;

    // For save(), overwrittenBy() and movedTo().
    Snapshot snapshot;
    SaveTarget target; // its path real, its identity the one to be found at save()
    SaveOptions options;
    Layout layout;
    std::optional<JournalPlace> journal; // of patch and shift; for replace, of the lock
};

// Chooses, or checks what the options choose. Reads no content of files, and writes nothing. Errors: of a
// strategy that was chosen, why it is not possible, else why none is: NotFound, NoPermission, NoSpace,
// NotAFile, Unsupported; Changed when the file is not what it was; those of Vfs. REQUIRES: the target has a
// source.
[[nodiscard]] Result<SavePlan> planSave(
    const Vfs& vfs, const Snapshot& snapshot, const SaveTarget& target, const SaveOptions& options = {});

// What of the old file's bytes a save overwrites or cuts off, where it writes to the file itself: what undo
// needs of them is to be copied before. In ascending order; empty for a replacement, which leaves the old
// file to those who have it open. Nothing is read.
[[nodiscard]] std::vector<ByteRange> overwrittenBy(const SavePlan& plan);

// Where bytes of the old file are found in the new one, in ascending order in both. Of a replacement as of a
// shift.
[[nodiscard]] std::vector<Move> movedTo(const SavePlan& plan);

// The identity that the file is to have, when it has another: nothing when that is all right.
[[nodiscard]] Result<void> checkIdentity(const SaveTarget& target, const FileIdentity& now);

} // namespace megascope

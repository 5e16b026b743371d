// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/RecoveryLog.h"

#include <memory>
#include <vector>

namespace megascope {

// Unsaved edits that a program has left behind which did not come to its end.
struct UnsavedEdits {
    std::filesystem::path log;
    std::filesystem::path file; // that was edited; empty for a new document
    FileIdentity identity; // of the file that they are edits of
    std::int64_t edits = 0; // undo groups and steps, as far as they can be read
    FileTime last; // when the last one was made
    bool isDamaged = false; // the log goes on, but not as it was written
};

// The log that goes on being written, of a document that has its edits again.
struct RestoredEdits {
    std::unique_ptr<RecoveryLog> log;
    bool isWhole = true; // else some of the last edits could not be made
    bool isSameFile = true; // the file is the one that was edited, or what a save has made of it since
};

// Finds what recovery logs hold, and makes documents of it.
class EditRecovery {
public:
    // Logs in the folder that no running program writes, the newest first. Edits that a save has brought to
    // the file are no longer unsaved; a log without others is removed. A folder that is not there holds
    // none. Errors: those of Vfs::list.
    [[nodiscard]] static Result<std::vector<UnsavedEdits>> find(
        const Vfs& vfs, const std::filesystem::path& folder);
    // Makes `document` one of `file`, which has no source for a new document, with the edits made and with
    // their undo steps; without those that a save has brought to it, perhaps since find(). Where the file is
    // not the one that was edited, they are made as far as they fit.
    // Errors, with the document untouched: Busy when another program restores them; Damaged when there is
    // nothing to read; those of opening.
    [[nodiscard]] static Result<RestoredEdits> restore(
        const Vfs& vfs, const UnsavedEdits& edits, Document& document, const LoggedFile& file);
    // Gives the edits up. Errors: Busy; those of Vfs::remove.
    [[nodiscard]] static Result<void> discard(const Vfs& vfs, const UnsavedEdits& edits);

private:
    class Log;
    class Replay;
};

} // namespace megascope

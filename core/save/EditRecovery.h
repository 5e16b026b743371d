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
    FileIdentity identity; // of the file as it was edited
    std::int64_t edits = 0; // undo groups and steps, as far as they can be read
    FileTime last; // when the last one was made
    bool isDamaged = false; // the log goes on, but not as it was written
};

// The log that goes on being written, of a document that has its edits again.
struct RestoredEdits {
    std::unique_ptr<RecoveryLog> log;
    bool isWhole = true; // else some of the last edits could not be made
};

// Finds what recovery logs hold, and makes documents of it.
class EditRecovery {
public:
    // Logs in the folder that no running program writes, the newest first; what holds no
    // edits, or only such as a save has brought to the file, is removed. A
    // folder that is not there holds none. Errors: those of Vfs::list.
    [[nodiscard]] static Result<std::vector<UnsavedEdits>> find(
        const Vfs& vfs, const std::filesystem::path& folder);
    // Makes `document` one of `file`, which has no source for a new document, with the edits made and with
    // their undo steps. Where the file is not the one that was edited, they are made as far as they fit.
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

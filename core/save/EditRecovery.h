// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/RecoveryLog.h"

#include <memory>
#include <optional>
#include <stop_token>
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
    // What a log holds, read and checked. No other program can restore it meanwhile.
    class Log;

    // Logs in the folder, in no order. One that is not there holds none. Errors: those of Vfs::list.
    [[nodiscard]] static Result<std::vector<std::filesystem::path>> logsIn(
        const Vfs& vfs, const std::filesystem::path& folder);
    // What is unsaved by that log; nothing where a running program writes it. Edits that a save has brought
    // to the file are no longer unsaved; a log without others is removed. All that was added is read, and
    // compared with the file: work for a thread of its own. Errors: Cancelled.
    [[nodiscard]] static Result<std::optional<UnsavedEdits>> look(
        const Vfs& vfs, const std::filesystem::path& log, const std::stop_token& stop = {});
    // The same of all in the folder, the newest first. Errors: of both.
    [[nodiscard]] static Result<std::vector<UnsavedEdits>> find(
        const Vfs& vfs, const std::filesystem::path& folder, const std::stop_token& stop = {});
    // The half of restore() that takes as long as the disk takes for all bytes that were added. Errors: Busy
    // when another program restores them; Damaged when there is nothing to read; Cancelled; those of opening.
    [[nodiscard]] static Result<std::shared_ptr<Log>> read(
        const Vfs& vfs, const UnsavedEdits& edits, const std::stop_token& stop = {});
    // Makes `document` one of `file`, which has no source for a new document, with the edits made and with
    // their undo steps; without those that a save has brought to it, perhaps since find(). Where the file is
    // not the one that was edited, they are made as far as they fit.
    // Errors, with the document untouched: those of read().
    [[nodiscard]] static Result<RestoredEdits> restore(
        const Vfs& vfs, const UnsavedEdits& edits, Document& document, const LoggedFile& file);
    // The same with what was read. REQUIRES: `log` was not restored yet.
    [[nodiscard]] static Result<RestoredEdits> restore(
        const Vfs& vfs, const UnsavedEdits& edits, Log& log, Document& document, const LoggedFile& file);
    // Gives the edits up. Errors: Busy; those of Vfs::remove.
    [[nodiscard]] static Result<void> discard(const Vfs& vfs, const UnsavedEdits& edits);
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/EditRecovery.h"
#include "ui/session/ReportedTask.h"

namespace megascope {

// Unsaved edits, read and checked, as DocumentSession::restore() takes them.
struct ReadEdits {
    std::shared_ptr<EditRecovery::Log> log;
    bool saveWasFinished = false; // one of the file that had been cut short
};
// Finishes saves of the file that were cut short, then reads. Errors: those of EditRecovery::read().
[[nodiscard]] Result<ReadEdits> readEdits(const UnsavedEdits& edits, const std::stop_token& stop = {});

// Looks for unsaved edits, or reads those that were found, in a thread of its own: both take as long as the
// disk takes for all that was added to documents. Deletes itself when it has told its outcome. GUI thread
// only.
class RecoveryTask final : public ReportedTask {
    Q_OBJECT

public:
    // Of each of the edits: whether a save of their file was cut short, and is to be finished first.
    struct Found {
        UnsavedEdits edits;
        bool isSaveCutShort = false;
    };
    using TakeFound = std::function<void(const Result<std::vector<Found>>& found)>;
    // Looks in the user's folder. REQUIRES: there is one. `parent` owns the task; when that goes, nothing is
    // told any more.
    static void find(QObject* parent, TakeFound take);

    using TakeRead = std::function<void(const Result<ReadEdits>& read)>;
    // As readEdits(). It can be stopped with cancel(), which gives an error of kind Cancelled.
    static RecoveryTask* read(QObject* parent, const UnsavedEdits& edits, TakeRead take);

private:
    explicit RecoveryTask(QObject* parent);
};

} // namespace megascope

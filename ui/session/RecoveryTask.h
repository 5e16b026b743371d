// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/EditRecovery.h"
#include "ui/session/FileOpening.h"
#include "ui/session/ReportedTask.h"

namespace megascope {

// Unsaved edits, read and checked, as DocumentSession::restore() takes them, and their file.
struct ReadEdits {
    std::shared_ptr<EditRecovery::Log> log;
    std::optional<OpenedFile> file; // nothing where the document had none
};
// Finishes saves of the file that were cut short, then opens and reads. Errors: those of openDocumentFile()
// and of EditRecovery::read().
[[nodiscard]] Result<ReadEdits> readEdits(const UnsavedEdits& edits, const std::stop_token& stop = {});

// Looks for unsaved edits, or reads those that were found, in a thread of its own: both take as long as the
// disk takes for all that was added to documents. Deletes itself when it has told its outcome. GUI thread
// only.
class RecoveryTask final : public ReportedTask {
    Q_OBJECT

public:
    // Of each of the edits: what is to be known of their file.
    struct Found {
        UnsavedEdits edits;
        bool isSaveCutShort = false; // to be finished first
        std::optional<Error> unreadable; // why it cannot be read now
        bool isChanged = false; // since it was edited
    };
    using TakeFound = std::function<void(const Result<Found>& found)>;
    // Looks in the user's folder, and calls `take` for each of the edits that are there; so those of one file
    // do not wait for the storage of another. REQUIRES: there is one. `parent` owns the tasks; when that
    // goes, nothing is told any more.
    static void find(QObject* parent, const TakeFound& take);

    using TakeRead = std::function<void(const Result<ReadEdits>& read)>;
    // As readEdits(). It can be stopped with cancel(), which gives an error of kind Cancelled.
    static RecoveryTask* read(QObject* parent, const UnsavedEdits& edits, TakeRead take);

    // Removes what a save of the file that had not begun to write to it has left beside it, perhaps as large
    // as the file. Nobody waits for that, and what cannot be removed is in nobody's way.
    static void discardUnbegun(const std::filesystem::path& file);

private:
    explicit RecoveryTask(QObject* parent);
    static void look(QObject* parent, const std::filesystem::path& log, const TakeFound& take);
};

} // namespace megascope

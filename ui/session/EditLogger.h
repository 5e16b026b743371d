// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/EditRecovery.h"
#include "core/save/RecoveryLog.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <memory>

namespace megascope {

class EditStorage;

// Writes each edit of a document to its recovery log at once, and has it on the disk within two seconds. GUI
// thread only.
class EditLogger final : public QObject {
    Q_OBJECT

public:
    // The document must outlive the logger.
    EditLogger(Document& document, const LoggedFile& file);
    // Removes the log: what is unsaved now was given up.
    ~EditLogger() override;

    // The document was edited.
    void append();
    // A save of it begins. What is returned brings all that was noted to the disk; it is to be called before
    // the save writes anything, in any thread.
    [[nodiscard]] std::function<void()> noteSaving();
    // It is one of `file` now, as it was saved or loaded.
    void startOver(const LoggedFile& file);
    // Where a task may append bytes for an edit that comes; see RecoveryLog::lendStorage(). A file without a
    // name where edits are not logged. Errors: those of EditStorage.
    [[nodiscard]] Result<std::shared_ptr<EditStorage>> lendStorage();
    // Goes on with the log of edits that were restored.
    void adopt(std::unique_ptr<RecoveryLog> log);
    // Edits would survive a crash now.
    [[nodiscard]] bool isKeeping() const { return m_log && !m_failed; }
    // Logs no more, and leaves the log to be found by the next start, as a crash would.
    void leave();

signals:
    // From now on edits would not survive a crash; sent once. `reason` is one line.
    void failed(const QString& reason);

private:
    void sync();
    void take(const Result<void>& result);

    std::shared_ptr<RecoveryLog> m_log; // null when there is no place for it
    QTimer m_delay; // runs while something is not synced
    QThreadPool m_thread;
    bool m_failed = false;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/SavePlan.h"
#include "core/save/UndoKeeper.h"
#include "ui/session/SaveTask.h"

#include <QObject>

#include <memory>
#include <optional>

namespace megascope {

class DocumentSession;

// The saving side of a session: one save at a time, in the background. While bytes are written into the file
// itself, the document cannot be edited; while a new file is written, it can. GUI thread only.
class DocumentSaver final : public QObject {
    Q_OBJECT

public:
    explicit DocumentSaver(DocumentSession& session);
    ~DocumentSaver() override;

    [[nodiscard]] bool isSaving() const { return m_task != nullptr; }
    // Bytes are being moved inside of the file: what is read of it meanwhile is neither old nor new.
    [[nodiscard]] bool isMovingBytes() const { return m_movesBytes; }
    // That has failed in the midst of it. Nothing can be edited or saved until finishCutShort() has ended
    // well; when the document is closed, the next open finishes it.
    [[nodiscard]] bool isCutShort() const { return m_movesBytes && !isSaving(); }
    // What saving would do. Where another open document has pieces of this file, it is replaced rather than
    // written to, so that they stay what they are. Errors: those of planSave(); NotFound when the document
    // has no file.
    [[nodiscard]] Result<SavePlan> plan(
        std::optional<SaveStrategy> strategy = {}, bool overwriteChanged = false) const;
    // The same for any thread, of the document as it is now: takes as long as the storage does.
    [[nodiscard]] std::function<Result<SavePlan>()> planning(
        std::optional<SaveStrategy> strategy = {}, bool overwriteChanged = false) const;
    // What undo would need to have copied first, in bytes of memory or of the recovery log.
    [[nodiscard]] ByteCount undoBytes(const SavePlan& plan) const;
    // Carries a plan out. REQUIRES: the document is as it was when the plan was made; nothing is being saved.
    void save(const SavePlan& plan);
    // Writes what the save that was cut short has not. It ends as the save would have. REQUIRES:
    // isCutShort().
    void finishCutShort();
    // Writes a part of the document to another file, replacing one that is there; where it is all, and
    // `moves` says so, the document is that file's afterwards. REQUIRES: nothing is being saved.
    void saveCopy(const std::filesystem::path& path, const ByteRange& range, bool moves);
    // Asks the save to stop. It goes on to its end where the file has been written to already.
    void cancel();
    // Whether leaveEdits() would do anything: not where the document is of something that cannot be opened
    // again.
    [[nodiscard]] bool canLeaveEdits() const;
    // The document is about to be closed before the save has ended, as when its storage does not answer: what
    // the save does not bring to the file is offered by the next start.
    void leaveEdits();

signals:
    void started();
    void progressed(qint64 bytesDone, qint64 bytesTotal);
    // The last signal of each save. An error of kind Cancelled: it was stopped, and the file is as it was.
    void ended(const megascope::SaveOutcome& outcome);

private:
    [[nodiscard]] bool isSharedSource() const;
    void start(SaveTask::Work work, ByteCount total);
    void finish(const WrittenFile& written);

    DocumentSession& m_session;
    std::unique_ptr<SaveTask> m_task; // not null while saving
    std::optional<UndoKeeper> m_keeper; // of the plan that is being carried out
    ByteOffset m_unchangedTo; // of the file by that plan
    std::optional<std::filesystem::path> m_movesTo; // of saveCopy()
    Snapshot m_copied; // likewise
    History::State m_copiedState{};
    bool m_locks = false;
    bool m_movesBytes = false;
    SaveTarget m_target; // of the save that moves bytes
};

} // namespace megascope

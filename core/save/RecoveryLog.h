// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Document.h"
#include "core/save/EditLogFormat.h"

#include <map>
#include <memory>
#include <mutex>

namespace megascope {

class EditStorage;

// The file that a document is of, as a recovery log knows it.
struct LoggedFile {
    std::shared_ptr<const Source> source; // null: a new document
    std::filesystem::path path;
    FileIdentity identity;
};

// Keeps what is done with a document on the disk, so that it survives a crash: in the user's state folder,
//
//     ID-N.edits    the log since the document was opened, or saved for the Nth time; see EditLogFormat.h
//     ID.bytes      the add buffer's bytes, at the same offsets; the buffer reads them from here
//     ID.copies     bytes of sources that cannot be found again after a crash
//
// Each file is locked for as long as the program lives. Errors of all members are those of the disk: NoSpace,
// NoPermission, WriteFailed and the like. After one of append() nothing more is logged, so that what is in
// the log stays a part of what happened, and append() goes on to return it. One thread appends; sync() may be
// called in another.
class RecoveryLog {
public:
    // `folder` is made when it is needed and not there. No file is made yet. Vfs and document must
    // outlive the log.
    RecoveryLog(const Vfs& vfs, std::filesystem::path folder, Document& document, LoggedFile file);
    ~RecoveryLog();
    RecoveryLog(const RecoveryLog&) = delete;
    RecoveryLog& operator=(const RecoveryLog&) = delete;

    // Writes down what was done with the document since the last call. Costs no more than what was done; not
    // synced.
    [[nodiscard]] Result<void> append();
    [[nodiscard]] bool isSynced() const;
    // What was appended is on the disk afterwards.
    [[nodiscard]] Result<void> sync();

    // A save of the document as it is begins. Should the program end before startOver(), the next start can
    // tell edits that reached the file from those that did not, whatever became of the save.
    [[nodiscard]] Result<void> noteSaving();

    // Where a task may append bytes that an edit is going to bring, in pieces of the storage's source: they
    // need no copy then. Until the task has ended nothing else of this log is to be used but sync(). Errors:
    // also the one of append().
    [[nodiscard]] Result<std::shared_ptr<EditStorage>> lendStorage();

    // The document was saved, or loaded, and is one of `file` now: what was logged is not needed any more.
    // Edits that were made during the save are logged anew.
    [[nodiscard]] Result<void> startOver(LoggedFile file);
    // Removes the files; nothing is unsaved, or it is given up.
    void remove();

private:
    friend class EditRecovery;

    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<void> write(const editlog::Record& record);
    [[nodiscard]] Result<void> storeAdded();
    [[nodiscard]] Result<void> noteCopies();
    [[nodiscard]] Result<void> log(const Operation& operation);
    [[nodiscard]] Result<void> logPut(
        editlog::Put::Kind kind, const ByteRange& range, const PieceTree& content);
    [[nodiscard]] Result<void> logDocument();
    [[nodiscard]] Result<editlog::LoggedPiece> logged(const Piece& piece);
    [[nodiscard]] Result<std::optional<std::uint32_t>> numberOf(const Piece& piece);
    [[nodiscard]] std::optional<editlog::Record> nameOf(
        const std::shared_ptr<const Source>& source, std::uint32_t number) const;
    [[nodiscard]] Result<ByteRange> copy(const Piece& piece);
    [[nodiscard]] Result<void> make(std::shared_ptr<EditStorage>& storage, std::string_view ending);
    [[nodiscard]] std::filesystem::path pathOf(std::string_view ending) const;

    const Vfs& m_vfs;
    const std::filesystem::path m_folder;
    Document& m_document;
    LoggedFile m_file;
    std::string m_id; // empty before the first edit
    int m_number = 0; // of the log
    std::optional<Error> m_failure; // of append()

    std::filesystem::path m_logPath; // empty: none
    ByteOffset m_logEnd;
    ByteCount m_copiesNoted; // as far as the log knows of them
    std::map<std::shared_ptr<const Source>, std::uint32_t> m_others;
    bool m_explicit
        = false; // undo and redo are told as what they did: the log's undo steps are not the document's
    std::int64_t m_undoable = 0; // groups that an Undo in the log takes back
    std::int64_t m_redoable = 0;

    mutable std::mutex m_mutex; // protects what follows; that the first three change, from sync()
    std::shared_ptr<WritableFile> m_log;
    std::shared_ptr<EditStorage> m_added;
    std::shared_ptr<EditStorage> m_copies;
    std::uint64_t m_appended = 0; // counts appends
    std::uint64_t m_synced = 0;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What a save, and the recovery of unsaved edits, do to a session.

#include "core/file/Vfs.h"
#include "core/save/Recovery.h"
#include "core/save/StateFolder.h"
#include "ui/session/DocumentFollower.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/EditLogger.h"
#include "ui/session/IndexTask.h"
#include "ui/session/RecoveryTask.h"
#include "ui/session/RestoredSession.h"

#include <KLocalizedString>

#include <utility>

namespace megascope {

std::optional<SaveTarget> DocumentSession::saveTarget() const
{
    if (!m_source || m_source->isSpooled())
        return std::nullopt;
    return SaveTarget{m_source->path(), m_source, m_baseIdentity};
}

Result<std::function<void()>> DocumentSession::keepForUndo(UndoKeeper& keeper)
{
    m_editor.endGroup(); // what is typed during the save is a step behind the saved state
    return keeper.keep(m_document).transform([&] {
        return m_logger ? m_logger->noteSaving() : std::function<void()>([] { });
    });
}

void DocumentSession::takeSaved(const UndoKeeper& keeper, const std::shared_ptr<FileSource>& source,
    const FileIdentity& identity, ByteOffset unchangedTo)
{
    keeper.rebase(m_document, source);
    goOnWith(source, identity, unchangedTo);
}

void DocumentSession::takeCopy(const std::shared_ptr<FileSource>& source, const FileIdentity& identity,
    const Snapshot& copied, History::State state)
{
    if (m_document.revision() == copied.revision())
        m_document.rebase(Snapshot(source, copied.size(), Revision{}).pieces());
    m_document.markSaved(state);
    goOnWith(source, identity, ByteOffset(0));
    emit pathChanged();
}

// The document knows the source already, as the file was when it had `identity`. If it was changed since, the
// watch will find that out.
void DocumentSession::goOnWith(
    std::shared_ptr<FileSource> source, const FileIdentity& identity, ByteOffset unchangedTo)
{
    haltIndexing();
    m_follower->stop();
    m_source = std::move(source);
    setOrigin({});
    m_fileSize = identity.size;
    goOnWithSource(identity, unchangedTo);
    if (m_logger)
        m_logger->startOver(loggedFile());
    else if (!m_source->isSpooled())
        logEdits();
}

// What the watch knows of the file goes along, so that it does not take this for somebody else's doing.
void DocumentSession::takeWritten(
    ByteOffset from, bool movesLines, const FileIdentity& before, const FileIdentity& after)
{
    if (m_baseIdentity == before)
        m_baseIdentity = after;
    m_follower->takeWritten(before, after);
    if (!movesLines)
        return;
    haltIndexing();
    m_index->resize(m_fileSize, from);
    makeLineMap();
    emit snapshotChanged();
    m_quiet.start();
}

LoggedFile DocumentSession::loggedFile() const
{
    return m_source ? LoggedFile{m_source, m_source->path(), m_baseIdentity} : LoggedFile{};
}

void DocumentSession::logEdits()
{
    m_logger = std::make_unique<EditLogger>(m_document, loggedFile());
    connect(m_logger.get(), &EditLogger::failed, this, [this](const QString& reason) {
        emit problemFound(
            Severity::Warning, i18n("Unsaved edits would not survive a crash from now on. %1", reason));
    });
}

Result<bool> DocumentSession::finishCutSave(const std::filesystem::path& path)
{
    if (!mayBeLeft(systemVfs(), path, stateFolder()))
        return false;
    Progress progress;
    return finishSaves(systemVfs(), path, stateFolder(), progress)
        .transform([](const std::optional<FileIdentity>& finished) { return finished.has_value(); });
}

Result<DocumentSession::Restored> DocumentSession::restore(const UnsavedEdits& edits)
{
    return readEdits(edits).and_then([&](const ReadEdits& read) { return restore(edits, read); });
}

Result<DocumentSession::Restored> DocumentSession::restore(const UnsavedEdits& edits, const ReadEdits& read)
{
    auto session = read.file
        ? of(*read.file, {.backend = {}, .encoding = {}, .packed = true, .streamLimit = {}})
        : std::make_unique<DocumentSession>();
    Result<RestoredEdits> restored = EditRecovery::restore(systemVfs(), edits, *read.log, session->m_document,
        {session->m_source, edits.file, session->m_baseIdentity});
    if (!restored)
        return std::unexpected(restored.error());
    session->m_logger->adopt(std::move(restored->log));
    if (!restored->isSameFile)
        session->m_baseIdentity = edits.identity; // a save of what has changed since is to be asked about
    session->detectAgain();
    return Restored{std::move(session), restored->isWhole, restored->isSameFile};
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What a save does to a session.

#include "core/file/Vfs.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/IndexTask.h"

#include <utility>

namespace megascope {

std::optional<SaveTarget> DocumentSession::saveTarget() const
{
    if (!m_source || m_source->isSpooled())
        return std::nullopt;
    return SaveTarget{m_source->path(), m_source, m_baseIdentity};
}

Result<void> DocumentSession::keepForUndo(UndoKeeper& keeper)
{
    m_editor.endGroup(); // what is typed during the save is a step behind the saved state
    return keeper.keep(m_document);
}

Result<void> DocumentSession::takeSaved(const UndoKeeper& keeper, const FileIdentity& identity)
{
    Result<std::shared_ptr<FileSource>> source
        = FileSource::open(systemVfs(), m_source->path(), {.backend = m_backend});
    if (!source)
        return std::unexpected(source.error());
    keeper.rebase(m_document, *source);
    goOnWith(*std::move(source), identity);
    return {};
}

Result<void> DocumentSession::takeCopy(const std::filesystem::path& path, const FileIdentity& identity,
    const Snapshot& copied, History::State state)
{
    Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), path, {.backend = m_backend});
    if (!source)
        return std::unexpected(source.error());
    if (m_document.revision() == copied.revision())
        m_document.rebase(Snapshot(*source, copied.size(), Revision{}).pieces());
    m_document.markSaved(state);
    goOnWith(*std::move(source), identity);
    emit pathChanged();
    return {};
}

// The document knows the source already, as the file was when it had `identity`. If it was changed since, the
// watch will find that out.
void DocumentSession::goOnWith(std::shared_ptr<FileSource> source, const FileIdentity& identity)
{
    haltIndexing();
    m_watch.reset();
    m_source = std::move(source);
    m_fileSize = identity.size;
    goOnWithSource();
    m_identity = identity;
    m_baseIdentity = identity;
}

} // namespace megascope

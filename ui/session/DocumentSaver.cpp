// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentSaver.h"

#include "core/file/ReadPatience.h"
#include "core/save/Recovery.h"
#include "core/save/StateFolder.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/EditLogger.h"
#include "ui/session/IncomingContent.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

namespace megascope {

namespace {

// Of all open documents; those of one process only meet in the GUI thread.
std::vector<const DocumentSession*>& openSessions()
{
    static std::vector<const DocumentSession*> sessions;
    return sessions;
}

bool holdsPiecesOf(const Document& document, const Source* source)
{
    bool holds = false;
    document.snapshot().pieces().visit(document.snapshot().all(), [&](ByteOffset, const Piece& piece) {
        holds = piece.source.get() == source;
        return !holds;
    });
    document.visitHistory([&](const Piece& piece) { holds = holds || piece.source.get() == source; });
    return holds;
}

// The file may hold a part of what is new, or all of it.
bool isBegun(const std::filesystem::path& path)
{
    const Result<std::vector<UnfinishedSave>> found = findUnfinished(systemVfs(), path, stateFolder());
    return !found || std::ranges::any_of(*found, [](const UnfinishedSave& each) {
        return each.state != UnfinishedSave::State::NotBegun;
    });
}

WrittenFile opened(Result<SaveResult> result, const std::filesystem::path& path, Backend backend)
{
    if (!result)
        return {.result = std::move(result), .source = nullptr};
    Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), path, {.backend = backend});
    if (!source)
        return {.result = std::unexpected(source.error()), .source = nullptr};
    return {.result = std::move(result), .source = *std::move(source)};
}

// The same of what moves bytes inside of the file.
WrittenFile openedOrBegun(Result<SaveResult> result, const std::filesystem::path& path, Backend backend)
{
    const bool hasFailed = !result;
    WrittenFile written = opened(std::move(result), path, backend);
    written.isBegun = hasFailed && isBegun(path);
    return written;
}

} // namespace

DocumentSaver::DocumentSaver(DocumentSession& session)
    : m_session(session)
{
    openSessions().push_back(&session);
}

DocumentSaver::~DocumentSaver()
{
    std::erase(openSessions(), &m_session);
}

bool DocumentSaver::isSharedSource() const
{
    return std::ranges::any_of(openSessions(), [&](const DocumentSession* other) {
        return other != &m_session && holdsPiecesOf(other->editor().document(), m_session.fileSource());
    });
}

Result<SavePlan> DocumentSaver::plan(std::optional<SaveStrategy> strategy, bool overwriteChanged) const
{
    return planning(strategy, overwriteChanged)();
}

std::function<Result<SavePlan>()> DocumentSaver::planning(
    std::optional<SaveStrategy> strategy, bool overwriteChanged) const
{
    const std::optional<SaveTarget> target = m_session.saveTarget();
    assert(!isCutShort());
    if (!target) {
        Error none{.kind = ErrorKind::NotFound, .detail = "the document has no file yet"};
        if (m_session.incoming() && !m_session.path().isEmpty())
            none = {.kind = ErrorKind::Unsupported,
                .subject = m_session.fileSource()->path().native(),
                .detail
                = "it is compressed, and what is shown is its content; that can be saved under another name"};
        return [none] { return std::unexpected(none); };
    }
    if (!strategy && isSharedSource())
        strategy = SaveStrategy::Replace;
    return
        [snapshot = m_session.snapshot(), target = *target,
            options = SaveOptions{
                .strategy = strategy, .stateFolder = stateFolder(), .overwriteChanged = overwriteChanged}] {
            return planSave(systemVfs(), snapshot, target, options);
        };
}

ByteCount DocumentSaver::undoBytes(const SavePlan& plan) const
{
    return UndoKeeper(m_session.editor().document(), plan).bytesToKeep();
}

void DocumentSaver::save(const SavePlan& plan)
{
    m_keeper.emplace(m_session.editor().document(), plan);
    // A disk is waited for; a server that does not answer now makes the save fail before it begins.
    std::optional<UnboundedReads> waits;
    if (m_session.fileSource() && m_session.fileSource()->status().isLocal)
        waits.emplace();
    const Result<std::function<void()>> kept = m_session.keepForUndo(*m_keeper);
    if (!kept) {
        m_keeper.reset();
        emit ended({std::unexpected(kept.error())});
        return;
    }
    const std::span<const ByteRange> changes = m_session.changes().all();
    m_unchangedTo = changes.empty() ? m_session.snapshot().end() : changes.front().begin();
    m_locks = plan.strategy != SaveStrategy::Replace;
    m_movesBytes = plan.strategy == SaveStrategy::Shift;
    m_target = plan.target;
    start(
        [plan, bringLogToDisk = *kept, path = m_session.m_source->path(), backend = m_session.m_backend,
            open = m_movesBytes ? openedOrBegun : opened](const SaveWatch& watch) {
            bringLogToDisk();
            return open(megascope::save(systemVfs(), plan, watch), path, backend);
        },
        plan.bytesToWrite);
}

void DocumentSaver::saveCopy(const std::filesystem::path& path, const ByteRange& range, bool moves)
{
    m_copied = m_session.snapshot();
    m_copiedState = m_session.editor().document().historyState();
    if (moves)
        m_movesTo = path;
    start(
        [path, range, snapshot = m_copied, moves, backend = m_session.m_backend](const SaveWatch& watch) {
            Result<SaveResult> result = writeCopy(systemVfs(), snapshot, range, path, true, watch);
            return moves ? opened(std::move(result), path, backend)
                         : WrittenFile{.result = std::move(result), .source = nullptr};
        },
        range.count());
}

void DocumentSaver::finishCutShort()
{
    m_locks = true;
    start(
        [target = m_target, backend = m_session.m_backend](const SaveWatch& watch) {
            Result<SaveResult> result
                = finishSaves(systemVfs(), target.path, stateFolder(), watch.progress)
                      .and_then([&](const std::optional<FileIdentity>& finished) -> Result<FileIdentity> {
                          if (finished)
                              return *finished;
                          // Somebody else has finished it.
                          return systemVfs().status(target.path).transform([](const FileStatus& status) {
                              return status.identity;
                          });
                      })
                      .transform([](const FileIdentity& identity) {
                          return SaveResult{
                              .strategy = SaveStrategy::Shift, .identity = identity, .notKept = {}};
                      });
            return openedOrBegun(std::move(result), target.path, backend);
        },
        m_session.size());
}

void DocumentSaver::start(SaveTask::Work work, ByteCount total)
{
    m_session.editor().setLock(m_locks ? DocumentEditor::Lock::Saving : DocumentEditor::Lock::None);
    m_task = std::make_unique<SaveTask>(std::move(work), total);
    connect(m_task.get(), &SaveTask::progressed, this, &DocumentSaver::progressed);
    connect(m_task.get(), &SaveTask::ended, this, &DocumentSaver::finish);
    emit started();
}

void DocumentSaver::cancel()
{
    if (m_task)
        m_task->cancel();
}

bool DocumentSaver::canLeaveEdits() const
{
    return m_session.m_logger && m_session.m_logger->isKeeping();
}

void DocumentSaver::leaveEdits()
{
    if (m_session.m_logger)
        m_session.m_logger->leave();
}

void DocumentSaver::finish(const WrittenFile& written)
{
    const Result<SaveResult>& result = written.result;
    m_task.release()->deleteLater();
    m_locks = false;
    if (written.isBegun) {
        m_session.editor().setLock(DocumentEditor::Lock::CutShort);
        emit ended({result});
        return;
    }
    const std::optional<UndoKeeper> keeper = std::exchange(m_keeper, std::nullopt);
    const std::optional<std::filesystem::path> movesTo = std::exchange(m_movesTo, std::nullopt);
    if (result && keeper)
        m_session.takeSaved(*keeper, written.source, result->identity, m_unchangedTo);
    else if (result && movesTo)
        m_session.takeCopy(written.source, result->identity, m_copied, m_copiedState);
    m_copied = {};
    m_movesBytes = false;
    m_session.editor().setLock(DocumentEditor::Lock::None);
    emit ended({result});
}

} // namespace megascope

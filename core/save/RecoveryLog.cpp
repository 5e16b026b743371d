// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/RecoveryLog.h"

#include "core/document/PatternSource.h"
#include "core/file/FileSource.h"
#include "core/file/FormatText.h"
#include "core/save/EditStorage.h"
#include "core/save/StateFolder.h"

#include <algorithm>
#include <random>
#include <utility>

namespace megascope {
namespace {

using editlog::LoggedPiece;
using editlog::Put;

// Of what cannot be found again, no more than this is copied for one edit: who puts back 10 GB by undo should
// not wait for them to be copied.
constexpr ByteCount mostCopied = mebibytes(256);

std::string newId()
{
    std::random_device device;
    return formatText("{:08x}{:08x}", device(), device());
}

editlog::Place placeOf(const LoggedFile& file)
{
    return {file.source != nullptr, file.identity, file.path.native()};
}

} // namespace

RecoveryLog::RecoveryLog(const Vfs& vfs, std::filesystem::path folder, Document& document, LoggedFile file)
    : m_vfs(vfs)
    , m_folder(std::move(folder))
    , m_document(document)
    , m_file(std::move(file))
{
    m_document.recordOperations();
}

RecoveryLog::~RecoveryLog() = default;

std::filesystem::path RecoveryLog::pathOf(std::string_view ending) const
{
    return m_folder / (m_id + std::string(ending));
}

Result<void> RecoveryLog::open()
{
    if (!m_logPath.empty())
        return {};
    if (const Result<void> made = makeFolders(m_vfs, m_folder); !made)
        return made;
    if (m_id.empty())
        m_id = newId();
    if (const Result<void> made = make(m_added, ".bytes"); !made)
        return made;
    const std::filesystem::path path = pathOf(formatText("-{}.edits", m_number++));
    Result<std::shared_ptr<WritableFile>> log = m_vfs.create(path, onlyForUser);
    if (!log)
        return std::unexpected(log.error());
    if (const Result<void> locked = (*log)->lock(); !locked)
        return locked;
    m_logPath = path;
    m_logEnd = ByteOffset(0);
    {
        const std::scoped_lock lock(m_mutex);
        m_log = *std::move(log);
    }
    m_others.clear();
    m_explicit = false;
    m_undoable = 0;
    m_redoable = 0;
    if (const Result<void> head = write(editlog::Head{placeOf(m_file)}); !head)
        return head;
    // What the storage holds from before is there for the new log as well.
    if (const Result<void> added = write(m_added->record(false)); !added)
        return added;
    m_copiesNoted = ByteCount(0);
    return noteCopies();
}

// What a task has appended comes before the records that are about it.
Result<void> RecoveryLog::noteCopies()
{
    if (!m_copies || m_copies->size() == m_copiesNoted)
        return {};
    m_copiesNoted = m_copies->size();
    return write(m_copies->record(true));
}

Result<std::shared_ptr<EditStorage>> RecoveryLog::lendStorage()
{
    if (m_failure)
        return std::unexpected(*m_failure);
    return open().and_then([&] { return make(m_copies, ".copies"); }).transform([&] { return m_copies; });
}

// Unless it is there.
Result<void> RecoveryLog::make(std::shared_ptr<EditStorage>& storage, std::string_view ending)
{
    if (storage)
        return {};
    Result<std::unique_ptr<EditStorage>> made = EditStorage::create(m_vfs, pathOf(ending));
    if (!made)
        return std::unexpected(made.error());
    const std::scoped_lock lock(m_mutex);
    storage = *std::move(made);
    return {};
}

Result<void> RecoveryLog::write(const editlog::Record& record)
{
    const std::vector<std::byte> bytes = encoded(record);
    const Result<void> written = writeFully(*m_log, m_logEnd, bytes);
    if (written)
        m_logEnd += ByteCount(std::ssize(bytes));
    return written;
}

Result<void> RecoveryLog::append()
{
    const std::vector<Operation> operations = m_document.takeOperations();
    if (m_failure)
        return std::unexpected(*m_failure);
    if (operations.empty())
        return {};
    Result<void> done = open().and_then([&] { return storeAdded(); }).and_then([&] { return noteCopies(); });
    for (auto operation = operations.begin(); done && operation != operations.end(); ++operation)
        done = log(*operation);
    if (!done)
        m_failure = done.error();
    const std::scoped_lock lock(m_mutex);
    ++m_appended;
    return done;
}

// The buffer's bytes come before the records that are about them.
Result<void> RecoveryLog::storeAdded()
{
    AddBuffer& buffer = *m_document.addBuffer();
    if (m_added->size() == buffer.size())
        return {};
    const ByteOffset begin(m_added->size().value());
    if (const Result<void> stored = m_added->append(buffer, {begin, ByteOffset(buffer.size().value())});
        !stored)
        return stored;
    buffer.releaseTo(m_added->source(), ByteOffset(m_added->size().value()));
    return write(m_added->record(false));
}

Result<void> RecoveryLog::log(const Operation& operation)
{
    using Kind = Operation::Kind;
    const Operation::Step& first = operation.steps.front();
    switch (operation.kind) {
    case Kind::Replace:
        ++m_undoable;
        m_redoable = 0;
        return logPut(Put::Kind::Replace, first.range, first.content);
    case Kind::ReplaceInGroup:
        m_redoable = 0;
        m_explicit = m_explicit || m_undoable == 0;
        return logPut(Put::Kind::ReplaceInGroup, first.range, first.content);
    case Kind::Extend:
        return logPut(Put::Kind::Extend, first.range, first.content);
    case Kind::Undo:
    case Kind::Redo:
        break;
    }
    const bool isUndo = operation.kind == Kind::Undo;
    m_explicit = m_explicit || (isUndo ? m_undoable : m_redoable) == 0;
    if (!m_explicit) {
        m_undoable += isUndo ? -1 : 1;
        m_redoable += isUndo ? 1 : -1;
        return write(editlog::Step{isUndo});
    }
    Put::Kind kind = Put::Kind::Replace;
    for (const Operation::Step& step : operation.steps) {
        if (const Result<void> put = logPut(kind, step.range, step.content); !put)
            return put;
        kind = Put::Kind::ReplaceInGroup;
    }
    return {};
}

// In several records where there are many pieces: each goes on behind the one before.
Result<void> RecoveryLog::logPut(Put::Kind kind, const ByteRange& range, const PieceTree& content)
{
    Put put{kind, range, {}};
    Result<void> done;
    ByteOffset end = range.begin();
    const auto flush = [&] {
        done = write(put);
        put = {kind == Put::Kind::Extend ? kind : Put::Kind::ReplaceInGroup, {end, ByteCount(0)}, {}};
    };
    content.visit({ByteOffset(0), content.size()}, [&](ByteOffset, const Piece& piece) {
        const Result<LoggedPiece> made = logged(piece);
        if (!made) {
            done = std::unexpected(made.error());
            return false;
        }
        put.pieces.push_back(*made);
        end += piece.count;
        if (put.pieces.size() == editlog::mostPieces)
            flush();
        return done.has_value();
    });
    if (done && (!put.pieces.empty() || content.empty()))
        flush();
    return done;
}

Result<LoggedPiece> RecoveryLog::logged(const Piece& piece)
{
    const Result<std::optional<std::uint32_t>> number = numberOf(piece);
    if (!number)
        return std::unexpected(number.error());
    if (*number)
        return LoggedPiece{**number, piece.range()};
    return copy(piece).transform(
        [](const ByteRange& range) { return LoggedPiece{editlog::copiesNumber, range}; });
}

// Nothing for what has to be copied.
Result<std::optional<std::uint32_t>> RecoveryLog::numberOf(const Piece& piece)
{
    if (piece.source == m_file.source)
        return editlog::fileNumber;
    if (piece.source == m_document.addBuffer())
        return editlog::addedNumber;
    if (m_copies && piece.source == m_copies->source())
        return editlog::copiesNumber;
    if (const auto known = m_others.find(piece.source); known != m_others.end())
        return known->second;
    const auto number = static_cast<std::uint32_t>(editlog::firstOther + m_others.size());
    const std::optional<editlog::Record> name = nameOf(piece.source, number);
    if (!name)
        return std::nullopt;
    if (const Result<void> written = write(*name); !written)
        return std::unexpected(written.error());
    m_others.emplace(piece.source, number);
    return number;
}

// What a source can be made from again, if it can.
std::optional<editlog::Record> RecoveryLog::nameOf(
    const std::shared_ptr<const Source>& source, std::uint32_t number) const
{
    if (const auto pattern = std::dynamic_pointer_cast<const PatternSource>(source)) {
        const std::span<const std::byte> bytes = pattern->pattern();
        if (bytes.size() > editlog::longestPattern)
            return std::nullopt;
        return editlog::Pattern{number, pattern->size(), pattern->seed(), {bytes.begin(), bytes.end()}};
    }
    const auto file = std::dynamic_pointer_cast<const FileSource>(source);
    if (!file || file->isSpooled())
        return std::nullopt;
    // Of another document's log, which goes when that document is closed.
    if (file->path().parent_path() == m_folder)
        return std::nullopt;
    const FileIdentity identity = file->status().identity;
    const Result<FileStatus> named = file->statusOfPath();
    if (!named || named->identity != identity)
        return std::nullopt;
    return editlog::OtherSource{number, {true, identity, file->path().native()}};
}

Result<ByteRange> RecoveryLog::copy(const Piece& piece)
{
    if (piece.count > mostCopied)
        return std::unexpected(Error{.kind = ErrorKind::Unsupported,
            .subject = {},
            .detail = "an edit put back more than can be copied for recovery"});
    if (const Result<void> made = make(m_copies, ".copies"); !made)
        return std::unexpected(made.error());
    const ByteRange range(ByteOffset(m_copies->size().value()), piece.count);
    if (const Result<void> stored = m_copies->append(*piece.source, piece.range()); !stored)
        return std::unexpected(stored.error());
    return noteCopies().transform([&] { return range; });
}

Result<void> RecoveryLog::noteSaving()
{
    Result<void> done = append();
    if (done && !m_logPath.empty())
        done = write(editlog::Saving{m_document.size()});
    return done;
}

bool RecoveryLog::isSynced() const
{
    const std::scoped_lock lock(m_mutex);
    return m_synced == m_appended;
}

Result<void> RecoveryLog::sync()
{
    std::unique_lock before(m_mutex);
    const std::shared_ptr<WritableFile> log = m_log;
    const std::shared_ptr<EditStorage> storages[] = {m_added, m_copies};
    const std::uint64_t appended = m_appended;
    before.unlock();
    Result<void> synced;
    for (const std::shared_ptr<EditStorage>& storage : storages)
        if (synced && log && storage)
            synced = storage->sync();
    if (synced && log)
        synced = log->sync();
    const std::scoped_lock lock(m_mutex);
    if (synced)
        m_synced = appended;
    return synced;
}

Result<void> RecoveryLog::startOver(LoggedFile file)
{
    (void)m_document.takeOperations(); // they are in the document, which is logged as it is
    m_failure.reset();
    const std::filesystem::path old = std::exchange(m_logPath, {});
    const std::shared_ptr<WritableFile> oldLog = m_log; // locked until it is removed
    m_file = std::move(file);
    Result<void> done;
    if (m_document.isModified())
        done = logDocument();
    if (!done) {
        m_failure = done.error();
        return done;
    }
    if (old.empty())
        return {};
    if (m_logPath.empty()) {
        const std::scoped_lock lock(m_mutex);
        m_log = nullptr;
    }
    return m_vfs.remove(old);
}

// As one edit of the whole file, and then on the disk, so that the log before may go.
Result<void> RecoveryLog::logDocument()
{
    const ByteRange all(ByteOffset(0), m_file.source ? m_file.identity.size : ByteCount(0));
    Result<void> done = open().and_then([&] { return storeAdded(); }).and_then([&] { return noteCopies(); });
    if (done)
        done = logPut(Put::Kind::Replace, all, m_document.snapshot().pieces());
    m_explicit = true;
    return done ? sync() : done;
}

void RecoveryLog::remove()
{
    (void)m_document.takeOperations();
    if (!m_logPath.empty())
        (void)m_vfs.remove(m_logPath);
    m_logPath.clear();
    for (const std::shared_ptr<EditStorage>& storage : {m_added, m_copies})
        if (storage)
            storage->remove();
    const std::scoped_lock lock(m_mutex);
    m_log = nullptr;
}

} // namespace megascope

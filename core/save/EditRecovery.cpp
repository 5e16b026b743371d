// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/EditRecovery.h"

#include "core/document/PatternSource.h"
#include "core/file/FileSource.h"
#include "core/save/EditStorage.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace megascope {
namespace {

using editlog::LoggedPiece;
using editlog::Put;

constexpr std::string_view logEnding = ".edits";
constexpr std::string_view bytesEnding = ".bytes";
constexpr std::string_view copiesEnding = ".copies";

// "ID" of "ID-N.edits".
std::string idOf(const std::filesystem::path& log)
{
    const std::string name = log.filename().native();
    return name.substr(0, name.rfind('-'));
}

int numberOf(const std::filesystem::path& log)
{
    const std::string stem = log.stem().native();
    return std::atoi(stem.substr(stem.rfind('-') + 1).c_str());
}

Result<std::unique_ptr<EditStorage>> openStorage(
    const Vfs& vfs, const std::filesystem::path& log, std::string_view ending)
{
    const std::filesystem::path path = log.parent_path() / (idOf(log) + std::string(ending));
    Result<std::unique_ptr<EditStorage>> storage = EditStorage::open(vfs, path);
    if (!storage && storage.error().kind == ErrorKind::NotFound)
        return std::unique_ptr<EditStorage>(); // nothing was added, or copied
    return storage;
}

Result<void> removeFiles(const Vfs& vfs, const std::filesystem::path& log)
{
    const Result<void> removed = vfs.remove(log);
    for (const std::string_view ending : {bytesEnding, copiesEnding})
        (void)vfs.remove(log.parent_path() / (idOf(log) + std::string(ending)));
    return removed;
}

} // namespace

// A log that was left behind, locked, with what can be read of it.
class EditRecovery::Log {
public:
    // Errors: Busy; Damaged; those of opening.
    static Result<Log> open(const Vfs& vfs, const std::filesystem::path& path)
    {
        Log log;
        Result<std::shared_ptr<WritableFile>> file = vfs.openForWriting(path);
        if (!file)
            return std::unexpected(file.error());
        log.file = *std::move(file);
        if (const Result<void> locked = log.file->lock(); !locked)
            return std::unexpected(locked.error());
        const Result<FileStatus> status = log.file->status();
        if (!status)
            return std::unexpected(status.error());
        log.last = status->identity.modified;
        for (const auto& [storage, ending] :
            {std::pair(&log.added, bytesEnding), {&log.copies, copiesEnding}}) {
            Result<std::unique_ptr<EditStorage>> opened = openStorage(vfs, path, ending);
            if (!opened)
                return std::unexpected(opened.error());
            *storage = *std::move(opened);
        }
        if (!log.read(status->identity.size))
            return std::unexpected(Error{.kind = ErrorKind::Damaged,
                .subject = path.native(),
                .detail = "the recovery log is damaged from its begin on"});
        return log;
    }

    [[nodiscard]] std::int64_t edits() const
    {
        return std::ranges::count_if(records, [](const editlog::Record& record) {
            const auto* const put = std::get_if<Put>(&record);
            return std::holds_alternative<editlog::Step>(record) || (put && put->kind == Put::Kind::Replace);
        });
    }

    // The last thing that is known is that a save began, and the file is another one now, of the size that it
    // was to get.
    [[nodiscard]] bool isSaved(const Vfs& vfs) const
    {
        const auto* const saving = records.empty() ? nullptr : std::get_if<editlog::Saving>(&records.back());
        if (!saving || isDamaged)
            return false;
        const Result<FileStatus> status = vfs.status(subject.path);
        return status && status->identity != subject.identity && status->identity.size == saving->size;
    }

    std::shared_ptr<WritableFile> file;
    std::unique_ptr<EditStorage> added; // may be null
    std::unique_ptr<EditStorage> copies; // likewise
    editlog::Place subject;
    std::vector<editlog::Record> records; // behind the head
    ByteOffset end; // of the last of them
    FileTime last;
    bool isDamaged = false;

private:
    // False without a head.
    bool read(ByteCount size)
    {
        editlog::Reader reader(*file, size);
        const std::optional<editlog::Record> head = reader.next();
        if (!head || !std::holds_alternative<editlog::Head>(*head))
            return false;
        subject = std::get<editlog::Head>(*head).place;
        end = reader.end();
        while (std::optional<editlog::Record> record = reader.next()) {
            if (const auto* const stored = std::get_if<editlog::Stored>(&*record)) {
                EditStorage* const storage = (stored->isCopies ? copies : added).get();
                if (!storage ? stored->end > ByteCount(0) : !storage->take(*stored)) {
                    isDamaged = true;
                    return true;
                }
            }
            records.push_back(*std::move(record));
            end = reader.end();
        }
        isDamaged = !reader.isAtEnd();
        return true;
    }
};

// Makes edits again, as their records tell.
class EditRecovery::Replay {
public:
    Replay(const Vfs& vfs, Document& document, const Log& log, const LoggedFile& file)
        : m_vfs(vfs)
        , m_document(document)
    {
        m_sources[editlog::fileNumber] = file.source;
        m_sources[editlog::addedNumber] = document.addBuffer();
        m_sources[editlog::copiesNumber] = log.copies ? log.copies->source() : nullptr;
    }

    // False when the record cannot be carried out: its file is gone, or is another one.
    bool operator()(const editlog::Record& record)
    {
        if (const auto* const source = std::get_if<editlog::OtherSource>(&record))
            return open(*source);
        if (const auto* const pattern = std::get_if<editlog::Pattern>(&record))
            return make(*pattern);
        if (const auto* const put = std::get_if<Put>(&record))
            return carryOut(*put);
        if (const auto* const step = std::get_if<editlog::Step>(&record))
            return carryOut(*step);
        return true;
    }

    // As RecoveryLog counts them.
    std::int64_t undoable = 0;
    std::int64_t redoable = 0;
    std::map<std::shared_ptr<const Source>, std::uint32_t> others;

private:
    bool open(const editlog::OtherSource& record)
    {
        Result<std::shared_ptr<FileSource>> source = FileSource::open(m_vfs, record.place.path);
        if (!source || (*source)->status().identity != record.place.identity)
            return false;
        others.emplace(*source, record.number);
        m_sources[record.number] = *std::move(source);
        return true;
    }

    bool make(const editlog::Pattern& record)
    {
        const auto source = record.pattern.empty() ? PatternSource::random(record.seed, record.size)
                                                   : PatternSource::repeating(record.pattern, record.size);
        others.emplace(source, record.number);
        m_sources[record.number] = source;
        return true;
    }

    std::optional<PieceTree> contentOf(const Put& put) const
    {
        std::vector<Piece> pieces;
        ByteCount size;
        for (const LoggedPiece& each : put.pieces) {
            const auto source = m_sources.find(each.source);
            const bool isThere = source != m_sources.end() && source->second && !each.range.empty()
                && each.range.end().value() <= source->second->size().value();
            if (!isThere || !ByteOffset(size.value()).checkedAdd(each.range.count()))
                return std::nullopt;
            size += each.range.count();
            pieces.push_back({source->second, each.range.begin(), each.range.count()});
        }
        return PieceTree(pieces);
    }

    bool carryOut(const Put& put)
    {
        const std::optional<PieceTree> content = contentOf(put);
        if (!content || put.range.end() > m_document.snapshot().end()
            || !m_document.snapshot().end().checkedAdd(content->size()))
            return false;
        if (put.kind == Put::Kind::Extend) {
            m_document.extend(*content);
            return true;
        }
        const bool joins = put.kind == Put::Kind::ReplaceInGroup;
        if (!joins)
            m_document.closeGroup();
        m_document.replace(put.range, *content, joins ? Document::Grouping::Join : Document::Grouping::New);
        undoable += joins ? 0 : 1;
        redoable = 0;
        return true;
    }

    bool carryOut(const editlog::Step& step)
    {
        const bool isThere = step.isUndo ? m_document.canUndo() : m_document.canRedo();
        if (isThere) {
            (void)(step.isUndo ? m_document.undo() : m_document.redo());
            undoable += step.isUndo ? -1 : 1;
            redoable += step.isUndo ? 1 : -1;
        }
        return isThere;
    }

    const Vfs& m_vfs;
    Document& m_document;
    std::map<std::uint32_t, std::shared_ptr<const Source>> m_sources;
};

Result<std::vector<UnsavedEdits>> EditRecovery::find(const Vfs& vfs, const std::filesystem::path& folder)
{
    const Result<std::vector<std::string>> names = vfs.list(folder);
    if (!names && names.error().kind == ErrorKind::NotFound)
        return std::vector<UnsavedEdits>();
    if (!names)
        return std::unexpected(names.error());
    std::vector<UnsavedEdits> found;
    for (const std::string& name : *names) {
        if (!name.ends_with(logEnding))
            continue;
        const std::filesystem::path path = folder / name;
        const Result<Log> log = Log::open(vfs, path);
        if (!log) {
            if (log.error().kind == ErrorKind::Damaged)
                found.push_back({path, {}, {}, 0, {}, true});
            continue;
        }
        if ((log->edits() > 0 || log->isDamaged) && !log->isSaved(vfs))
            found.push_back(
                {path, log->subject.path, log->subject.identity, log->edits(), log->last, log->isDamaged});
        else
            (void)removeFiles(vfs, path);
    }
    std::ranges::sort(found, std::ranges::greater(), &UnsavedEdits::last);
    return found;
}

Result<RestoredEdits> EditRecovery::restore(
    const Vfs& vfs, const UnsavedEdits& edits, Document& document, const LoggedFile& file)
{
    Result<Log> log = Log::open(vfs, edits.log);
    if (!log)
        return std::unexpected(log.error());
    auto buffer = std::make_shared<AddBuffer>();
    if (log->added) {
        Result<std::shared_ptr<AddBuffer>> filled = AddBuffer::of(log->added->source(), log->added->size());
        if (!filled)
            return std::unexpected(filled.error());
        buffer = *std::move(filled);
    }
    const ByteCount size
        = file.source ? std::min(file.source->size(), log->subject.identity.size) : ByteCount(0);
    const bool isSame = file.identity == log->subject.identity;
    document
        = Document(Snapshot(file.source, isSame || !file.source ? size : file.source->size(), Revision{}),
            std::move(buffer));
    Replay replay(vfs, document, *log, file);
    RestoredEdits restored{.log = nullptr, .isWhole = !log->isDamaged};
    const bool isReplayed = std::ranges::all_of(log->records, std::ref(replay));
    restored.isWhole = restored.isWhole && isReplayed;

    restored.log = std::make_unique<RecoveryLog>(vfs, edits.log.parent_path(), document, file);
    RecoveryLog& going = *restored.log;
    going.m_id = idOf(edits.log);
    going.m_number = numberOf(edits.log) + 1;
    going.m_logPath = edits.log;
    going.m_added = std::move(log->added);
    going.m_copies = std::move(log->copies);
    going.m_others = std::move(replay.others);
    going.m_undoable = replay.undoable;
    going.m_redoable = replay.redoable;
    going.m_logEnd = log->end;
    going.m_log = log->file;
    // What cannot be read is not to stand before what comes, and neither is what could not be made again.
    const Result<void> cut = log->file->setSize(log->end - ByteOffset(0));
    const Result<void> ready = cut && !isReplayed ? going.startOver(file) : cut;
    if (!ready)
        going.m_failure = ready.error();
    return restored;
}

Result<void> EditRecovery::discard(const Vfs& vfs, const UnsavedEdits& edits)
{
    {
        const Result<std::shared_ptr<WritableFile>> file = vfs.openForWriting(edits.log);
        if (!file)
            return std::unexpected(file.error());
        if (const Result<void> locked = (*file)->lock(); !locked)
            return locked;
    }
    return removeFiles(vfs, edits.log);
}

} // namespace megascope

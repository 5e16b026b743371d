// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/EditRecovery.h"

#include "core/document/PatternSource.h"
#include "core/file/FileSource.h"
#include "core/save/EditStorage.h"

#include <algorithm>
#include <functional>
#include <span>
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

// Whether the file holds at `offset` what the piece holds.
bool holdsSame(const Source& file, ByteOffset offset, const Piece& piece)
{
    std::vector<std::byte> wanted(1 << 20);
    std::vector<std::byte> held(wanted.size());
    for (ByteCount done; done < piece.count;) {
        const ByteCount count = std::min(piece.count - done, ByteCount(std::ssize(wanted)));
        const auto length = static_cast<std::size_t>(count.value());
        const auto part = std::span(wanted).first(length);
        const auto other = std::span(held).first(length);
        if (!piece.source->read(piece.begin + done, part).empty() || !file.read(offset + done, other).empty()
            || !std::ranges::equal(part, other))
            return false;
        done += count;
    }
    return true;
}

// What was added stays while another log needs it: for a moment there are the old one and the new one of a
// document.
Result<void> removeFiles(const Vfs& vfs, const std::filesystem::path& log)
{
    Result<void> removed = vfs.remove(log);
    const std::string prefix = idOf(log) + '-';
    const Result<std::vector<std::string>> names = vfs.list(log.parent_path());
    const bool isNeeded = !names || std::ranges::any_of(*names, [&](const std::string& name) {
        return name.starts_with(prefix) && name.ends_with(logEnding);
    });
    if (isNeeded)
        return removed;
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
        // An empty one was made in the program's last moment.
        if (status->identity.size > ByteCount(0) && !log.read(status->identity.size))
            return std::unexpected(Error{.kind = ErrorKind::Damaged,
                .subject = path.native(),
                .detail = "the recovery log is damaged from its begin on"});
        return log;
    }

    // In the records from this one on.
    [[nodiscard]] std::int64_t edits(std::size_t from) const
    {
        return std::ranges::count_if(std::span(records).subspan(from), [](const editlog::Record& record) {
            const auto* const put = std::get_if<Put>(&record);
            return std::holds_alternative<editlog::Step>(record) || (put && put->kind == Put::Kind::Replace);
        });
    }

    // How many records, from the first on, a save has brought to the file that has the name now.
    [[nodiscard]] std::size_t saved(const Vfs& vfs) const;
    // The document as it was before all records, of a file of that size.
    [[nodiscard]] Result<Document> begin(const std::shared_ptr<const Source>& source, ByteCount size) const
    {
        if (!added)
            return Document(Snapshot(source, size, Revision{}), std::make_shared<AddBuffer>());
        return AddBuffer::of(added->source(), added->size())
            .transform([&](std::shared_ptr<AddBuffer> buffer) {
                return Document(Snapshot(source, size, Revision{}), std::move(buffer));
            });
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
    [[nodiscard]] bool isIn(const std::shared_ptr<FileSource>& now, const Vfs& vfs, std::size_t count) const;
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
    // `file` is what was edited; null when that is gone.
    Replay(const Vfs& vfs, Document& document, const Log& log, const std::shared_ptr<const Source>& file)
        : m_vfs(vfs)
        , m_document(document)
    {
        m_sources[editlog::fileNumber] = file;
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

    // What a save has brought to the file is not made again; what comes later may need the other files.
    void passOver(const editlog::Record& record)
    {
        if (const auto* const source = std::get_if<editlog::OtherSource>(&record))
            (void)open(*source);
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

// Whether `now` is what a save made of the edits in so many records. Its times tell no more than that
// something was done. So all bytes that come from elsewhere have to be where they belong; where the size
// stays, so that the old file cannot be told from the new one, the rest must not have moved either: to make
// such edits once more would change nothing.
bool EditRecovery::Log::isIn(const std::shared_ptr<FileSource>& now, const Vfs& vfs, std::size_t count) const
{
    Result<Document> document = begin(now, subject.identity.size);
    if (!document)
        return false;
    Replay replay(vfs, *document, *this, now);
    if (!std::ranges::all_of(std::span(records).first(count), std::ref(replay))
        || document->size() != now->size())
        return false;
    const bool keepsSize = subject.identity.size == now->size();
    bool isIn = true;
    document->snapshot().pieces().visit(
        document->snapshot().all(), [&](ByteOffset offset, const Piece& piece) {
            if (piece.source == now)
                isIn = !keepsSize || piece.begin == offset;
            else
                isIn = holdsSame(*now, offset, piece);
            return isIn;
        });
    return isIn;
}

std::size_t EditRecovery::Log::saved(const Vfs& vfs) const
{
    if (!subject.hasFile)
        return 0;
    const Result<std::shared_ptr<FileSource>> now = FileSource::open(vfs, subject.path);
    if (!now || (*now)->status().identity == subject.identity)
        return 0;
    for (std::size_t i = records.size(); i-- > 0;) {
        const auto* const saving = std::get_if<editlog::Saving>(&records[i]);
        if (saving && saving->size == (*now)->size() && isIn(*now, vfs, i))
            return i + 1;
    }
    return 0;
}

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
        const std::size_t saved = log->saved(vfs);
        const std::int64_t edits = log->edits(saved);
        if (edits == 0 && !log->isDamaged) {
            (void)removeFiles(vfs, path);
            continue;
        }
        const Result<FileStatus> now = vfs.status(log->subject.path);
        found.push_back({path, log->subject.path, saved > 0 && now ? now->identity : log->subject.identity,
            edits, log->last, log->isDamaged});
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
    const bool isSame = file.identity == log->subject.identity;
    const std::size_t saved = isSame ? 0 : log->saved(vfs);
    ByteCount size = file.source ? file.source->size() : ByteCount(0);
    if (isSame) // what was appended since is not what was edited
        size = std::min(size, log->subject.identity.size);
    Result<Document> begin = log->begin(file.source, size);
    if (!begin)
        return std::unexpected(begin.error());
    document = *std::move(begin);
    Replay replay(vfs, document, *log, saved > 0 ? nullptr : file.source);
    RestoredEdits restored{
        .log = nullptr, .isWhole = !log->isDamaged, .isSameFile = isSame || saved > 0 || !file.source};
    const auto records = std::span(log->records);
    std::ranges::for_each(records.first(saved), [&](const auto& record) { replay.passOver(record); });
    const bool isReplayed = std::ranges::all_of(records.subspan(saved), std::ref(replay));
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
    // What cannot be read is not to stand before what comes, and neither is what was not made again.
    const Result<void> cut = log->file->setSize(log->end - ByteOffset(0));
    const Result<void> ready = cut && (!isReplayed || saved > 0) ? going.startOver(file) : cut;
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

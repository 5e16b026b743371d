// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/EditRecovery.h"

#include "core/file/FileSource.h"
#include "core/save/EditReplay.h"
#include "core/save/EditStorage.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <span>
#include <utility>

namespace megascope {
namespace {

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

// Whether the file holds at `offset` what the piece holds. False when it is stopped.
bool holdsSame(const Source& file, ByteOffset offset, const Piece& piece, const std::stop_token& stop)
{
    std::vector<std::byte> wanted(1 << 20);
    std::vector<std::byte> held(wanted.size());
    for (ByteCount done; done < piece.count;) {
        const ByteCount count = std::min(piece.count - done, ByteCount(std::ssize(wanted)));
        const auto length = static_cast<std::size_t>(count.value());
        const auto part = std::span(wanted).first(length);
        const auto other = std::span(held).first(length);
        if (stop.stop_requested() || !piece.source->read(piece.begin + done, part).empty()
            || !file.read(offset + done, other).empty() || !std::ranges::equal(part, other))
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
    // Errors: Busy; Damaged; Cancelled; those of opening.
    static Result<Log> open(const Vfs& vfs, const std::filesystem::path& path, const std::stop_token& stop)
    {
        Log log;
        // A program that makes a log has locked these already, so that it finds its log free.
        for (const auto& [storage, ending] :
            {std::pair(&log.added, bytesEnding), {&log.copies, copiesEnding}}) {
            Result<std::unique_ptr<EditStorage>> opened = openStorage(vfs, path, ending);
            if (!opened)
                return std::unexpected(opened.error());
            *storage = *std::move(opened);
        }
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
        // An empty one was made in the program's last moment.
        const bool isRead = status->identity.size == ByteCount(0) || log.read(status->identity.size, stop);
        if (stop.stop_requested())
            return std::unexpected(systemError(ECANCELED, path.native()));
        if (!isRead)
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

    // How many records, from the first on, a save has brought to the file that has the name now. Compared
    // once for each state of the file. Nothing to rely on when it is stopped.
    [[nodiscard]] std::size_t saved(const Vfs& vfs, const std::stop_token& stop = {});
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
    [[nodiscard]] bool isIn(const std::shared_ptr<FileSource>& now, const Vfs& vfs, std::size_t count,
        const std::stop_token& stop) const;
    // False without a head.
    bool read(ByteCount size, const std::stop_token& stop)
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
                if (!storage ? stored->end > ByteCount(0) : !storage->take(*stored, stop)) {
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

    FileIdentity m_compared; // the file for which the next holds
    std::optional<std::size_t> m_saved;
};

// Whether `now` is what a save made of the edits in so many records. Its times tell no more than that
// something was done. So all bytes that come from elsewhere have to be where they belong; where the size
// stays, so that the old file cannot be told from the new one, the rest must not have moved either: to make
// such edits once more would change nothing.
bool EditRecovery::Log::isIn(const std::shared_ptr<FileSource>& now, const Vfs& vfs, std::size_t count,
    const std::stop_token& stop) const
{
    Result<Document> document = begin(now, subject.identity.size);
    if (!document)
        return false;
    EditReplay replay(vfs, *document, now, copies ? copies->source() : nullptr);
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
                isIn = holdsSame(*now, offset, piece, stop);
            return isIn;
        });
    return isIn;
}

std::size_t EditRecovery::Log::saved(const Vfs& vfs, const std::stop_token& stop)
{
    if (!subject.hasFile)
        return 0;
    const Result<std::shared_ptr<FileSource>> now = FileSource::open(vfs, subject.path);
    if (!now || (*now)->status().identity == subject.identity)
        return 0;
    if (m_saved && m_compared == (*now)->status().identity)
        return *m_saved;
    m_compared = (*now)->status().identity;
    m_saved = 0;
    for (std::size_t i = records.size(); i-- > 0 && *m_saved == 0;) {
        const auto* const saving = std::get_if<editlog::Saving>(&records[i]);
        if (saving && saving->size == (*now)->size() && isIn(*now, vfs, i, stop))
            m_saved = i + 1;
    }
    return *m_saved;
}

Result<std::vector<std::filesystem::path>> EditRecovery::logsIn(
    const Vfs& vfs, const std::filesystem::path& folder)
{
    const Result<std::vector<std::string>> names = vfs.list(folder);
    std::vector<std::filesystem::path> logs;
    if (!names && names.error().kind == ErrorKind::NotFound)
        return logs;
    if (!names)
        return std::unexpected(names.error());
    for (const std::string& name : *names) {
        if (name.ends_with(logEnding))
            logs.push_back(folder / name);
    }
    return logs;
}

Result<std::optional<UnsavedEdits>> EditRecovery::look(
    const Vfs& vfs, const std::filesystem::path& path, const std::stop_token& stop)
{
    Result<Log> log = Log::open(vfs, path, stop);
    const std::size_t saved = log ? log->saved(vfs, stop) : 0;
    if (stop.stop_requested())
        return std::unexpected(systemError(ECANCELED, path.native()));
    if (!log)
        return log.error().kind == ErrorKind::Damaged ? std::optional(UnsavedEdits{path, {}, {}, 0, {}, true})
                                                      : std::nullopt;
    const std::int64_t edits = log->edits(saved);
    if (edits == 0 && !log->isDamaged) {
        (void)removeFiles(vfs, path);
        return std::nullopt;
    }
    FileIdentity identity = log->subject.identity;
    if (saved > 0) {
        if (const Result<FileStatus> now = vfs.status(log->subject.path))
            identity = now->identity;
    }
    return UnsavedEdits{path, log->subject.path, identity, edits, log->last, log->isDamaged};
}

Result<std::vector<UnsavedEdits>> EditRecovery::find(
    const Vfs& vfs, const std::filesystem::path& folder, const std::stop_token& stop)
{
    const Result<std::vector<std::filesystem::path>> logs = logsIn(vfs, folder);
    if (!logs)
        return std::unexpected(logs.error());
    std::vector<UnsavedEdits> found;
    for (const std::filesystem::path& log : *logs) {
        Result<std::optional<UnsavedEdits>> edits = look(vfs, log, stop);
        if (!edits)
            return std::unexpected(edits.error());
        if (*edits)
            found.push_back(**std::move(edits));
    }
    std::ranges::sort(found, std::ranges::greater(), &UnsavedEdits::last);
    return found;
}

Result<std::shared_ptr<EditRecovery::Log>> EditRecovery::read(
    const Vfs& vfs, const UnsavedEdits& edits, const std::stop_token& stop)
{
    Result<Log> log = Log::open(vfs, edits.log, stop);
    if (!log)
        return std::unexpected(log.error());
    (void)log->saved(vfs, stop);
    if (stop.stop_requested())
        return std::unexpected(systemError(ECANCELED, edits.log.native()));
    return std::make_shared<Log>(*std::move(log));
}

Result<RestoredEdits> EditRecovery::restore(
    const Vfs& vfs, const UnsavedEdits& edits, Document& document, const LoggedFile& file)
{
    const Result<std::shared_ptr<Log>> log = read(vfs, edits);
    if (!log)
        return std::unexpected(log.error());
    return restore(vfs, edits, **log, document, file);
}

Result<RestoredEdits> EditRecovery::restore(
    const Vfs& vfs, const UnsavedEdits& edits, Log& log, Document& document, const LoggedFile& file)
{
    const bool isSame = file.identity == log.subject.identity;
    const std::size_t saved = isSame ? 0 : log.saved(vfs);
    ByteCount size = file.source ? file.source->size() : ByteCount(0);
    if (isSame) // what was appended since is not what was edited
        size = std::min(size, log.subject.identity.size);
    Result<Document> begin = log.begin(file.source, size);
    if (!begin)
        return std::unexpected(begin.error());
    document = *std::move(begin);
    EditReplay replay(
        vfs, document, saved > 0 ? nullptr : file.source, log.copies ? log.copies->source() : nullptr);
    RestoredEdits restored{
        .log = nullptr, .isWhole = !log.isDamaged, .isSameFile = isSame || saved > 0 || !file.source};
    const auto records = std::span(log.records);
    std::ranges::for_each(records.first(saved), [&](const auto& record) { replay.passOver(record); });
    const bool isReplayed = std::ranges::all_of(records.subspan(saved), std::ref(replay));
    restored.isWhole = restored.isWhole && isReplayed;

    restored.log = std::make_unique<RecoveryLog>(vfs, edits.log.parent_path(), document, file);
    RecoveryLog& going = *restored.log;
    going.m_id = idOf(edits.log);
    going.m_number = numberOf(edits.log) + 1;
    going.m_logPath = edits.log;
    going.m_added = std::move(log.added);
    going.m_copies = std::move(log.copies);
    going.m_others = std::move(replay.others);
    going.m_undoable = replay.undoable;
    going.m_redoable = replay.redoable;
    going.m_logEnd = log.end;
    going.m_log = std::move(log.file);
    // What cannot be read is not to stand before what comes, and neither is what was not made again.
    const Result<void> cut = going.m_log->setSize(log.end - ByteOffset(0));
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

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/Save.h"
#include "core/save/StateFolder.h"

#include "core/file/FileSource.h"
#include "core/save/Crc32c.h"
#include "core/save/Journal.h"
#include "core/save/JournalMaker.h"
#include "core/save/Recovery.h"
#include "core/save/Replacement.h"
#include "core/save/Sectors.h"
#include "core/save/SpaceTaker.h"

#include <algorithm>
#include <cerrno>

namespace megascope {
namespace {

std::unexpected<Error> cancelled(const SavePlan& plan)
{
    return std::unexpected(systemError(ECANCELED, plan.target.path.native()));
}

// The open file, and what its path names, have to be the one that was planned for.
Result<void> checkIdentities(const Vfs& vfs, const SavePlan& plan, const VfsFile& file)
{
    const Result<FileStatus> open = file.status();
    const Result<FileStatus> named = open ? vfs.status(plan.target.path) : open;
    if (!named)
        return std::unexpected(named.error());
    Result<void> result = checkIdentity(plan.target, open->identity);
    return result ? checkIdentity(plan.target, named->identity) : result;
}

// A journal that only was not removed any more is no reason to refuse.
void removeFinished(const Vfs& vfs, const JournalPlace& place)
{
    const Result<std::shared_ptr<WritableFile>> file = vfs.openForWriting(place.committed());
    if (!file || !(*file)->lock())
        return;
    const Result<Journal> journal = Journal::open(*file, place.committed());
    if (journal && journal->isOver())
        (void)vfs.remove(place.committed());
}

Result<SaveLock> takeLock(const Vfs& vfs, const SavePlan& plan)
{
    if (!plan.journal->isBeside) {
        if (const Result<void> made = makeFolders(vfs, plan.journal->folder); !made)
            return std::unexpected(made.error());
    }
    removeFinished(vfs, *plan.journal);
    return SaveLock::take(vfs, *plan.journal, plan.target.path);
}

// Puts what is new into the journal.
class RecordMaker {
public:
    RecordMaker(JournalMaker& journal, const WritableFile& file, const SavePlan& plan, const SaveWatch& watch)
        : m_journal(journal)
        , m_file(file)
        , m_plan(plan)
        , m_watch(watch)
        , m_path(plan.target.path.native())
    {
    }

    Result<void> add(const FreshPiece& fresh)
    {
        const Piece& piece = fresh.piece;
        ByteCount done;
        while (done < piece.count) {
            if (m_watch.stop.stop_requested())
                return cancelled(m_plan);
            ContentPart part = nextPart(
                *piece.source, {piece.begin + done, piece.range().end()}, m_plan.options.stepBytes);
            if (m_plan.strategy == SaveStrategy::Patch)
                part.count = std::min(part.count, m_plan.options.stepBytes);
            const ByteRange target(fresh.target + done, part.count);
            const Result<void> added = addPart(*piece.source, piece.begin + done, target, part.isHole);
            if (!added)
                return added;
            done += part.count;
        }
        return {};
    }

private:
    Result<void> addPart(const Source& source, ByteOffset from, const ByteRange& target, bool isHole)
    {
        std::vector<std::uint32_t> oldSums;
        if (m_plan.strategy == SaveStrategy::Patch) {
            if (Result<void> summed = sumOld(target, oldSums); !summed)
                return summed;
        }
        if (isHole)
            return m_journal.add({.target = target, .form = RecordHead::Form::Zeros}, oldSums, {});
        const Result<std::span<std::byte>> memory = bufferOf(target.count());
        if (!memory)
            return std::unexpected(memory.error());
        if (Result<void> read = readSource(source, from, *memory, m_path); !read)
            return read;
        m_watch.progress.done += target.count().value();
        return m_journal.add({.target = target, .form = RecordHead::Form::Bytes}, oldSums, *memory);
    }

    Result<void> sumOld(const ByteRange& target, std::vector<std::uint32_t>& sums)
    {
        const Result<std::span<std::byte>> memory = bufferOf(target.count());
        if (!memory)
            return std::unexpected(memory.error());
        if (Result<void> read = readFully(m_file, target.begin(), *memory, m_path); !read)
            return read;
        for (const SectorPart& part : sectorParts(target))
            sums.push_back(crc32c(memory->subspan(part.from, part.count)));
        return {};
    }

    Result<std::span<std::byte>> bufferOf(ByteCount count)
    {
        if (!m_buffer || m_buffer->size() < count) {
            m_buffer.reset();
            Result<Buffer> made = Buffer::make(count, m_path);
            if (!made)
                return std::unexpected(made.error());
            m_buffer = std::move(*made);
        }
        return m_buffer->first(count);
    }

    JournalMaker& m_journal;
    const WritableFile& m_file;
    const SavePlan& m_plan;
    const SaveWatch& m_watch;
    const std::string m_path;
    std::optional<Buffer> m_buffer;
};

Result<void> writeJournal(const std::shared_ptr<WritableFile>& journal, const WritableFile& file,
    const SavePlan& plan, const SaveWatch& watch)
{
    const Result<FileStatus> status = file.status();
    if (!status)
        return std::unexpected(status.error());
    const bool shifts = plan.strategy == SaveStrategy::Shift;
    const JournalHead head{.kind = shifts ? JournalHead::Kind::Shift : JournalHead::Kind::Patch,
        .identity = status->identity,
        .born = status->born,
        .newSize = plan.layout.newSize,
        .stepBytes = plan.options.stepBytes,
        .mode = status->mode};
    const std::span<const Move> moves = shifts ? std::span(plan.layout.moves) : std::span<const Move>();
    Result<JournalMaker> maker = JournalMaker::begin(journal, head, plan.target.path, moves);
    if (!maker)
        return std::unexpected(maker.error());
    RecordMaker records(*maker, file, plan, watch);
    for (const FreshPiece& fresh : plan.layout.fresh) {
        if (Result<void> added = records.add(fresh); !added)
            return added;
    }
    const ByteCount slot = shifts ? std::min(plan.layout.movedBytes(), plan.options.stepBytes) : ByteCount(0);
    return maker->finish(slot);
}

// Nothing was written to the file yet, and nothing is going to be: after that the journal has nothing to say,
// also when it comes back after a crash.
Result<void> abandon(const Vfs& vfs, Journal& journal)
{
    const Result<void> marked = journal.setMark({.phase = JournalMark::Phase::Abandoned}, {});
    if (marked)
        (void)vfs.remove(journal.path());
    return marked;
}

// Until the name of the journal is on the disk, the file is not touched: a save that fails here is as if it
// never began.
Result<void> commit(const Vfs& vfs, SaveLock& lock)
{
    Result<void> committed = lock.commit();
    if (committed || !vfs.status(lock.place().committed()))
        return committed;
    // It may have its name on the disk or not.
    Result<Journal> journal = Journal::open(lock.file(), lock.place().committed());
    if (journal)
        (void)abandon(vfs, *journal);
    return committed;
}

// For all that the plan is going to write.
Result<void> takeSpace(const SavePlan& plan, WritableFile& file, const FileStatus& status)
{
    SpaceTaker taker(file, status);
    Result<void> result;
    for (const FreshPiece& fresh : plan.layout.fresh) {
        for (ByteCount done; result && done < fresh.piece.count;) {
            const ByteRange rest(fresh.piece.begin + done, fresh.piece.range().end());
            const ContentPart part = nextPart(*fresh.piece.source, rest, ByteCount::max());
            if (!part.isHole)
                result = taker.take({fresh.target + done, part.count});
            done += part.count;
        }
    }
    return result ? taker.takeFor(plan.layout.moves) : result;
}

// What was taken behind the end goes when the size is set, to whatever. To take space is to write.
void giveSpaceBack(WritableFile& file, const FileStatus& before)
{
    const Result<FileStatus> now = file.status();
    if (now && now->allocated > before.allocated && now->type == FileType::Regular)
        (void)file.setSize(before.identity.size);
    file.restoreSetIds(before.mode);
}

Result<SaveResult> saveInPlace(const Vfs& vfs, const SavePlan& plan, const SaveWatch& watch)
{
    Result<SaveLock> lock = takeLock(vfs, plan);
    if (!lock)
        return std::unexpected(lock.error());
    const Result<std::shared_ptr<WritableFile>> file = vfs.openForWriting(plan.target.path);
    if (!file)
        return std::unexpected(file.error());
    const Result<FileStatus> status = (*file)->status();
    if (!status)
        return std::unexpected(status.error());
    Result<void> result = checkIdentities(vfs, plan, **file);
    if (result)
        result = writeJournal(lock->file(), **file, plan, watch);
    if (result) // what was read for the journal was the file's only if nobody wrote to it meanwhile
        result = checkIdentities(vfs, plan, **file);
    if (result && watch.stop.stop_requested())
        result = cancelled(plan);
    if (result)
        result = commit(vfs, *lock);
    if (!result)
        return std::unexpected(result.error());
    Result<Journal> journal = Journal::open(lock->file(), lock->place().committed());
    if (!journal)
        return std::unexpected(begunError(journal.error(), lock->place().committed()));
    // Only now: to take space gives the file other times. Without a journal that tells why, it would not be
    // known any more as the one that was edited.
    if (result = takeSpace(plan, **file, *status); !result) {
        giveSpaceBack(**file, *status);
        return std::unexpected(
            abandon(vfs, *journal) ? result.error() : begunError(result.error(), journal->path()));
    }
    return rollForward(vfs, *journal, plan.target.path, **file, watch.progress)
        .transform([&](const FileIdentity& identity) {
            return SaveResult{.strategy = plan.strategy, .identity = identity, .notKept = {}};
        });
}

Result<SaveResult> saveByReplacing(const Vfs& vfs, const SavePlan& plan, const SaveWatch& watch)
{
    const Result<SaveLock> lock = takeLock(vfs, plan);
    if (!lock)
        return std::unexpected(lock.error());
    const Result<std::shared_ptr<VfsFile>> old = vfs.open(plan.target.path);
    if (!old)
        return std::unexpected(old.error());
    const auto confirm = [&] { return checkIdentities(vfs, plan, **old); };
    if (const Result<void> same = confirm(); !same)
        return std::unexpected(same.error());
    const Replacement replacement{.snapshot = plan.snapshot,
        .range = plan.snapshot.all(),
        .path = plan.target.path,
        .attributesOf = old->get(),
        .needsOwner = true,
        .existing = Vfs::Existing::Replace,
        .confirm = confirm};
    return writeReplacement(vfs, replacement, watch).transform([&](const Replaced& replaced) {
        return SaveResult{
            .strategy = plan.strategy, .identity = replaced.identity, .notKept = replaced.notKept};
    });
}

} // namespace

Result<SaveResult> save(const Vfs& vfs, const SavePlan& plan, const SaveWatch& watch)
{
    watch.progress.total = plan.bytesToWrite.value();
    return plan.strategy == SaveStrategy::Replace ? saveByReplacing(vfs, plan, watch)
                                                  : saveInPlace(vfs, plan, watch);
}

Result<SaveResult> writeCopy(const Vfs& vfs, const Snapshot& snapshot, const ByteRange& range,
    const std::filesystem::path& path, bool overwrite, const SaveWatch& watch)
{
    watch.progress.total = range.count().value();
    Result<std::filesystem::path> real = vfs.realPath(path);
    const bool isThere = real.has_value();
    if (isThere && !overwrite)
        return std::unexpected(systemError(EEXIST, path.native()));
    if (!isThere && real.error().kind != ErrorKind::NotFound)
        return std::unexpected(real.error());
    if (!isThere) {
        const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
        real = vfs.realPath(folder).transform([&](const auto& there) { return there / path.filename(); });
    }
    if (!real)
        return std::unexpected(real.error());
    std::shared_ptr<VfsFile> old;
    if (isThere) {
        const Result<std::shared_ptr<VfsFile>> opened = vfs.open(*real);
        if (!opened)
            return std::unexpected(opened.error());
        old = *opened;
        const Result<FileStatus> status = old->status();
        if (!status)
            return std::unexpected(status.error());
        if (status->type != FileType::Regular)
            return std::unexpected(Error{.kind = ErrorKind::NotAFile,
                .systemCode = 0,
                .subject = path.native(),
                .detail = "is there and is not a file"});
    }
    const Replacement replacement{.snapshot = snapshot,
        .range = range,
        .path = *real,
        .attributesOf = old.get(),
        .needsOwner = false,
        .existing = isThere ? Vfs::Existing::Replace : Vfs::Existing::Keep,
        .confirm = {}};
    return writeReplacement(vfs, replacement, watch).transform([](const Replaced& replaced) {
        return SaveResult{
            .strategy = SaveStrategy::Replace, .identity = replaced.identity, .notKept = replaced.notKept};
    });
}

} // namespace megascope

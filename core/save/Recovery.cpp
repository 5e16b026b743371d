// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/Recovery.h"

#include "core/file/FormatText.h"
#include "core/save/Crc32c.h"
#include "core/save/InPlaceWriter.h"
#include "core/save/Sectors.h"
#include "core/save/SpaceTaker.h"

#include <algorithm>

namespace megascope {
namespace {

using State = UnfinishedSave::State;

Error changed(const std::filesystem::path& target, const char* reason)
{
    return {.kind = ErrorKind::Changed, .systemCode = 0, .subject = target.native(), .detail = reason};
}

// In a folder that anybody may write to, anybody can lay a journal: that of somebody who need not have the
// right to write to the file is not to be carried out for him.
bool isTrusted(const FileStatus& journal, const Result<FileStatus>& target)
{
    return journal.isOurs || (target && journal.owner == target->owner);
}

// Where the journal lies beside the file, both are on one file system, whatever number that has after a
// restart.
Result<void> checkTarget(const Journal& journal, const UnfinishedSave& unfinished, const FileStatus& now)
{
    const JournalHead& head = journal.head();
    const bool knowsBirth = head.born.nanoseconds != 0 && now.born.nanoseconds != 0;
    const bool isSame = head.identity.inode == now.identity.inode && (!knowsBirth || head.born == now.born)
        && (knowsBirth || unfinished.isBeside || head.identity.device == now.identity.device);
    if (!isSame)
        return std::unexpected(
            changed(unfinished.target, "is not the file whose save was cut short; that one was replaced"));
    const ByteCount size = now.identity.size;
    const bool fits = size == head.identity.size || size == head.newSize
        || (size > head.identity.size && size < head.newSize);
    if (!fits)
        return std::unexpected(
            changed(unfinished.target, "was changed by another program after its save was cut short"));
    return {};
}

// Every sector that a patch writes to has to hold what it held, or what it is to hold.
Result<void> checkOldBytes(const Journal& journal, const VfsFile& file, const std::filesystem::path& target)
{
    if (journal.head().kind != JournalHead::Kind::Patch)
        return journal.visitRecords([](const Journal::Record&) { return Result<void>(); });
    Result<Buffer> buffer = Buffer::make(journal.head().stepBytes, target.native());
    if (!buffer)
        return std::unexpected(buffer.error());
    return journal.visitRecords([&](const Journal::Record& record) -> Result<void> {
        if (record.target.count() > buffer->size())
            return std::unexpected(changed(target, "has a journal that is not for it"));
        const std::span<const std::byte> now = buffer->first(record.target.count());
        const ByteOffset begin = record.target.begin();
        if (Result<void> read = readFully(file, begin, buffer->first(record.target.count()), target.native());
            !read)
            return read;
        std::span<const std::byte> sums = record.oldSums;
        for (const SectorPart& part : sectorParts(record.target)) {
            const auto held = now.subspan(part.from, part.count);
            const bool isOld = sums.size() >= sumBytes && crc32c(held) == decodedSum(sums.first<sumBytes>());
            const bool isNew = record.bytes.empty()
                ? std::ranges::all_of(held, [](std::byte byte) { return byte == std::byte{0}; })
                : std::ranges::equal(held, record.bytes.subspan(part.from, part.count));
            if (!isOld && !isNew)
                return std::unexpected(
                    changed(target, "was changed by another program after its save was cut short"));
            sums = sums.subspan(std::min(sums.size(), sumBytes));
        }
        return {};
    });
}

State stateOf(const Journal& journal)
{
    switch (journal.mark().phase) {
    case JournalMark::Phase::Done:
        return State::Finished;
    case JournalMark::Phase::Abandoned:
        return State::NotBegun;
    default:
        return State::Begun;
    }
}

// Until the first step was marked, the space for it may not have been taken.
Result<void> takeSpace(const Journal& journal, WritableFile& file, const FileStatus& status)
{
    if (journal.mark().phase != JournalMark::Phase::Begin)
        return {};
    SpaceTaker taker(file, status);
    Result<void> taken = journal.visitRecords([&](const Journal::Record& record) {
        return record.form == RecordHead::Form::Bytes ? taker.take(record.target) : Result<void>();
    });
    return taken ? taker.takeFor(journal.moves()) : taken;
}

// What was left at found.path. Nothing when a save that runs now holds it, or it is gone.
std::optional<UnfinishedSave> looked(
    const Vfs& vfs, UnfinishedSave found, OwnFileKind kind, JournalHead* head = nullptr)
{
    const Result<std::shared_ptr<WritableFile>> file = vfs.openForWriting(found.path);
    if (!file && file.error().kind == ErrorKind::NotFound)
        return std::nullopt;
    const Result<FileStatus> status = vfs.status(found.path);
    if (status && !isTrusted(*status, vfs.status(found.target)))
        return std::nullopt;
    if (file) {
        const Result<void> locked = (*file)->lock();
        if (!locked && locked.error().kind == ErrorKind::Busy)
            return std::nullopt;
    }
    if (kind != OwnFileKind::Committed)
        return found;
    const Result<Journal> journal
        = file ? Journal::open(*file, found.path) : Result<Journal>(std::unexpected(file.error()));
    found.state = State::Damaged;
    if (journal) {
        found.state = stateOf(*journal);
        if (found.target.empty())
            found.target = journal->target();
        if (head != nullptr)
            *head = journal->head();
    }
    return found;
}

// The journal of a file that had another name then, or has several, when it is that of `file` after all.
std::optional<UnfinishedSave> lookedElsewhere(const Vfs& vfs, const std::filesystem::path& path,
    const std::filesystem::path& file, const FileStatus& status)
{
    JournalHead head;
    auto found = looked(vfs, {.path = path, .target = file}, OwnFileKind::Committed, &head);
    const bool isIts = found && found->state == State::Begun && head.identity.inode == status.identity.inode
        && head.born == status.born;
    return isIts ? found : std::nullopt;
}

using Names = std::vector<std::string>;

Result<Names> namesIn(const Vfs& vfs, const std::filesystem::path& folder)
{
    Result<Names> names = vfs.list(folder);
    if (!names && names.error().kind == ErrorKind::NotFound)
        return Names();
    if (names)
        std::ranges::sort(*names);
    return names;
}

} // namespace

Result<std::vector<UnfinishedSave>> findUnfinished(
    const Vfs& vfs, const std::filesystem::path& file, const std::filesystem::path& stateFolder)
{
    const Result<std::filesystem::path> real = vfs.realPath(file);
    const std::filesystem::path path = real ? *real : file;
    std::vector<UnfinishedSave> result;
    const Result<Names> names = namesIn(vfs, path.parent_path());
    if (!names)
        return std::unexpected(names.error());
    const Result<FileStatus> status = vfs.status(path);
    for (const std::string& name : *names) {
        const std::optional<OwnFileKind> kind = ownFileKind(name, path);
        std::optional<UnfinishedSave> found;
        if (kind)
            found = looked(vfs, {.path = path.parent_path() / name, .target = path}, *kind);
        else if (status && ownFileKind(name) == OwnFileKind::Committed)
            found = lookedElsewhere(vfs, path.parent_path() / name, path, *status);
        if (found)
            result.push_back(std::move(*found));
    }
    if (stateFolder.empty())
        return result;
    const JournalPlace place = journalInFolder(stateFolder, path);
    const auto look = [&](const std::filesystem::path& there, OwnFileKind kind) {
        if (auto found = looked(vfs, {.path = there, .target = path, .isBeside = false}, kind))
            result.push_back(std::move(*found));
    };
    if (vfs.status(place.committed()))
        look(place.committed(), OwnFileKind::Committed);
    if (vfs.status(place.unfinished()))
        look(place.unfinished(), OwnFileKind::Uncommitted);
    return result;
}

// Whether `isThere` holds for one of the two places at which a save of the file may have left something.
template <class IsThere>
static bool isAtEither(const Vfs& vfs, const std::filesystem::path& file,
    const std::filesystem::path& stateFolder, IsThere isThere)
{
    const Result<std::filesystem::path> path = vfs.realPath(file);
    return path
        && (isThere(journalBeside(*path))
            || (!stateFolder.empty() && isThere(journalInFolder(stateFolder, *path))));
}

bool mayBeUnfinished(
    const Vfs& vfs, const std::filesystem::path& file, const std::filesystem::path& stateFolder)
{
    return isAtEither(vfs, file, stateFolder,
        [&](const JournalPlace& place) { return vfs.status(place.committed()).has_value(); });
}

// Whatever else a save makes goes before its lock, which has the name of an unfinished journal.
bool mayBeLeft(const Vfs& vfs, const std::filesystem::path& file, const std::filesystem::path& stateFolder)
{
    return isAtEither(vfs, file, stateFolder, [&](const JournalPlace& place) {
        return vfs.status(place.committed()) || vfs.status(place.unfinished());
    });
}

Result<std::vector<UnfinishedSave>> findUnfinishedIn(const Vfs& vfs, const std::filesystem::path& stateFolder)
{
    const Result<Names> names = namesIn(vfs, stateFolder);
    if (!names)
        return std::unexpected(names.error());
    std::vector<UnfinishedSave> result;
    for (const std::string& name : *names) {
        const std::optional<OwnFileKind> kind = ownFileKind(name);
        if (!kind)
            continue;
        if (auto found = looked(vfs, {.path = stateFolder / name, .target = {}, .isBeside = false}, *kind))
            result.push_back(std::move(*found));
    }
    return result;
}

Error begunError(Error error, const std::filesystem::path& journal)
{
    if (error.kind != ErrorKind::Damaged)
        error.detail = formatText("{}; the save was begun and can be finished: {} holds what is missing",
            error.reason(), journal.native());
    return error;
}

Result<FileIdentity> rollForward(const Vfs& vfs, Journal& journal, const std::filesystem::path& target,
    WritableFile& file, Progress& progress)
{
    const Result<void> result = InPlaceWriter(journal, file, progress).run();
    if (!result)
        return std::unexpected(begunError(result.error(), journal.path()));
    // The mark says that it is done, so that a journal which cannot be removed does no harm.
    if (vfs.remove(journal.path()))
        (void)vfs.syncFolder(journal.path().parent_path());
    return vfs.status(target).transform([](const FileStatus& status) { return status.identity; });
}

Result<FileIdentity> finishSave(const Vfs& vfs, const UnfinishedSave& unfinished, Progress& progress)
{
    const Result<std::shared_ptr<WritableFile>> journalFile = vfs.openForWriting(unfinished.path);
    if (!journalFile)
        return std::unexpected(journalFile.error());
    if (const Result<void> locked = (*journalFile)->lock(); !locked && locked.error().kind == ErrorKind::Busy)
        return std::unexpected(Error{.kind = ErrorKind::Busy,
            .systemCode = 0,
            .subject = unfinished.path.native(),
            .detail = "is used by another program"});
    Result<Journal> journal = Journal::open(*journalFile, unfinished.path);
    if (!journal)
        return std::unexpected(journal.error());
    const Result<std::shared_ptr<WritableFile>> file = vfs.openForWriting(unfinished.target);
    if (!file)
        return std::unexpected(file.error());
    const Result<FileStatus> status = (*file)->status();
    const Result<FileStatus> journalStatus = status ? (*journalFile)->status() : status;
    if (!journalStatus)
        return std::unexpected(journalStatus.error());
    if (!isTrusted(*journalStatus, status))
        return std::unexpected(Error{.kind = ErrorKind::NoPermission,
            .systemCode = 0,
            .subject = unfinished.path.native(),
            .detail = "belongs to another user"});
    Result<void> checked;
    if (journal->mark().phase != JournalMark::Phase::Done) {
        checked = checkTarget(*journal, unfinished, *status);
        if (checked)
            checked = checkOldBytes(*journal, **file, unfinished.target);
    }
    if (!checked)
        return std::unexpected(checked.error());
    if (const Result<void> taken = takeSpace(*journal, **file, *status); !taken)
        return std::unexpected(begunError(taken.error(), unfinished.path));
    progress.total = (journal->head().slots - ByteOffset(0)).value();
    for (const Move& move : journal->moves())
        progress.total += move.count.value();
    return rollForward(vfs, *journal, unfinished.target, **file, progress);
}

static bool isToBeFinished(const UnfinishedSave& unfinished)
{
    return unfinished.state == UnfinishedSave::State::Begun
        || unfinished.state == UnfinishedSave::State::Damaged;
}

Result<std::optional<FileIdentity>> settleSave(
    const Vfs& vfs, const UnfinishedSave& unfinished, Progress& progress)
{
    if (isToBeFinished(unfinished))
        return finishSave(vfs, unfinished, progress);
    return discardSave(vfs, unfinished).transform([] { return std::optional<FileIdentity>(); });
}

Result<std::optional<FileIdentity>> finishSaves(const Vfs& vfs, const std::filesystem::path& file,
    const std::filesystem::path& stateFolder, Progress& progress)
{
    const Result<std::vector<UnfinishedSave>> found = findUnfinished(vfs, file, stateFolder);
    if (!found)
        return std::unexpected(found.error());
    std::optional<FileIdentity> finished;
    for (const UnfinishedSave& each : *found) {
        const Result<std::optional<FileIdentity>> settled = settleSave(vfs, each, progress);
        if (!settled && isToBeFinished(each))
            return std::unexpected(settled.error());
        if (settled && *settled)
            finished = *settled;
    }
    return finished;
}

Result<void> discardSave(const Vfs& vfs, const UnfinishedSave& unfinished)
{
    const Result<std::shared_ptr<WritableFile>> file = vfs.openForWriting(unfinished.path);
    if (file) {
        const Result<void> locked = (*file)->lock();
        if (!locked && locked.error().kind == ErrorKind::Busy)
            return std::unexpected(Error{.kind = ErrorKind::Busy,
                .systemCode = 0,
                .subject = unfinished.path.native(),
                .detail = "is used by another program"});
    }
    Result<void> removed = vfs.remove(unfinished.path);
    if (!removed && removed.error().kind == ErrorKind::NotFound)
        return {};
    return removed ? vfs.syncFolder(unfinished.path.parent_path()) : removed;
}

} // namespace megascope

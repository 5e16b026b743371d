// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FileSource.h"

#include "core/file/BoundedReader.h"
#include "core/file/CopyingScan.h"
#include "core/file/ExactRead.h"
#include "core/file/ExtentFinder.h"
#include "core/file/FileScan.h"
#include "core/file/GrowingSpool.h"
#include "core/file/LooseThread.h"
#include "core/file/ScanPace.h"
#include "core/file/WindowCache.h"

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace megascope {
namespace {

// The part of the budget that browsing may fill; the rest is left to scans.
constexpr std::int64_t browsingPart = 4;

// What is kept for threads that do not wait, as a part of the budget; and what is read ahead for them where
// each question has to go to a server.
constexpr std::int64_t keptPart = 32;
constexpr ByteCount servedAhead = mebibytes(1);

// Who writes to a file at its end does so again within this time.
constexpr std::chrono::seconds growingTime(1);

std::int64_t nowInNanoseconds()
{
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// To map, look and unmap costs more than to copy a run shorter than this.
constexpr ByteCount worthMapping = kibibytes(256);

const char* wordsFor(FileType type)
{
    switch (type) {
    case FileType::Directory:
        return "is a directory";
    case FileType::Socket:
        return "is a socket";
    case FileType::Fifo:
        return "is a FIFO";
    case FileType::CharacterDevice:
        return "is a character device";
    default:
        return "is not a file";
    }
}

Result<FileStatus> onlyFiles(Result<FileStatus> status, const std::filesystem::path& path)
{
    if (!status || status->type == FileType::Regular || status->type == FileType::BlockDevice)
        return status;
    return std::unexpected(Error{.kind = ErrorKind::NotAFile,
        .systemCode = 0,
        .subject = path.native(),
        .detail = wordsFor(status->type)});
}

bool holdsByte(const VfsFile& file)
{
    std::byte byte = {};
    return file.readAt(ByteOffset(0), {&byte, 1}).value_or(0) > 0;
}

// Of a file that the kernel makes up when it is read, the system gives the size as 0 or as a page, whatever
// the file holds; a larger size is meant.
bool sizeLies(const VfsFile& file, const FileStatus& status)
{
    if (status.type != FileType::Regular)
        return false;
    if (status.isPseudo)
        return status.identity.size <= pageSize();
    return status.identity.size == ByteCount(0) && holdsByte(file);
}

// The file must outlive the stream. A file that has no more for now (the kernel's log) ends there.
ByteStream streamOf(const VfsFile& file)
{
    return [&file, at = ByteOffset(0)](std::span<std::byte> out) mutable {
        Result<std::size_t> got = file.readAt(at, out);
        if (!got && got.error().systemCode == EAGAIN)
            got = 0;
        at += ByteCount(static_cast<std::int64_t>(got.value_or(0)));
        return got;
    };
}

// As FileScan::Surroundings::mapFrom.
std::optional<ByteCount> scansMapFrom(Backend backend, const FileStatus& status)
{
    const bool isPlain = status.type == FileType::Regular && status.isLocal && !status.isPseudo;
    if (backend == Backend::Automatic && isPlain)
        return worthMapping;
    return backend == Backend::Mapped ? std::optional(ByteCount(1)) : std::nullopt;
}

// To close a file is a question to the server that it comes from, which may take as long as any other.
std::shared_ptr<VfsFile> closedElsewhere(std::shared_ptr<VfsFile> file, const FileStatus& status)
{
    if (status.isLocal)
        return file;
    VfsFile* const opened = file.get();
    return {opened, [file = std::move(file)](VfsFile*) mutable {
                if (ReadPatience::ofThread() != nullptr)
                    LooseThread::letGo([closed = std::move(file)]() mutable { closed.reset(); });
            }};
}

std::unique_ptr<BoundedReader> boundedReader(
    std::shared_ptr<const VfsFile> file, const FileStatus& status, bool spooled, const WindowBudget& budget)
{
    const bool isRegular = status.type == FileType::Regular;
    if (isRegular && !spooled && (status.isInMemory || status.isPseudo))
        return nullptr;
    return std::make_unique<BoundedReader>(std::move(file),
        BoundedReader::Options{.kept = budget.total / keptPart,
            .ahead = status.isLocal || spooled ? ByteCount(0) : servedAhead});
}

} // namespace

Result<FileSource::Opened> FileSource::prepare(const Vfs& vfs, std::shared_ptr<VfsFile> file,
    const std::filesystem::path& name, const FileSourceOptions& options)
{
    Result<FileStatus> status = onlyFiles(file->status(), name);
    if (!status)
        return std::unexpected(status.error());
    if (!sizeLies(*file, *status))
        return Opened{.file = std::move(file), .status = *status};

    const Result<Spool> spool = vfs.spool(streamOf(*file), name, options.spoolLimit);
    if (!spool)
        return std::unexpected(spool.error());
    const Result<FileStatus> spoolStatus = spool->file->status();
    if (!spoolStatus)
        return std::unexpected(spoolStatus.error());
    status->identity.size = spoolStatus->identity.size;
    return Opened{.file = spool->file, .status = *status, .spooled = true, .cut = spool->isCut};
}

Result<std::shared_ptr<FileSource>> FileSource::open(
    const Vfs& vfs, const std::filesystem::path& path, const FileSourceOptions& options)
{
    // Before opening, because to open a device can do something: rewind a tape, start a watchdog.
    if (const Result<FileStatus> named = onlyFiles(vfs.status(path), path); !named)
        return std::unexpected(named.error());
    return vfs.open(path).and_then(
        [&](std::shared_ptr<VfsFile> file) { return fromFile(vfs, std::move(file), path, options); });
}

Result<std::shared_ptr<FileSource>> FileSource::fromFile(const Vfs& vfs, std::shared_ptr<VfsFile> file,
    const std::filesystem::path& name, const FileSourceOptions& options)
{
    return prepare(vfs, std::move(file), name, options).transform([&](Opened opened) {
        return std::shared_ptr<FileSource>(new FileSource(vfs, name, std::move(opened), options));
    });
}

Result<std::shared_ptr<FileSource>> FileSource::fromSpool(const Vfs& vfs, std::shared_ptr<GrowingSpool> spool,
    const std::filesystem::path& name, const FileSourceOptions& options)
{
    return spool->file()->status().transform([&](const FileStatus& status) {
        Opened opened{.file = spool->file(), .status = status, .spooled = true, .spool = std::move(spool)};
        return std::shared_ptr<FileSource>(new FileSource(vfs, name, std::move(opened), options));
    });
}

FileSource::FileSource(
    const Vfs& vfs, std::filesystem::path path, Opened opened, const FileSourceOptions& options)
    : m_vfs(vfs)
    , m_path(std::move(path))
    , m_file(closedElsewhere(std::move(opened.file), opened.status))
    , m_options(options)
    , m_spooled(opened.spooled)
    , m_cut(opened.cut)
    , m_spool(std::move(opened.spool))
    , m_ledger(std::make_unique<WindowLedger>(options.budget.total))
    , m_windows(std::make_unique<WindowCache>(
          *m_file, *m_ledger, options.budget.browsingWindow, options.budget.total / browsingPart))
    , m_extents(std::make_unique<ExtentFinder>(*m_file))
    , m_pace(std::make_unique<ScanPace>())
    , m_boundedReader(boundedReader(m_file, opened.status, opened.spooled, options.budget))
    , m_size(opened.status.identity.size.value())
    , m_status(opened.status)
{
}

// A stream may come from a storage that does not answer: its thread is not waited for.
FileSource::~FileSource()
{
    if (!m_spool)
        return;
    m_spool->stop();
    LooseThread::letGo([spool = std::move(m_spool)] { });
}

ByteCount FileSource::size() const
{
    return ByteCount(m_size);
}

Gaps FileSource::read(ByteOffset offset, std::span<std::byte> out) const
{
    ReadPatience* const patience = ReadPatience::ofThread();
    if (patience != nullptr && m_boundedReader)
        return m_boundedReader->read(offset, out, *patience);
    if (m_options.backend != Backend::Mapped)
        return readExactly(*m_file, offset, out);
    Gaps gaps;
    while (!out.empty()) {
        const ByteRange part = partToMap({offset, ByteCount(std::ssize(out))});
        const auto target = out.first(static_cast<std::size_t>(part.count().value()));
        if (!copyMapped(part, target)) {
            for (const Gap& gap : readExactly(*m_file, offset, target))
                addGap(gaps, gap);
        }
        offset = part.end();
        out = out.subspan(target.size());
    }
    return gaps;
}

// The first part of `range` that lies in one window.
ByteRange FileSource::partToMap(const ByteRange& range) const
{
    return {range.begin(), windowRange(range.begin(), m_options.budget.browsingWindow, range.end()).end()};
}

// Copies first and asks afterwards: bytes behind a new end of the file read as zeros without any signal.
bool FileSource::copyMapped(const ByteRange& part, std::span<std::byte> out) const
{
    const std::optional<FileIdentity> before = identityOf(*m_file);
    const ByteOffset end(before ? before->size.value() : 0);
    if (part.end() > end)
        return false;
    // To look at a hole through a mapping would fill it on a file system in memory.
    const std::optional<Extent> extent = m_extents->find(part.begin());
    if (!extent || extent->kind == Extent::Kind::Hole || !extent->range.contains(part))
        return false;
    const Result<WindowCache::Lease> lease = m_windows->lease(part.begin(), end);
    if (!lease)
        return false;
    const std::span<const std::byte> bytes = (*lease)->bytes(part);
    const bool isPresent = m_file->populate(bytes).has_value();
    if (isPresent)
        std::ranges::copy(bytes, out.begin());
    if (isPresent && identityOf(*m_file) == before && !(*lease)->isTorn())
        return true;
    m_windows->drop(*lease);
    return false;
}

Extent FileSource::extentAt(ByteOffset offset) const
{
    const ByteRange rest(offset, ByteOffset(m_size));
    // Where data is, a server is asked.
    if (ReadPatience::ofThread() != nullptr && !status().isLocal)
        return {.range = rest};
    const std::optional<Extent> found = m_extents->find(offset);
    return found ? Extent{.range = found->range.intersected(rest), .kind = found->kind}
                 : Extent{.range = rest};
}

std::optional<ByteRange> FileSource::holeAt(ByteOffset offset) const
{
    if (m_spooled || !status().isLocal)
        return std::nullopt;
    const ByteOffset end = std::min(m_file->nextData(offset).value_or(offset), ByteOffset(m_size));
    return end > offset ? std::optional(ByteRange(offset, end)) : std::nullopt;
}

std::unique_ptr<Scan> FileSource::scan(const ByteRange& range) const
{
    if (ReadPatience::ofThread() != nullptr && m_boundedReader)
        return std::make_unique<CopyingScan>(*this, range);
    const FileScan::Surroundings surroundings = {.file = *m_file,
        .extents = *m_extents,
        .ledger = *m_ledger,
        .budget = m_options.budget,
        .mapFrom = isGrowing() ? std::nullopt : scansMapFrom(m_options.backend, status()),
        .pace = m_options.backend == Backend::Automatic ? m_pace.get() : nullptr};
    return std::make_unique<FileScan>(surroundings, range);
}

void FileSource::retryReads()
{
    if (m_boundedReader)
        m_boundedReader->retry();
}

std::optional<Gap> FileSource::failedRead() const
{
    return m_boundedReader ? m_boundedReader->failure() : std::nullopt;
}

// Of what is mapped of such a file, all would be read once more, because the file has changed meanwhile.
bool FileSource::isGrowing() const
{
    const std::chrono::nanoseconds since(nowInNanoseconds() - m_grownAt);
    return m_options.backend == Backend::Automatic && m_grownAt != 0 && since < growingTime;
}

Result<FileStatus> FileSource::refresh()
{
    if (m_spooled && !m_spool)
        return status();
    const Result<FileStatus> now = m_file->status();
    if (!now)
        return now;
    const std::int64_t size = now->identity.size.value();
    if (m_size.exchange(size) < size)
        m_grownAt = nowInNanoseconds();
    const std::scoped_lock lock(m_statusMutex);
    m_status = *now;
    return now;
}

FileStatus FileSource::status() const
{
    const std::scoped_lock lock(m_statusMutex);
    return m_status;
}

Result<FileStatus> FileSource::statusOfPath() const
{
    return m_vfs.status(m_path);
}

ByteCount FileSource::windowBytes() const
{
    return m_ledger->used();
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/PosixFile.h"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace megascope {
namespace {

static_assert(sizeof(off_t) == 8, "compile with _FILE_OFFSET_BITS=64");

FileType typeOf(unsigned mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return FileType::Regular;
    case S_IFDIR:
        return FileType::Directory;
    case S_IFBLK:
        return FileType::BlockDevice;
    case S_IFCHR:
        return FileType::CharacterDevice;
    case S_IFIFO:
        return FileType::Fifo;
    case S_IFSOCK:
        return FileType::Socket;
    default:
        return FileType::Other;
    }
}

FileTime timeFrom(const statx_timestamp& time)
{
    // Years that nanoseconds cannot hold (before 1678, after 2261) may be wrong, but stay the same from call
    // to call.
    const std::uint64_t seconds = static_cast<std::uint64_t>(time.tv_sec);
    return {static_cast<std::int64_t>(seconds * 1'000'000'000U + time.tv_nsec)};
}

FileSystemKind fileSystemOf(int descriptor)
{
    struct statfs status = {};
    if (uninterrupted([&] { return fstatfs(descriptor, &status); }) != 0)
        return {};
    return fileSystemKind(static_cast<std::uint32_t>(status.f_type));
}

ByteCount deviceSize(int descriptor)
{
    std::uint64_t size = 0;
    if (ioctl(descriptor, BLKGETSIZE64, &size) != 0)
        return ByteCount(0);
    return ByteCount(static_cast<std::int64_t>(std::min<std::uint64_t>(size, ByteCount::max().value())));
}

// From the begin of the page that `bytes` begins in.
std::span<std::byte> pagesAround(std::span<const std::byte> bytes)
{
    const auto page = static_cast<std::uintptr_t>(pageSize().value());
    const std::uintptr_t skew = reinterpret_cast<std::uintptr_t>(bytes.data()) % page;
    return {const_cast<std::byte*>(bytes.data()) - skew, bytes.size() + skew};
}

// To populate cached pages takes the kernel longer than to map them when they are touched, several at a time:
// 48 ms instead of 7 for a GiB that was written in pieces of 1 MiB. So a look at every 64th page of a large
// range pays.
bool looksCached(std::span<std::byte> pages)
{
    constexpr std::size_t large = 1024 * 1024;
    if (pages.size() < large)
        return false;
    const auto page = static_cast<std::size_t>(pageSize().value());
    for (std::size_t at = 0; at < pages.size(); at += 64 * page) {
        unsigned char flags = 0;
        if (mincore(&pages[at], 1, &flags) != 0 || (flags & 1) == 0)
            return false;
    }
    return true;
}

} // namespace

FileDescriptor::~FileDescriptor()
{
    if (isOpen())
        close(m_number);
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : m_number(std::exchange(other.m_number, -1))
{
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept
{
    std::swap(m_number, other.m_number);
    return *this;
}

FileStatus statusFrom(const struct statx& stat, const FileSystemKind& kind, int descriptor)
{
    FileStatus status;
    status.type = typeOf(stat.stx_mode);
    status.identity = {.device = (std::uint64_t{stat.stx_dev_major} << 32) | stat.stx_dev_minor,
        .inode = stat.stx_ino,
        .size = ByteCount(static_cast<std::int64_t>(stat.stx_size)),
        .modified = timeFrom(stat.stx_mtime),
        .changed = timeFrom(stat.stx_ctime)};
    status.allocated = ByteCount(static_cast<std::int64_t>(stat.stx_blocks)) * 512;
    if (status.type == FileType::BlockDevice && descriptor >= 0) {
        status.identity.size = deviceSize(descriptor);
        status.allocated = status.identity.size;
    }
    status.deviceNumber = (std::uint64_t{stat.stx_rdev_major} << 32) | stat.stx_rdev_minor;
    status.links = stat.stx_nlink;
    status.owner = stat.stx_uid;
    status.mode = stat.stx_mode & 07777U;
    status.isOurs = stat.stx_uid == geteuid() || stat.stx_uid == 0;
    if ((stat.stx_mask & STATX_BTIME) != 0)
        status.born = timeFrom(stat.stx_btime);
    status.isImmutable = (stat.stx_attributes & (STATX_ATTR_IMMUTABLE | STATX_ATTR_APPEND)) != 0;
    status.isLocal = kind.isLocal;
    status.isPseudo = kind.isPseudo;
    status.isInMemory = kind.isInMemory;
    return status;
}

PosixFile::PosixFile(FileDescriptor descriptor, std::string path)
    : m_descriptor(std::move(descriptor))
    , m_path(std::move(path))
    , m_kind(fileSystemOf(m_descriptor.number()))
{
}

std::unexpected<Error> PosixFile::failed(int code) const
{
    return std::unexpected(systemError(code, m_path));
}

Result<FileStatus> PosixFile::statusBy(int syncFlag) const
{
    struct statx stat = {};
    const int fd = m_descriptor.number();
    const int flags = AT_EMPTY_PATH | syncFlag;
    if (uninterrupted([&] { return statx(fd, "", flags, STATX_BASIC_STATS | STATX_BTIME, &stat); }) != 0)
        return failed(errno);
    return statusFrom(stat, m_kind, fd);
}

Result<FileStatus> PosixFile::status() const
{
    return statusBy(AT_STATX_SYNC_AS_STAT);
}

Result<FileIdentity> PosixFile::identity() const
{
    return statusBy(AT_STATX_DONT_SYNC).transform([](const FileStatus& now) { return now.identity; });
}

Result<std::size_t> PosixFile::readAt(ByteOffset offset, std::span<std::byte> out) const
{
    const std::size_t count = std::min(out.size(), longestTransfer);
    const ssize_t got
        = uninterrupted([&] { return pread(m_descriptor.number(), out.data(), count, offset.value()); });
    if (got < 0)
        return failed(errno);
    return static_cast<std::size_t>(got);
}

Result<std::size_t> PosixFile::readCached(ByteOffset offset, std::span<std::byte> out) const
{
    const iovec place{out.data(), std::min(out.size(), longestTransfer)};
    const ssize_t got = uninterrupted(
        [&] { return preadv2(m_descriptor.number(), &place, 1, offset.value(), RWF_NOWAIT); });
    if (got >= 0)
        return static_cast<std::size_t>(got);
    const bool isElsewhere = errno == EAGAIN || errno == EIO;
    return std::unexpected(Error{.kind = isElsewhere ? ErrorKind::Busy : ErrorKind::Unsupported,
        .systemCode = errno,
        .subject = m_path,
        .detail = {}});
}

Result<ByteOffset> PosixFile::sizeNow() const
{
    return identity().transform([](const FileIdentity& now) { return ByteOffset(now.size.value()); });
}

Result<ByteOffset> PosixFile::nextData(ByteOffset offset) const
{
    const off_t found = lseek(m_descriptor.number(), offset.value(), SEEK_DATA);
    if (found >= 0)
        return std::max(offset, ByteOffset(found));
    if (errno == ENXIO) // no data from here on
        return sizeNow();
    if (errno == EINVAL || errno == EOPNOTSUPP || errno == ENOSYS || errno == ESPIPE)
        return offset;
    return failed(errno);
}

Result<ByteOffset> PosixFile::nextHole(ByteOffset offset) const
{
    const off_t found = lseek(m_descriptor.number(), offset.value(), SEEK_HOLE);
    if (found >= 0)
        return std::max(offset, ByteOffset(found));
    if (errno == ENXIO || errno == EINVAL || errno == EOPNOTSUPP || errno == ENOSYS || errno == ESPIPE)
        return sizeNow();
    return failed(errno);
}

Result<std::span<const std::byte>> PosixFile::map(const ByteRange& range) const
{
    if (std::cmp_greater(range.count().value(), std::numeric_limits<std::size_t>::max() / 2))
        return failed(ENOMEM);
    const auto count = static_cast<std::size_t>(range.count().value());
    void* const place
        = mmap(nullptr, count, PROT_READ, MAP_SHARED, m_descriptor.number(), range.begin().value());
    if (place == MAP_FAILED)
        return failed(errno);
    return std::span(static_cast<const std::byte*>(place), count);
}

void PosixFile::unmap(std::span<const std::byte> bytes) const
{
    munmap(const_cast<std::byte*>(bytes.data()), bytes.size());
}

Result<void> PosixFile::populate(std::span<const std::byte> bytes) const
{
#ifdef MADV_POPULATE_READ
    const std::span<std::byte> pages = pagesAround(bytes);
    if (looksCached(pages))
        return {};
    if (uninterrupted([&] { return madvise(pages.data(), pages.size(), MADV_POPULATE_READ); }) == 0)
        return {};
    if (errno != EINVAL && errno != ENOSYS) // those: a kernel before 5.14
        return failed(errno);
#endif
    return {};
}

// To a user who might not write to the file, the system says that all of it is cached.
bool PosixFile::isCached(std::span<const std::byte> bytes) const
{
    const std::span<std::byte> pages = pagesAround(bytes);
    const auto page = static_cast<std::size_t>(pageSize().value());
    std::vector<unsigned char> flags((pages.size() + page - 1) / page);
    if (mincore(pages.data(), pages.size(), flags.data()) != 0)
        return true;
    const auto cached = std::ranges::count_if(flags, [](unsigned char flag) { return (flag & 1) != 0; });
    return cached * 2 > std::ssize(flags);
}

void PosixFile::dropBehind(const ByteRange& range) const
{
    posix_fadvise(m_descriptor.number(), range.begin().value(), range.count().value(), POSIX_FADV_DONTNEED);
}

ByteCount pageSize()
{
    static const ByteCount size(sysconf(_SC_PAGESIZE));
    return size;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// The writing half of PosixFile.

#include "core/file/PosixFile.h"

#include <algorithm>

#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/file.h>
#include <unistd.h>

namespace megascope {
namespace {

bool isUnsupported(int code)
{
    return code == EOPNOTSUPP || code == ENOSYS || code == EINVAL || code == ENOTTY || code == EXDEV
        || code == ENODEV || code == ESPIPE;
}

} // namespace

Result<void> writeFully(WritableFile& file, ByteOffset offset, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const Result<std::size_t> written = file.writeAt(offset, bytes);
        if (!written)
            return std::unexpected(written.error());
        offset += ByteCount(static_cast<std::int64_t>(*written));
        bytes = bytes.subspan(*written);
    }
    return {};
}

std::unexpected<Error> PosixFile::failedWriting(int code) const
{
    return std::unexpected(writeError(code, m_path));
}

Result<std::size_t> PosixFile::writeAt(ByteOffset offset, std::span<const std::byte> bytes)
{
    const std::size_t count = std::min(bytes.size(), longestTransfer);
    const ssize_t written
        = uninterrupted([&] { return pwrite(descriptor(), bytes.data(), count, offset.value()); });
    if (written < 0)
        return failedWriting(errno);
    if (written == 0 && count > 0) // the end of a device
        return failedWriting(ENOSPC);
    return static_cast<std::size_t>(written);
}

Result<void> PosixFile::setSize(ByteCount size)
{
    if (uninterrupted([&] { return ftruncate(descriptor(), size.value()); }) != 0)
        return failedWriting(errno);
    return {};
}

Result<void> PosixFile::allocate(const ByteRange& range)
{
    const auto call = [&] {
        return fallocate(descriptor(), FALLOC_FL_KEEP_SIZE, range.begin().value(), range.count().value());
    };
    if (range.empty() || uninterrupted(call) == 0 || isUnsupported(errno))
        return {};
    return failedWriting(errno);
}

Result<void> PosixFile::punchHole(const ByteRange& range)
{
    const int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
    const auto call
        = [&] { return fallocate(descriptor(), mode, range.begin().value(), range.count().value()); };
    if (range.empty() || uninterrupted(call) == 0)
        return {};
    return failedWriting(isUnsupported(errno) ? EOPNOTSUPP : errno);
}

// The kernel shares blocks where the file system can and both places are aligned to them.
// A success of copy_file_range() that copied nothing is what some virtual file systems of older kernels give
// (5.3 to 5.18); it comes back as 0 like any other inability.
Result<ByteCount> PosixFile::copyFrom(const VfsFile& source, const ByteRange& range, ByteOffset target)
{
    const auto* const file = dynamic_cast<const PosixFile*>(&source);
    if (file == nullptr || range.empty())
        return ByteCount(0);
    off_t from = range.begin().value();
    off_t to = target.value();
    const auto count
        = static_cast<std::size_t>(std::min<std::int64_t>(range.count().value(), longestTransfer));
    const ssize_t copied = uninterrupted(
        [&] { return copy_file_range(file->descriptor(), &from, descriptor(), &to, count, 0); });
    if (copied >= 0)
        return ByteCount(copied);
    return isUnsupported(errno) || errno == EBADF || errno == EPERM ? Result<ByteCount>(ByteCount(0))
                                                                    : failedWriting(errno);
}

void PosixFile::startSync(const ByteRange& range)
{
    sync_file_range(descriptor(), range.begin().value(), range.count().value(), SYNC_FILE_RANGE_WRITE);
}

// An interrupted call is not taken up again: what it found out about errors would be lost.
Result<void> PosixFile::sync()
{
    if (fdatasync(descriptor()) != 0)
        return failedWriting(errno);
    return {};
}

void PosixFile::restoreSetIds(std::uint32_t mode)
{
    const Result<FileStatus> now = status();
    if (!now || now->owner != geteuid())
        return;
    const std::uint32_t missing = mode & (S_ISUID | S_ISGID) & ~now->mode;
    if (missing != 0)
        (void)fchmod(descriptor(), now->mode | missing);
}

Result<void> PosixFile::lock()
{
    if (uninterrupted([&] { return flock(descriptor(), LOCK_EX | LOCK_NB); }) != 0)
        return failedWriting(errno);
    return {};
}

} // namespace megascope

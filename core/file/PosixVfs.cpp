// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/PosixFile.h"
#include "core/file/Vfs.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <new>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace megascope {
namespace {

constexpr std::size_t spoolBuffer = 256 * 1024;

std::unexpected<Error> failed(const std::filesystem::path& path)
{
    return std::unexpected(systemError(errno, path.native()));
}

FileDescriptor openWith(const std::filesystem::path& path, int flags)
{
    const int common = O_RDONLY | O_CLOEXEC | O_NOCTTY;
    return FileDescriptor(uninterrupted([&] { return open(path.c_str(), common | flags); }));
}

bool isRegular(const std::filesystem::path& path)
{
    struct stat status = {};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

// O_NONBLOCK so that a FIFO without a writer does not hold us. It also makes the open of a file fail while
// another program gives back a lease on it; that one is worth waiting for.
FileDescriptor openForReading(const std::filesystem::path& path)
{
    FileDescriptor descriptor = openWith(path, O_NONBLOCK);
    if (!descriptor.isOpen() && errno == EWOULDBLOCK && isRegular(path))
        descriptor = openWith(path, 0);
    return descriptor;
}

std::filesystem::path spoolFolder()
{
    const char* const chosen = std::getenv("TMPDIR");
    return chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
}

FileDescriptor namelessFile()
{
    const std::filesystem::path folder = spoolFolder();
    const int flags = O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL;
    FileDescriptor file(uninterrupted([&] { return open(folder.c_str(), flags, S_IRUSR | S_IWUSR); }));
    if (file.isOpen())
        return file;
    // Not every file system makes files without a name.
    std::string name = (folder / "megascope-XXXXXX").native();
    file = FileDescriptor(mkostemp(name.data(), O_CLOEXEC));
    if (file.isOpen())
        unlink(name.c_str());
    return file;
}

// 0, or errno.
int writeAll(int descriptor, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = uninterrupted([&] { return write(descriptor, bytes.data(), bytes.size()); });
        if (written <= 0)
            return written < 0 ? errno : ENOSPC;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return 0;
}

class PosixVfs final : public Vfs {
public:
    Result<std::shared_ptr<VfsFile>> open(const std::filesystem::path& path) const override
    {
        FileDescriptor descriptor = openForReading(path);
        if (!descriptor.isOpen())
            return failed(path);
        return std::make_shared<PosixFile>(std::move(descriptor), path.native());
    }

    Result<FileStatus> status(const std::filesystem::path& path) const override
    {
        struct statx stat = {};
        if (uninterrupted([&] { return statx(AT_FDCWD, path.c_str(), 0, STATX_BASIC_STATS, &stat); }) != 0)
            return failed(path);
        struct statfs fileSystem = {};
        FileSystemKind kind;
        if (uninterrupted([&] { return statfs(path.c_str(), &fileSystem); }) == 0)
            kind = fileSystemKind(static_cast<std::uint32_t>(fileSystem.f_type));
        // Only an open device tells its size.
        const FileDescriptor device = S_ISBLK(stat.stx_mode) ? openForReading(path) : FileDescriptor();
        return statusFrom(stat, kind, device.number());
    }

    Result<Spool> spool(
        const ByteStream& content, const std::filesystem::path& subject, ByteCount limit) const override
    {
        FileDescriptor file = namelessFile();
        if (!file.isOpen())
            return failed(spoolFolder());
        const std::unique_ptr<std::byte[]> memory(new (std::nothrow) std::byte[spoolBuffer]);
        if (!memory)
            return std::unexpected(systemError(ENOMEM, subject.native()));
        bool isCut = false;
        for (ByteCount free = limit; !isCut;) {
            // At the limit a byte more is asked for: whether there is one cannot be known otherwise.
            const auto wanted = std::clamp<std::int64_t>(free.value(), 1, spoolBuffer);
            const std::span buffer(memory.get(), static_cast<std::size_t>(wanted));
            const Result<std::size_t> got = content(buffer);
            if (!got)
                return std::unexpected(got.error());
            if (*got == 0)
                break;
            isCut = free == ByteCount(0);
            const auto kept = isCut ? buffer.first(0) : buffer.first(*got);
            if (const int code = writeAll(file.number(), kept); code != 0)
                return std::unexpected(systemError(code, spoolFolder().native()));
            free -= ByteCount(std::ssize(kept));
        }
        return Spool{.file = std::make_shared<PosixFile>(std::move(file), subject.native()), .isCut = isCut};
    }
};

} // namespace

const Vfs& systemVfs()
{
    static const PosixVfs vfs;
    return vfs;
}

} // namespace megascope

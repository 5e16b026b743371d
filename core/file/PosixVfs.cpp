// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FormatText.h"
#include "core/file/PosixAttributes.h"
#include "core/file/PosixFile.h"
#include "core/file/Vfs.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace megascope {
namespace {

constexpr std::size_t spoolBuffer = 256 * 1024;

std::unexpected<Error> failed(const std::filesystem::path& path)
{
    return std::unexpected(systemError(errno, path.native()));
}

// What is missing may be what a link leads to.
std::unexpected<Error> notThere(const std::filesystem::path& path, int code)
{
    Error error = systemError(code, path.native());
    std::error_code isNoLink;
    const std::filesystem::path target = std::filesystem::read_symlink(path, isNoLink);
    if (code == ENOENT && !isNoLink)
        error.detail = formatText("is a link to \"{}\", which is not there", target.native());
    return std::unexpected(std::move(error));
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

FileDescriptor namelessFile(const std::filesystem::path& folder)
{
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

// 0, or -1 and errno. Where the kernel or the file system cannot rename without replacing, a second name
// does.
int renameFile(const char* from, const char* to, bool replaces)
{
    if (replaces)
        return std::rename(from, to);
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return -1;
    if (link(from, to) != 0)
        return -1;
    return unlink(from);
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
        const unsigned wanted = STATX_BASIC_STATS | STATX_BTIME;
        if (uninterrupted([&] { return statx(AT_FDCWD, path.c_str(), 0, wanted, &stat); }) != 0)
            return notThere(path, errno);
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
        FileDescriptor file = namelessFile(spoolFolder());
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

    Result<std::shared_ptr<WritableFile>> openForWriting(const std::filesystem::path& path) const override
    {
        return opened(path, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0);
    }

    Result<std::shared_ptr<WritableFile>> create(
        const std::filesystem::path& path, unsigned mode) const override
    {
        return opened(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    }

    Result<std::shared_ptr<WritableFile>> createNameless(const std::filesystem::path& folder) const override
    {
        FileDescriptor descriptor = namelessFile(folder);
        if (!descriptor.isOpen())
            return failedWriting(folder);
        return std::make_shared<PosixFile>(std::move(descriptor), folder.native());
    }

    Result<void> rename(
        const std::filesystem::path& from, const std::filesystem::path& to, Existing existing) const override
    {
        return done(to, renameFile(from.c_str(), to.c_str(), existing == Existing::Replace));
    }

    Result<void> remove(const std::filesystem::path& path) const override
    {
        return done(path, unlink(path.c_str()));
    }

    Result<void> syncFolder(const std::filesystem::path& folder) const override
    {
        const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
        const FileDescriptor descriptor(uninterrupted([&] { return ::open(folder.c_str(), flags); }));
        if (!descriptor.isOpen())
            return failedWriting(folder);
        if (fsync(descriptor.number()) != 0 && errno != EINVAL && errno != EOPNOTSUPP && errno != ENOSYS)
            return failedWriting(folder);
        return {};
    }

    Result<void> makeFolder(const std::filesystem::path& folder) const override
    {
        const int result = mkdir(folder.c_str(), S_IRWXU);
        if (result != 0 && errno == EEXIST)
            return {};
        return done(folder, result);
    }

    Result<std::vector<std::string>> list(const std::filesystem::path& folder) const override
    {
        const std::unique_ptr<DIR, decltype([](DIR* open) { closedir(open); })> listing(
            opendir(folder.c_str()));
        if (!listing)
            return failed(folder);
        std::vector<std::string> names;
        errno = 0;
        while (const dirent* const entry = readdir(listing.get())) {
            const std::string_view name = entry->d_name;
            if (name != "." && name != "..")
                names.emplace_back(name);
        }
        if (errno != 0)
            return failed(folder);
        return names;
    }

    Result<ByteCount> freeSpace(const std::filesystem::path& path) const override
    {
        struct statvfs status = {};
        if (uninterrupted([&] { return statvfs(path.c_str(), &status); }) != 0)
            return failed(path);
        const auto blocks = static_cast<std::uint64_t>(status.f_bavail);
        const auto size = std::max<std::uint64_t>(status.f_frsize, 1);
        const auto most = static_cast<std::uint64_t>(ByteCount::max().value());
        return ByteCount(static_cast<std::int64_t>(blocks > most / size ? most : blocks * size));
    }

    Result<std::filesystem::path> realPath(const std::filesystem::path& path) const override
    {
        const std::unique_ptr<char, decltype([](char* text) { std::free(text); })> resolved(
            realpath(path.c_str(), nullptr));
        if (!resolved)
            return failed(path);
        return std::filesystem::path(resolved.get());
    }

    Result<FileRights> rights(const std::filesystem::path& path) const override
    {
        struct stat status = {};
        if (uninterrupted([&] { return stat(path.c_str(), &status); }) != 0)
            return failed(path);
        const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
        const auto may = [](const std::filesystem::path& what, int access) {
            return faccessat(AT_FDCWD, what.c_str(), access, AT_EACCESS) == 0;
        };
        return FileRights{.write = may(path, W_OK),
            .makeBeside = may(folder, W_OK | X_OK),
            .keepOwner = mayGiveAway(status)};
    }

    bool isClaimed(const std::filesystem::path& device) const override
    {
        return !openWith(device, O_NONBLOCK | O_EXCL).isOpen() && errno == EBUSY;
    }

    Result<std::vector<std::string>> copyAttributes(const VfsFile& from, WritableFile& to) const override
    {
        const auto* const source = dynamic_cast<const PosixFile*>(&from);
        const auto* const target = dynamic_cast<const PosixFile*>(&to);
        if (source == nullptr || target == nullptr)
            return std::unexpected(systemError(EBADF, {}));
        return copyFileAttributes(source->descriptor(), target->descriptor());
    }

private:
    static std::unexpected<Error> failedWriting(const std::filesystem::path& path)
    {
        return std::unexpected(writeError(errno, path.native()));
    }

    static Result<void> done(const std::filesystem::path& path, int result)
    {
        return result == 0 ? Result<void>() : failedWriting(path);
    }

    static Result<std::shared_ptr<WritableFile>> opened(
        const std::filesystem::path& path, int flags, unsigned mode)
    {
        FileDescriptor descriptor(
            uninterrupted([&] { return ::open(path.c_str(), flags, static_cast<mode_t>(mode)); }));
        if (!descriptor.isOpen())
            return failedWriting(path);
        return std::make_shared<PosixFile>(std::move(descriptor), path.native());
    }
};

} // namespace

const Vfs& systemVfs()
{
    static const PosixVfs vfs;
    return vfs;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/StandardInput.h"

#include "core/file/PosixFile.h"
#include "core/file/Vfs.h"

#include <cerrno>
#include <cstdlib>
#include <format>
#include <memory>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace megascope::cli {
namespace {

constexpr std::size_t pieceSize = 256 * 1024;

bool isStream(int descriptor)
{
    struct stat status = {};
    return ::fstat(descriptor, &status) == 0
        && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || S_ISCHR(status.st_mode));
}

FileDescriptor namelessFile()
{
    const char* const chosen = std::getenv("TMPDIR");
    std::string name = chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
    name += "/megascope-XXXXXX";
    FileDescriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (file.isOpen())
        ::unlink(name.c_str());
    return file;
}

// Up to `size` bytes, 0 at the end; a negative number and errno on failure.
ssize_t readSome(int descriptor, std::byte* bytes, std::size_t size)
{
    while (true) {
        const ssize_t got = uninterrupted([&] { return ::read(descriptor, bytes, size); });
        if (got >= 0 || errno != EAGAIN)
            return got;
        pollfd ready{.fd = descriptor, .events = POLLIN, .revents = 0}; // somebody made it non-blocking
        ::poll(&ready, 1, -1);
    }
}

bool writeAll(int descriptor, const std::byte* bytes, ssize_t size)
{
    while (size > 0) {
        const ssize_t written
            = uninterrupted([&] { return ::write(descriptor, bytes, static_cast<std::size_t>(size)); });
        if (written < 0)
            return false;
        bytes += written;
        size -= written;
    }
    return true;
}

bool copyAll(int from, int to)
{
    const auto buffer = std::make_unique_for_overwrite<std::byte[]>(pieceSize);
    while (true) {
        const ssize_t got = readSome(from, buffer.get(), pieceSize);
        if (got <= 0)
            return got == 0;
        if (!writeAll(to, buffer.get(), got))
            return false;
    }
}

} // namespace

Result<std::shared_ptr<FileSource>> openStandardInput(const FileSourceOptions& options)
{
    if (!isStream(STDIN_FILENO))
        return FileSource::open(systemVfs(), "/dev/stdin", options);
    const FileDescriptor copy = namelessFile();
    if (!copy.isOpen() || !copyAll(STDIN_FILENO, copy.number()))
        return std::unexpected(systemError(errno, "standard input"));
    return FileSource::open(systemVfs(), std::format("/proc/self/fd/{}", copy.number()), options);
}

} // namespace megascope::cli

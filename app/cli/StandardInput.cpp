// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/StandardInput.h"

#include "core/file/PosixFile.h"
#include "core/file/Vfs.h"

#include <cerrno>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace megascope::cli {
namespace {

constexpr const char* shownName = "standard input";

bool isStream(int descriptor)
{
    struct stat status = {};
    return ::fstat(descriptor, &status) == 0
        && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || S_ISCHR(status.st_mode));
}

// A ByteStream.
Result<std::size_t> readSome(std::span<std::byte> out)
{
    while (true) {
        const ssize_t got = uninterrupted([&] { return ::read(STDIN_FILENO, out.data(), out.size()); });
        if (got >= 0)
            return static_cast<std::size_t>(got);
        if (errno != EAGAIN)
            return std::unexpected(systemError(errno, shownName));
        pollfd ready{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}; // somebody made it non-blocking
        ::poll(&ready, 1, -1);
    }
}

} // namespace

Result<std::shared_ptr<FileSource>> openStandardInput(const FileSourceOptions& options)
{
    if (isStream(STDIN_FILENO))
        return FileSource::fromStream(systemVfs(), readSome, shownName, options);
    const auto named = [](Error error) {
        error.subject = shownName;
        return error;
    };
    return systemVfs().open("/dev/stdin").transform_error(named).and_then([&](std::shared_ptr<VfsFile> file) {
        return FileSource::fromFile(systemVfs(), std::move(file), shownName, options);
    });
}

} // namespace megascope::cli

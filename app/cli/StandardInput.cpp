// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/StandardInput.h"

#include "core/file/FileTail.h"
#include "core/file/PosixFile.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace megascope::cli {
namespace {

constexpr const char* shownName = "standard input";

bool isStream(const struct stat& status)
{
    return S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || S_ISCHR(status.st_mode);
}

// A description of our own, so that to ask for holes does not move the place of those who share standard
// input. Who got it from somebody with more rights may not open it again, and shares.
FileDescriptor openAgain()
{
    FileDescriptor own(uninterrupted([] { return ::open("/dev/stdin", O_RDONLY | O_CLOEXEC | O_NONBLOCK); }));
    return own.isOpen() ? std::move(own) : FileDescriptor(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
}

} // namespace

Result<Input> openStandardInput(const FileSourceOptions& options)
{
    struct stat status = {};
    if (::fstat(STDIN_FILENO, &status) != 0)
        return std::unexpected(systemError(errno, shownName));
    if (isStream(status))
        return standardInputStream(shownName);
    const off_t place = ::lseek(STDIN_FILENO, 0, SEEK_CUR);
    FileDescriptor descriptor = openAgain();
    if (!descriptor.isOpen())
        return std::unexpected(systemError(errno, shownName));
    const auto file = std::make_shared<PosixFile>(std::move(descriptor), shownName);
    return FileSource::fromFile(
        systemVfs(), tailOf(file, ByteOffset(std::max<off_t>(place, 0))), shownName, options)
        .transform([](std::shared_ptr<FileSource> source) { return Input(std::move(source)); });
}

} // namespace megascope::cli

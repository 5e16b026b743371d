// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/DescriptorStream.h"

#include "core/file/PosixFile.h"

#include <array>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace megascope {
namespace {

// How soon a stop is seen where the system has no descriptor for waking us. Milliseconds.
constexpr int withoutWaking = 100;

class DescriptorReader {
public:
    // `hasWriter`: that nobody writes means the end, and not that nobody has begun yet.
    DescriptorReader(FileDescriptor descriptor, std::string subject, bool hasWriter)
        : m_descriptor(std::move(descriptor))
        , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_subject(std::move(subject))
        , m_isNonblocking((::fcntl(m_descriptor.number(), F_GETFL) & O_NONBLOCK) != 0)
        , m_hasWriter(hasWriter)
    {
    }

    Result<std::size_t> read(std::span<std::byte> out, const std::stop_token& stop)
    {
        const std::stop_callback waking(stop, [this] { (void)::eventfd_write(m_wake.number(), 1); });
        // Of a pipe that was opened anew, poll() tells no end that came before; read() does.
        bool isReady = m_isNonblocking && m_hasWriter;
        while (!stop.stop_requested()) {
            if (isReady) {
                m_hasWriter = true;
                const ssize_t got = ::read(m_descriptor.number(), out.data(), out.size());
                if (got >= 0)
                    return static_cast<std::size_t>(got);
                if (errno != EAGAIN && errno != EINTR)
                    return std::unexpected(systemError(errno, m_subject));
            }
            isReady = wait();
        }
        return std::unexpected(Error{.kind = ErrorKind::Cancelled, .subject = m_subject});
    }

private:
    // True when there is something to read: bytes, an end or an error.
    bool wait()
    {
        std::array<pollfd, 2> waited{{{.fd = m_descriptor.number(), .events = POLLIN, .revents = 0},
            {.fd = m_wake.number(), .events = POLLIN, .revents = 0}}};
        const int patience = m_wake.isOpen() ? -1 : withoutWaking;
        return ::poll(waited.data(), waited.size(), patience) > 0 && waited[0].revents != 0;
    }

    const FileDescriptor m_descriptor;
    const FileDescriptor m_wake; // readable once a stop was requested
    const std::string m_subject;
    const bool m_isNonblocking;
    bool m_hasWriter;
};

StoppableStream streamOf(std::shared_ptr<DescriptorReader> reader)
{
    return [reader = std::move(reader)](
               std::span<std::byte> out, const std::stop_token& stop) { return reader->read(out, stop); };
}

// A pipe without a name, which is opened through /dev/fd, had its writer before anybody could open it.
bool isNameless(const FileDescriptor& pipe)
{
    struct statfs status = {};
    return ::fstatfs(pipe.number(), &status) == 0
        && static_cast<std::uint32_t>(status.f_type) == std::uint32_t{PIPEFS_MAGIC};
}

} // namespace

StoppableStream streamFrom(FileDescriptor descriptor, std::string subject)
{
    return streamOf(std::make_shared<DescriptorReader>(std::move(descriptor), std::move(subject), true));
}

Result<StoppableStream> openFifo(const std::filesystem::path& path)
{
    FileDescriptor descriptor(
        uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); }));
    if (!descriptor.isOpen())
        return std::unexpected(systemError(errno, path.native()));
    const bool hasWriter = isNameless(descriptor);
    return streamOf(std::make_shared<DescriptorReader>(std::move(descriptor), path.native(), hasWriter));
}

Result<StoppableStream> standardInputStream(std::string subject)
{
    FileDescriptor descriptor(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
    if (!descriptor.isOpen())
        return std::unexpected(systemError(errno, std::move(subject)));
    if (const FileDescriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC)); nothing.isOpen())
        ::dup2(nothing.number(), STDIN_FILENO);
    return streamFrom(std::move(descriptor), std::move(subject));
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/Output.h"

#include <cerrno>
#include <cstdio>

#include <poll.h>
#include <unistd.h>

namespace megascope::cli {

Outcome<void> print(std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (written > 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        } else if (written == 0) { // a device that takes no more
            return failed(systemError(ENOSPC, "standard output"));
        } else if (errno == EPIPE) {
            return std::unexpected(Failure{Exit::Done, {}});
        } else if (errno == EAGAIN) { // somebody made it non-blocking
            pollfd ready{.fd = STDOUT_FILENO, .events = POLLOUT, .revents = 0};
            ::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return failed(systemError(errno, "standard output"));
        }
    }
    return {};
}

Outcome<void> print(std::string_view text)
{
    return print(std::as_bytes(std::span(text)));
}

Outcome<void> closeOutput()
{
    // After EINTR it is closed all the same.
    if (::close(STDOUT_FILENO) != 0 && errno != EINTR)
        return failed(systemError(errno, "standard output"));
    return {};
}

void warn(std::string_view message)
{
    std::fputs(("megascope-cli: " + withoutControls(message) + '\n').c_str(), stderr);
}

} // namespace megascope::cli

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/FollowLines.h"

#include "app/cli/Output.h"
#include "core/file/FollowedLog.h"
#include "core/file/Vfs.h"

#include <array>
#include <chrono>
#include <string>

#include <poll.h>
#include <unistd.h>

namespace megascope::cli {
namespace {

using namespace std::chrono_literals;

// What the system does not tell of is looked for so often.
constexpr std::chrono::milliseconds tick = 1s;
// Who writes without a pause is not looked at more often than this.
constexpr std::chrono::milliseconds pace = 5ms;

// Waits for an alarm, or for the time. Returns false when nobody reads standard output any more.
bool wait(int alarm, std::chrono::milliseconds time)
{
    std::array<pollfd, 2> ends{pollfd{.fd = STDOUT_FILENO, .events = 0, .revents = 0},
        pollfd{.fd = alarm, .events = POLLIN, .revents = 0}};
    return ::poll(ends.data(), ends.size(), static_cast<int>(time.count())) < 0 || ends[0].revents == 0;
}

// Tells why the file that has the name now is not read. Most often that is over soon, in the midst of a
// rotation: it is told when it has lasted from one tick to the next.
class Trouble {
public:
    void take(const std::optional<Error>& error)
    {
        const auto now = std::chrono::steady_clock::now();
        const std::string text = error ? error->message() : std::string();
        if (text != m_text) {
            m_text = text;
            m_since = now;
            m_isTold = text.empty();
        }
        if (!m_isTold && now - m_since >= tick / 2) {
            warn(m_text);
            m_isTold = true;
        }
    }

private:
    std::string m_text;
    std::chrono::steady_clock::time_point m_since;
    bool m_isTold = true;
};

} // namespace

Outcome<void> follow(const InputFile& file, ByteOffset from)
{
    FollowedLog log(systemVfs(), file.source(), from);
    Trouble trouble;
    for (;;) {
        Outcome<void> printed;
        const Result<bool> wantsMore = log.advance([&](std::span<const std::byte> bytes) {
            printed = print(bytes);
            return printed.has_value();
        });
        if (!wantsMore)
            return failed(wantsMore.error());
        if (!*wantsMore)
            return printed;
        trouble.take(log.trouble());
        if (!wait(-1, pace) || !wait(log.alarm(), tick))
            return {};
        log.takeAlarm();
    }
}

} // namespace megascope::cli

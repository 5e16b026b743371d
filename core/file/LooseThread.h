// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

namespace megascope {

// A thread for what a file system may never answer: who waits for its end waits for a moment, and then goes
// on without it. So what the work uses has to be its own. Belongs to one thread, as std::jthread does.
class LooseThread {
public:
    using Work = std::function<void(const std::stop_token& stop)>;
    // What somebody at the screen does not notice.
    static constexpr std::chrono::milliseconds moment{40};

    LooseThread() = default;
    explicit LooseThread(Work work);
    ~LooseThread() { end(); }
    LooseThread(LooseThread&&) = default;
    // What ran here before is ended.
    LooseThread& operator=(LooseThread&& other) noexcept;

    void requestStop();
    // Asks it to stop, and waits so long. False when it has not ended by then, and was let go.
    bool end(std::chrono::milliseconds most = moment);

    // Work that nobody waits for.
    static void letGo(std::function<void()> work);

    // Those of the process that run, whether they were let go or not.
    [[nodiscard]] static int running();
    // Before the process ends: whether all of them did in that time.
    [[nodiscard]] static bool allEnd(std::chrono::milliseconds most);

private:
    struct State {
        std::mutex mutex;
        std::condition_variable end;
        bool hasEnded = false; // protected by mutex
        std::stop_source stop;
    };
    std::shared_ptr<State> m_state; // null when there is none
};

} // namespace megascope

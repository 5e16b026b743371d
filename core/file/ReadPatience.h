// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace megascope {

// While one lives, reads of its thread wait for a storage no longer than this in all until renew(): what has
// not come by then is a gap of the cause Pending, and is read on in the background. Without one, a thread
// waits for as long as it takes. Belongs to the thread that made it; one at a time.
class ReadPatience {
public:
    using Clock = std::chrono::steady_clock;
    // Called in any thread when something has come that a read of this thread had not waited for.
    using Arrived = std::function<void()>;

    ReadPatience(Clock::duration perTurn, Arrived arrived);
    ~ReadPatience();
    ReadPatience(const ReadPatience&) = delete;
    ReadPatience& operator=(const ReadPatience&) = delete;

    // Another turn begins, with all of the time.
    void renew() { m_left = m_perTurn; }

    // Null: reads of the calling thread wait.
    [[nodiscard]] static ReadPatience* ofThread();
    // How many reads of the calling thread have not got all, as MissedReads asks.
    [[nodiscard]] static std::uint64_t missedReads();

    // For those who read.
    [[nodiscard]] Clock::duration left() const { return m_left; }
    void spend(Clock::duration time);
    void miss();
    // May be called when the patience has gone.
    [[nodiscard]] const std::shared_ptr<const Arrived>& arrived() const { return m_arrived; }

private:
    const Clock::duration m_perTurn;
    Clock::duration m_left;
    const std::shared_ptr<const Arrived> m_arrived;
};

// While one lives, reads of its thread wait all the same: for what has to be there whatever it takes.
class UnboundedReads {
public:
    UnboundedReads();
    ~UnboundedReads();
    UnboundedReads(const UnboundedReads&) = delete;
    UnboundedReads& operator=(const UnboundedReads&) = delete;

private:
    ReadPatience* const m_suspended;
};

// Tells whether a read of this thread has not got all since the object was made. What was made out from such
// bytes is not known yet, and is to be made out again when they have come.
class MissedReads {
public:
    [[nodiscard]] bool any() const { return ReadPatience::missedReads() != m_before; }

private:
    std::uint64_t m_before = ReadPatience::missedReads();
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/LooseThread.h"

#include <thread>
#include <utility>

namespace megascope {
namespace {

// Never destroyed: a thread that was let go may end when the process does.
struct Count {
    std::mutex mutex;
    std::condition_variable fell;
    int running = 0; // protected by mutex

    void add(int by)
    {
        const std::scoped_lock lock(mutex);
        running += by;
        if (by < 0)
            fell.notify_all();
    }
};

// When this thread last waited in vain. What is ended along with that is most likely held by the same
// storage.
constinit thread_local std::chrono::steady_clock::time_point lastVain;
constexpr std::chrono::seconds vainFor{1};

Count& count()
{
    static auto* const shared = new Count;
    return *shared;
}

} // namespace

LooseThread::LooseThread(Work work)
    : m_state(std::make_shared<State>())
{
    count().add(1);
    std::thread([state = m_state, work = std::move(work)]() mutable {
        work(state->stop.get_token());
        work = nullptr; // before anybody hears of the end: what it held is gone by then
        {
            const std::scoped_lock lock(state->mutex);
            state->hasEnded = true;
            state->end.notify_all();
        }
        state.reset();
        count().add(-1);
    }).detach();
}

LooseThread& LooseThread::operator=(LooseThread&& other) noexcept
{
    if (this != &other) {
        end();
        m_state = std::move(other.m_state);
    }
    return *this;
}

void LooseThread::requestStop()
{
    if (m_state)
        m_state->stop.request_stop();
}

bool LooseThread::end(std::chrono::milliseconds most)
{
    const std::shared_ptr<State> state = std::exchange(m_state, nullptr);
    if (!state)
        return true;
    state->stop.request_stop();
    std::unique_lock lock(state->mutex);
    if (std::chrono::steady_clock::now() - lastVain < vainFor)
        return state->hasEnded;
    const bool hasEnded = state->end.wait_for(lock, most, [&] { return state->hasEnded; });
    if (!hasEnded && most >= moment)
        lastVain = std::chrono::steady_clock::now();
    return hasEnded;
}

void LooseThread::letGo(std::function<void()> work)
{
    LooseThread([work = std::move(work)](const std::stop_token&) mutable {
        work();
        work = nullptr;
    }).end(std::chrono::milliseconds(0));
}

int LooseThread::running()
{
    Count& all = count();
    const std::scoped_lock lock(all.mutex);
    return all.running;
}

bool LooseThread::allEnd(std::chrono::milliseconds most)
{
    Count& all = count();
    std::unique_lock lock(all.mutex);
    return all.fell.wait_for(lock, most, [&] { return all.running == 0; });
}

} // namespace megascope

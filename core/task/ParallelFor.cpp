// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/task/ParallelFor.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace megascope {
namespace {

constexpr unsigned mostThreads = 16;

class Numbers {
public:
    Numbers(std::int64_t count, std::stop_token stop, const std::function<void(std::int64_t)>& step)
        : m_count(count)
        , m_stop(std::move(stop))
        , m_step(step)
    {
    }

    void work()
    {
        while (!m_stop.stop_requested()) {
            const std::int64_t number = m_next.fetch_add(1, std::memory_order_relaxed);
            if (number >= m_count)
                return;
            m_step(number);
        }
    }

    [[nodiscard]] bool allHandedOut() const { return m_next >= m_count; }

private:
    const std::int64_t m_count;
    const std::stop_token m_stop;
    const std::function<void(std::int64_t)>& m_step;
    std::atomic<std::int64_t> m_next{0};
};

} // namespace

unsigned taskThreads()
{
    return std::clamp(std::thread::hardware_concurrency(), 1U, mostThreads);
}

bool parallelFor(
    std::int64_t count, unsigned threads, std::stop_token stop, const std::function<void(std::int64_t)>& step)
{
    Numbers numbers(count, std::move(stop), step);
    {
        std::vector<std::jthread> helpers;
        try {
            for (std::int64_t i = 1; i < std::min<std::int64_t>(threads, count); ++i)
                helpers.emplace_back([&numbers] { numbers.work(); });
        } catch (const std::system_error&) { // the system has no thread for us: the others do the work
        }
        numbers.work();
    }
    return numbers.allHandedOut();
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/task/ParallelFor.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <mutex>
#include <thread>
#include <vector>

namespace megascope {

PLAIN_TEST(eachNumberOnce)
{
    for (const unsigned threads : {1U, 2U, 4U, 16U}) {
        for (const std::int64_t count : {0, 1, 2, 3, 1000}) {
            std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
            CHECK(parallelFor(
                count, threads, {}, [&](std::int64_t i) { ++calls[static_cast<std::size_t>(i)]; }));
            CHECK(std::ranges::all_of(calls, [](const std::atomic<int>& n) { return n == 1; }));
        }
    }
}

// In one thread the order of the calls is the order in which the numbers are handed out.
PLAIN_TEST(numbersAscend)
{
    std::vector<std::int64_t> order;
    CHECK(parallelFor(100, 1, {}, [&](std::int64_t i) { order.push_back(i); }));
    CHECK(std::ranges::is_sorted(order));
    CHECK_EQUAL(order.size(), 100U);
}

// Each call waits for all the others, so fewer threads than asked for would wait for ever.
PLAIN_TEST(allThreadsWorkAtOnce)
{
    constexpr int threads = 4;
    std::barrier meeting(threads);
    std::mutex mutex;
    std::vector<std::thread::id> ids;
    CHECK(parallelFor(threads, threads, {}, [&](std::int64_t) {
        meeting.arrive_and_wait();
        const std::scoped_lock lock(mutex);
        ids.push_back(std::this_thread::get_id());
    }));
    std::ranges::sort(ids);
    CHECK(std::ranges::adjacent_find(ids) == ids.end());
    CHECK(std::ranges::contains(ids, std::this_thread::get_id()));
}

PLAIN_TEST(aStopLeavesTheRest)
{
    for (const unsigned threads : {1U, 4U}) {
        std::stop_source stop;
        std::atomic<int> calls{0};
        CHECK(!parallelFor(1000, threads, stop.get_token(), [&](std::int64_t i) {
            ++calls;
            if (i == 10)
                stop.request_stop();
        }));
        // 0 to 10, and what the other threads had in hand.
        CHECK(calls >= 11);
        CHECK(calls <= 11 + 1000);
        if (threads == 1)
            CHECK_EQUAL(calls.load(), 11);
    }
}

PLAIN_TEST(aStopBeforeTheBegin)
{
    std::stop_source stop;
    stop.request_stop();
    CHECK(!parallelFor(5, 2, stop.get_token(), [](std::int64_t) { plaintest::fail("called"); }));
    CHECK(parallelFor(0, 2, stop.get_token(), [](std::int64_t) { plaintest::fail("called"); }));
}

// The last number was handed out, so nothing is left.
PLAIN_TEST(aStopInTheLastCall)
{
    std::stop_source stop;
    CHECK(parallelFor(5, 1, stop.get_token(), [&](std::int64_t i) {
        if (i == 4)
            stop.request_stop();
    }));
}

PLAIN_TEST(threadsOfATask)
{
    CHECK(taskThreads() >= 1 && taskThreads() <= 16);
}

} // namespace megascope

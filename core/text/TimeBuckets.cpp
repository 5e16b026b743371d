// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TimeBuckets.h"

#include <algorithm>
#include <array>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr auto steps = std::to_array<nanoseconds>(
    {1us, 2us, 5us, 10us, 20us, 50us, 100us, 200us, 500us, 1ms, 2ms, 5ms, 10ms, 20ms, 50ms, 100ms, 200ms,
        500ms, 1s, 2s, 5s, 10s, 15s, 30s, 1min, 2min, 5min, 10min, 15min, 30min, 1h, 2h, 3h, 6h, 12h, days(1),
        days(2), days(5), days(10), days(30), days(100), days(365), days(1000), days(3650), days(10'000)});

LogTime multipleBelow(LogTime time, nanoseconds step, minutes zone)
{
    const nanoseconds local = time.time_since_epoch() + zone;
    const nanoseconds past = (local % step + step) % step;
    return time - past;
}

class Cutter {
public:
    Cutter(const TimedLines& lines, TimeBuckets& buckets, Progress& progress, std::stop_token stop)
        : m_lines(lines)
        , m_buckets(buckets)
        , m_progress(progress)
        , m_stop(std::move(stop))
    {
    }

    // Finds border `index` between two places.
    void find(std::size_t index, ByteOffset begin, ByteOffset end)
    {
        const TimeFound found = searchTime(m_lines, m_buckets.beginOf(index), {begin, end}, m_stop);
        m_buckets.borders[index] = found.at ? found.at->begin : end;
        ++m_progress.done;
    }

    // Those between two that are known: each halves what the next are looked for in.
    void findBetween(std::size_t first, std::size_t last)
    {
        if (last - first < 2 || m_stop.stop_requested())
            return;
        const std::size_t middle = (first + last) / 2;
        find(middle, m_buckets.borders[first], m_buckets.borders[last]);
        findBetween(first, middle);
        findBetween(middle, last);
    }

private:
    const TimedLines& m_lines;
    TimeBuckets& m_buckets;
    Progress& m_progress;
    const std::stop_token m_stop;
};

} // namespace

nanoseconds bucketStep(nanoseconds span, std::int64_t most)
{
    const auto fits = [&](nanoseconds step) { return span / step < most; };
    const auto step = std::ranges::find_if(steps, fits);
    return step != steps.end() ? *step : steps.back();
}

TimeBuckets cutIntoBuckets(const TimedLines& lines, LogTime from, LogTime to, std::int64_t most,
    Progress& progress, std::stop_token stop)
{
    TimeBuckets buckets;
    // Both ends may cut a bucket.
    buckets.step = bucketStep(to - from, most - 1);
    buckets.begin = multipleBelow(from, buckets.step, lines.format().zone());
    const auto count = static_cast<std::size_t>((to - buckets.begin) / buckets.step) + 1;
    buckets.borders.resize(count + 1);
    progress.total = static_cast<std::int64_t>(count) + 1;
    const ByteRange all = lines.snapshot().all();
    Cutter cutter(lines, buckets, progress, stop);
    cutter.find(0, all.begin(), all.end());
    cutter.find(count, buckets.borders.front(), all.end());
    cutter.findBetween(0, count);
    if (stop.stop_requested())
        buckets.borders.clear();
    return buckets;
}

} // namespace megascope

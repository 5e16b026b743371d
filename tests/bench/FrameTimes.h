// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <vector>

namespace megascope::bench {

// What the benchmarks of painting share: the screen, and the times of frames on it.
inline constexpr int screenWidth = 3840;
inline constexpr int screenHeight = 2160;

// Processor time of this thread in milliseconds, so that what else the machine does counts less.
inline double threadMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// In milliseconds.
class FrameTimes {
public:
    void add(double time) { m_times.push_back(time); }
    // REQUIRES: there are some, and 0 <= share <= 1.
    [[nodiscard]] double quantile(double share)
    {
        std::ranges::sort(m_times);
        return m_times[static_cast<std::size_t>(share * static_cast<double>(m_times.size() - 1))];
    }
    [[nodiscard]] std::ptrdiff_t countOver(double limit) const
    {
        return std::ranges::count_if(m_times, [limit](double time) { return time > limit; });
    }

private:
    std::vector<double> m_times;
};

} // namespace megascope::bench

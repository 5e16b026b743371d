// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "tests/bench/FrameTimes.h"
#include "tests/bench/ProcessMemory.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <algorithm>
#include <cstdio>

namespace megascope::bench {

// How long the event loop is away, from beat to beat, and what memory the process has meanwhile.
class Heartbeat final : public QObject {
public:
    Heartbeat()
        : m_memoryBefore(statusField("RssAnon"))
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] { beat(); });
        m_clock.start();
        m_timer.start(interval);
    }

    void print(const char* name)
    {
        m_timer.stop();
        std::printf("%-44s median %6.1f  p99 %6.1f  longest %6.1f ms (%td over 100), after %.2f s\n", name,
            m_pauses.quantile(0.5), m_pauses.quantile(0.99), m_longest, m_pauses.countOver(100),
            m_longestAt / 1e3);
        std::printf("%-44s %.1f MiB more at most\n", "memory", double(m_most - m_memoryBefore) / 1024);
        std::fflush(stdout);
    }

private:
    static constexpr int interval = 5; // milliseconds
    static constexpr int beatsPerLook = 10; // at the memory

    void beat()
    {
        const double now = double(m_clock.nsecsElapsed()) / 1e6;
        const double pause = now - m_last - interval;
        m_last = now;
        m_pauses.add(pause);
        if (pause > m_longest) {
            m_longest = pause;
            m_longestAt = now;
        }
        if (++m_beats % beatsPerLook == 0)
            m_most = std::max(m_most, statusField("RssAnon"));
    }

    QTimer m_timer;
    QElapsedTimer m_clock;
    FrameTimes m_pauses;
    double m_last = 0; // milliseconds since the begin, as the next two
    double m_longest = 0;
    double m_longestAt = 0;
    int m_beats = 0;
    std::int64_t m_memoryBefore;
    std::int64_t m_most = m_memoryBefore;
};

// Waits until something holds, which may be nothing that an event tells.
template <class Condition>
void waitUntil(Condition isTrue)
{
    QTimer waker;
    waker.start(1);
    while (!isTrue())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

inline void waitFor(int milliseconds)
{
    QElapsedTimer clock;
    clock.start();
    waitUntil([&] { return clock.elapsed() >= milliseconds; });
}

} // namespace megascope::bench

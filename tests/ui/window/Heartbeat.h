// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QDebug>
#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace megascope::testing {

// Measures how long the GUI thread does not come back to its events, while it lives: a timer beats as often
// as it can, and what lies between two beats is a stall.
class Heartbeat {
public:
    Heartbeat()
    {
        m_since.start();
        QObject::connect(&m_timer, &QTimer::timeout, [this] { beat(); });
        m_timer.start(1);
        m_idler = std::jthread([this](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                const auto begin = std::chrono::steady_clock::now();
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                const auto late = std::chrono::duration_cast<std::chrono::milliseconds>(
                    std::chrono::steady_clock::now() - begin);
                m_machine = std::max(m_machine.load(), late.count());
            }
        });
    }

    [[nodiscard]] std::chrono::milliseconds longest()
    {
        beat();
        return m_beats.empty() ? std::chrono::milliseconds(0) : *std::ranges::max_element(m_beats);
    }
    // That many of a thousand are longer.
    [[nodiscard]] std::chrono::milliseconds quantile(int ofThousand)
    {
        beat();
        std::ranges::sort(m_beats);
        const std::size_t index = m_beats.size() * static_cast<std::size_t>(1000 - ofThousand) / 1000;
        return m_beats[std::min(index, m_beats.size() - 1)];
    }
    void print(const char* what)
    {
        const auto longestOne = longest();
        qInfo("%s: longest stall of the window %lld ms, one of a hundred beats over %lld ms; the machine "
              "kept a thread "
              "that only sleeps waiting %lld ms",
            what, static_cast<long long>(longestOne.count()), static_cast<long long>(quantile(10).count()),
            static_cast<long long>(m_machine.load()));
    }

private:
    void beat() { m_beats.emplace_back(m_since.restart()); }

    QElapsedTimer m_since;
    QTimer m_timer;
    std::vector<std::chrono::milliseconds> m_beats;
    std::atomic<std::int64_t> m_machine = 0; // milliseconds
    std::jthread m_idler;
};

} // namespace megascope::testing

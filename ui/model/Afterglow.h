// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace megascope {

// Bytes that changed a moment ago, and how strongly that is still to be shown. A value; belongs to one
// thread.
class Afterglow {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr int levels = 10;
    static constexpr std::chrono::milliseconds duration{1000};

    // These have just changed. REQUIRES: no call before had a later time.
    void add(std::span<const ByteRange> ranges, Clock::time_point now);
    // What is over at that time is forgotten.
    void fade(Clock::time_point now);
    void clear() { m_entries.clear(); }
    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }

    // For each byte of `range`: `levels` when it has just changed, less the longer that is ago, 0 when it is
    // over. Empty when nothing glows.
    [[nodiscard]] std::vector<std::uint8_t> strengths(const ByteRange& range, Clock::time_point now) const;
    // What still glows; a byte that changed several times is in several of them.
    [[nodiscard]] std::vector<ByteRange> ranges() const;

private:
    struct Entry {
        ByteRange range;
        Clock::time_point when;
    };
    std::deque<Entry> m_entries; // the oldest first
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/Afterglow.h"

#include <algorithm>

namespace megascope {

void Afterglow::add(std::span<const ByteRange> ranges, Clock::time_point now)
{
    for (const ByteRange& range : ranges)
        m_entries.push_back({range, now});
}

void Afterglow::fade(Clock::time_point now)
{
    while (!m_entries.empty() && now - m_entries.front().when >= duration)
        m_entries.pop_front();
}

std::vector<std::uint8_t> Afterglow::strengths(const ByteRange& range, Clock::time_point now) const
{
    if (m_entries.empty())
        return {};
    std::vector<std::uint8_t> strengths(sizeOf(range.count()));
    for (const Entry& entry : m_entries) { // later ones over earlier ones
        const auto left = duration - std::chrono::duration_cast<std::chrono::milliseconds>(now - entry.when);
        const auto level = std::clamp<std::int64_t>(
            (left.count() * levels + duration.count() - 1) / duration.count(), 0, levels);
        if (const ByteRange part = entry.range.intersected(range); !part.empty())
            std::fill_n(strengths.begin() + (part.begin() - range.begin()).value(), part.count().value(),
                static_cast<std::uint8_t>(level));
    }
    return strengths;
}

std::vector<ByteRange> Afterglow::ranges() const
{
    std::vector<ByteRange> ranges;
    ranges.reserve(m_entries.size());
    for (const Entry& entry : m_entries)
        ranges.push_back(entry.range);
    return ranges;
}

} // namespace megascope

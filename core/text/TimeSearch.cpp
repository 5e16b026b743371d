// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TimeSearch.h"

#include <algorithm>
#include <utility>

namespace megascope {

namespace {

// What is left when halving ends, and lines are looked at one after the other.
constexpr ByteCount walked = kibibytes(64);
// How far to look from one place for a line that bears a time.
constexpr ByteCount sightBudget = mebibytes(1);
// Where there is none so far, places are tried at halves, quarters … of what is left.
constexpr int deepestLevel = 6;

class TimeBisection {
public:
    TimeBisection(const TimedLines& lines, LogTime time, const ByteRange& range, std::stop_token stop)
        : m_lines(lines)
        , m_time(time)
        , m_begin(range.begin())
        , m_end(range.end())
        , m_stop(std::move(stop))
    {
    }

    TimeFound run()
    {
        while (m_end - m_begin > walked && !m_stop.stop_requested()) {
            if (!halve())
                break;
        }
        if (!m_stop.stop_requested())
            walk();
        return m_found;
    }

private:
    void take(const TimedLine& line)
    {
        if (line.time < m_time) {
            m_found.before = line;
            m_begin = line.begin + ByteCount(1);
        } else {
            m_found.at = line;
            m_end = line.begin;
        }
    }

    // Returns whether the range is smaller now.
    bool look(ByteOffset place)
    {
        const TimedLines::Sight sight = m_lines.first({place, m_end}, sightBudget);
        if (sight.line)
            take(*sight.line);
        else if (!sight.isGivenUp)
            m_end = place;
        return sight.line || !sight.isGivenUp;
    }

    bool halve()
    {
        for (int level = 1; level <= deepestLevel; ++level) {
            const ByteCount step = (m_end - m_begin) / (1 << level);
            for (std::int64_t i = 1; i < (1 << level); i += 2) {
                if (m_stop.stop_requested())
                    return false;
                if (look(m_begin + step * i))
                    return true;
            }
        }
        return false;
    }

    void walk()
    {
        LineHeads heads = m_lines.heads({m_begin, m_end}, sightBudget);
        while (const std::optional<LineHeads::Line> line = heads.next()) {
            const std::optional<LogTime> time = m_lines.format().timeIn(line->head);
            if (!time)
                continue;
            take({line->begin, *time});
            if (*time >= m_time)
                return;
        }
    }

    const TimedLines& m_lines;
    const LogTime m_time;
    ByteOffset m_begin; // lines that bear a time and begin before this are before the time
    ByteOffset m_end; // lines from here on are not
    const std::stop_token m_stop;
    TimeFound m_found;
};

} // namespace

TimeFound searchTime(const TimedLines& lines, LogTime time, const ByteRange& range, std::stop_token stop)
{
    return TimeBisection(lines, time, range.intersected(lines.snapshot().all()), std::move(stop)).run();
}

std::optional<TimeSpan> timeSpan(const TimedLines& lines, std::stop_token stop)
{
    const ByteRange all = lines.snapshot().all();
    std::optional<TimedLine> first = lines.first(all, sightBudget).line;
    if (!first)
        first = searchTime(lines, LogTime::min(), all, stop).at;
    if (!first)
        return std::nullopt;
    const TimeFound found = searchTime(lines, LogTime::max(), {first->begin, all.end()}, std::move(stop));
    return TimeSpan{*first, found.before.value_or(*first)};
}

} // namespace megascope

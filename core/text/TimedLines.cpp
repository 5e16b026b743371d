// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/TimedLines.h"

#include "core/text/TextSample.h"
#include "core/text/TimeSearch.h"

#include <algorithm>
#include <array>
#include <utility>

namespace megascope {

namespace {

// Most lines bear a time, and most others stand close behind one that does.
constexpr std::array lookBacks{kibibytes(2), kibibytes(64), mebibytes(1)};

// What the lines of one sample begin with. It has been read a moment ago.
void addHeads(const Snapshot& snapshot, const TextFormat& text, const TextSample& sample,
    std::vector<std::string>& heads)
{
    const ByteRange range(sample.offset, ByteCount(std::ssize(sample.bytes)));
    LineHeads lines(snapshot, text, range, range.count() * 2);
    while (const std::optional<LineHeads::Line> line = lines.next())
        heads.emplace_back(line->head);
}

} // namespace

TimedLines::TimedLines(Snapshot snapshot, const TextFormat& text, TimestampFormat format)
    : m_snapshot(std::move(snapshot))
    , m_text(text)
    , m_format(std::move(format))
{
}

std::optional<LogTime> TimedLines::timeOf(ByteOffset lineBegin) const
{
    return m_format.timeIn(headOfLine(m_snapshot, m_text, lineBegin));
}

TimedLines::Sight TimedLines::first(const ByteRange& range, ByteCount budget) const
{
    LineHeads lines = heads(range, budget);
    while (const std::optional<LineHeads::Line> line = lines.next()) {
        if (const std::optional<LogTime> time = m_format.timeIn(line->head))
            return {.line = TimedLine{line->begin, *time}};
    }
    return {.isGivenUp = lines.isGivenUp()};
}

std::optional<TimedLine> TimedLines::last(const ByteRange& range) const
{
    std::optional<TimedLine> last;
    LineHeads lines = heads(range, ByteCount::max());
    while (const std::optional<LineHeads::Line> line = lines.next()) {
        if (const std::optional<LogTime> time = m_format.timeIn(line->head))
            last = {line->begin, *time};
    }
    return last;
}

std::optional<TimedLine> TimedLines::lineFor(ByteOffset place) const
{
    ByteOffset end = std::min(place, m_snapshot.end());
    if (end < m_snapshot.end())
        end += ByteCount(1);
    for (const ByteCount lookBack : lookBacks) {
        const ByteOffset begin = end - std::min(lookBack, end - ByteOffset(0));
        if (const std::optional<TimedLine> line = last({begin, end}))
            return line;
    }
    return std::nullopt;
}

std::optional<TimestampFormat> detectTimestamps(
    const Snapshot& snapshot, const TextFormat& text, LogTime latest, std::stop_token stop)
{
    std::vector<std::string> heads;
    for (const TextSample& sample : takeTextSamples(snapshot))
        addHeads(snapshot, text, sample, heads);
    std::optional<TimestampFormat> format = guessTimestampFormat(heads);
    if (!format || !format->needsWindow())
        return format;
    const TimedLines lines(snapshot, text, *format);
    if (const std::optional<TimeSpan> span = timeSpan(lines, std::move(stop)))
        format->setWindow(span->first.time, span->last.time, latest);
    return format;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/ChangeMarks.h"

#include "ui/session/DocumentSession.h"

#include <algorithm>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// What finding may cost for each key, and how long it may wait when it costs more.
constexpr auto cheap = 1ms;
constexpr auto longestWait = 1s;

} // namespace

std::span<const ByteRange> ChangeMarks::all() const
{
    const Snapshot saved = m_session.fileSnapshot();
    const State now{m_session.snapshot().revision(), m_session.fileSource(), saved.size()};
    if (m_state == now)
        return m_ranges;
    if (!follow(now)) {
        m_found = Clock::now();
        m_ranges = m_session.editor().isModified()
            ? changedRanges(m_session.snapshot().pieces(), saved.pieces())
            : std::vector<ByteRange>();
        m_cost = Clock::now() - m_found;
    }
    m_state = now;
    return m_ranges;
}

bool ChangeMarks::follow(const State& now) const
{
    const bool isCheap = m_cost < cheap || Clock::now() - m_found > longestWait;
    const bool isSameFile = m_state && m_state->file == now.file && m_state->fileSize == now.fileSize;
    if (isCheap || !isSameFile || !m_session.editor().isModified())
        return false;
    const auto changes = m_session.editor().document().changesSince(m_state->revision);
    for (const Change& change : changes.value_or(std::vector<Change>()))
        add(change);
    return changes.has_value();
}

void ChangeMarks::add(const Change& change) const
{
    const ByteOffset removedEnd = change.offset + change.removed;
    const auto isBefore = [&](const ByteRange& range) { return range.end() < change.offset; };
    const auto isTouched = [&](const ByteRange& range) { return range.begin() <= removedEnd; };
    const auto first = std::ranges::partition_point(m_ranges, isBefore);
    const auto last = std::partition_point(first, m_ranges.end(), isTouched);
    ByteOffset begin = change.offset;
    ByteOffset end = removedEnd;
    if (first != last) {
        begin = std::min(begin, first->begin());
        end = std::max(end, std::prev(last)->end());
    }
    for (auto range = last; range != m_ranges.end(); ++range)
        *range = {range->begin() - change.removed + change.inserted, range->count()};
    const ByteRange whole(begin, end - change.removed + change.inserted);
    m_ranges.insert(m_ranges.erase(first, last), whole);
}

std::span<const ByteRange> ChangeMarks::touching(const ByteRange& range) const
{
    const std::span<const ByteRange> ranges = all();
    const auto first
        = std::ranges::partition_point(ranges, [&](const ByteRange& r) { return r.end() < range.begin(); });
    const auto last = std::partition_point(
        first, ranges.end(), [&](const ByteRange& r) { return r.begin() <= range.end(); });
    return {first, last};
}

std::optional<ByteRange> ChangeMarks::behind(ByteOffset offset) const
{
    const std::span<const ByteRange> ranges = all();
    const auto next = std::ranges::upper_bound(ranges, offset, {}, &ByteRange::begin);
    return next == ranges.end() ? std::nullopt : std::optional(*next);
}

std::optional<ByteRange> ChangeMarks::before(ByteOffset offset) const
{
    const std::span<const ByteRange> ranges = all();
    const auto next = std::ranges::lower_bound(ranges, offset, {}, &ByteRange::begin);
    return next == ranges.begin() ? std::nullopt : std::optional(*std::prev(next));
}

} // namespace megascope

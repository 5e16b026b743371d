// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LongestLine.h"

#include <algorithm>

namespace megascope {

namespace {

OpenLine joined(const OpenLine& front, const OpenLine& back)
{
    return {front.size + back.size, back.size > 0 ? back.endsWithCr : front.endsWithCr};
}

} // namespace

std::int64_t LineRun::add(std::span<const std::byte> bytes)
{
    std::int64_t newlines = 0;
    if (!m_head) {
        const std::optional<std::size_t> end = newlineEnd(bytes, m_newline, 1);
        const std::span<const std::byte> front = end ? bytes.first(*end - m_newline.unitSize) : bytes;
        // Without newlines there is nothing to measure, only to add.
        (void)measureLines(front, m_newline, m_meter);
        if (!end)
            return 0;
        m_head = m_meter.open;
        m_meter = {};
        bytes = bytes.subspan(*end);
        newlines = 1;
    }
    return newlines + measureLines(bytes, m_newline, m_meter);
}

void LineRun::addPlain(ByteCount count)
{
    m_meter.open = joined(m_meter.open, {.size = count.value(), .endsWithCr = false});
}

// REQUIRES: a newline follows.
std::int64_t LineRun::content(const OpenLine& ended) const
{
    return ended.endsWithCr ? ended.size - m_newline.unitSize : ended.size;
}

void LineRun::append(const LineRun& next)
{
    if (!next.m_head) {
        m_meter.open = joined(m_meter.open, next.m_meter.open);
        return;
    }
    const OpenLine ended = joined(m_meter.open, *next.m_head);
    if (m_head)
        m_meter.longest = std::max(m_meter.longest, content(ended));
    else
        m_head = ended;
    m_meter = {.longest = std::max(m_meter.longest, next.m_meter.longest), .open = next.m_meter.open};
}

ByteCount LineRun::longest() const
{
    return ByteCount(std::max({m_head ? content(*m_head) : 0, m_meter.longest, m_meter.open.size}));
}

void LongestLine::put(const ByteRange& range, const LineRun& run)
{
    const std::scoped_lock lock(m_mutex);
    const auto part = m_parts.emplace(range.begin(), Part{range.end(), run}).first;
    joinWithNext(part);
    if (part != m_parts.begin())
        joinWithNext(std::prev(part));
}

void LongestLine::joinWithNext(Parts::iterator part)
{
    const auto next = std::next(part);
    if (next == m_parts.end() || next->first != part->second.end)
        return;
    part->second.run.append(next->second.run);
    part->second.end = next->second.end;
    m_parts.erase(next);
}

ByteCount LongestLine::inFileOf(ByteCount size) const
{
    const std::scoped_lock lock(m_mutex);
    LineRun whole(m_newline);
    ByteOffset at(0);
    for (const auto& [begin, part] : m_parts) {
        whole.addPlain(begin - at);
        whole.append(part.run);
        at = part.end;
    }
    whole.addPlain(ByteOffset(size.value()) - at);
    return whole.longest();
}

} // namespace megascope

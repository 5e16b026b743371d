// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextRows.h"

#include "core/file/ReadPatience.h"

#include <algorithm>
#include <cstdlib>

namespace megascope {

namespace {

// What is on the screen is held by its rows; this is for steps forth and back near it. Bytes.
constexpr std::size_t mostMemory = 2 << 20;
// A page back and what is on it then are the same segments: built once, where they fit in here.
constexpr std::size_t mostMemoryOfWalk = 16 << 20;

// So many names of segments, most of them gone, are no reason to look which.
constexpr std::size_t fewestEntries = 1024;

} // namespace

TextRows::TextRows(const Snapshot& snapshot, const TextFormat& format, const TextRowOptions& options)
    : m_snapshot(snapshot)
    , m_textBegin(megascope::textBegin(snapshot, format.encoding))
    , m_scanner(snapshot, format.encoding, format.newline)
    , m_builder(format.encoding, options)
    , m_options(options)
{
}

TextRows::SharedSegment TextRows::known(ByteOffset offset) const
{
    const auto behind = m_segments.upper_bound(offset);
    if (behind == m_segments.begin())
        return nullptr;
    SharedSegment segment = std::prev(behind)->second.lock();
    return segment && segment->segment.range.contains(offset) ? segment : nullptr;
}

void TextRows::remember(const SharedSegment& segment) const
{
    if (m_segments.size() >= m_sweepAt) {
        std::erase_if(m_segments, [](const auto& entry) { return entry.second.expired(); });
        m_sweepAt = std::max(2 * m_segments.size(), fewestEntries);
    }
    m_segments.insert_or_assign(segment->segment.range.begin(), segment);
    m_latest.push_back(segment);
    m_memory += segment->memory();
    keepLatest(mostMemoryOfWalk);
}

void TextRows::keepLatest(std::size_t bytes) const
{
    while (m_memory > bytes && m_latest.size() > 1) {
        m_memory -= m_latest.front()->memory();
        m_latest.pop_front();
    }
}

void TextRows::endWalk() const
{
    keepLatest(mostMemory);
}

TextRows::SharedSegment TextRows::segmentOf(const Segment& segment, bool isLacking) const
{
    if (const auto entry = m_segments.find(segment.range.begin()); entry != m_segments.end()) {
        SharedSegment built = entry->second.lock();
        if (built && built->segment.range == segment.range)
            return built;
    }
    SharedSegment built = m_builder.build(m_snapshot, segment, isLacking);
    remember(built);
    return built;
}

TextRow TextRows::at(ByteOffset offset) const
{
    SharedSegment segment = known(offset);
    if (!segment) {
        const MissedReads missed;
        const Segment found = m_scanner.segmentAt(offset);
        segment = segmentOf(found, missed.any());
    }
    const auto byte = static_cast<std::uint32_t>(
        (std::max(offset, segment->segment.range.begin()) - segment->segment.range.begin()).value());
    const auto behind = std::ranges::upper_bound(segment->rows, byte, {}, &TextSegment::Row::byte);
    const auto index = static_cast<std::size_t>(behind - segment->rows.begin());
    return {segment, index == 0 ? 0 : index - 1};
}

std::optional<TextRow> TextRows::next(const TextRow& row) const
{
    if (!row.isLastOfSegment())
        return TextRow(row.sharedSegment(), row.index() + 1);
    if (SharedSegment segment = known(row.end()))
        return TextRow(std::move(segment), 0);
    const MissedReads missed;
    const std::optional<Segment> segment = m_scanner.next(row.segment().segment);
    if (!segment)
        return std::nullopt;
    return TextRow(segmentOf(*segment, missed.any()), 0);
}

std::optional<TextRow> TextRows::previous(const TextRow& row) const
{
    if (row.index() > 0)
        return TextRow(row.sharedSegment(), row.index() - 1);
    const ByteOffset begin = row.begin();
    if (const SharedSegment segment = begin.value() > 0 ? known(begin - ByteCount(1)) : nullptr)
        return TextRow(segment, segment->rows.size() - 1);
    const MissedReads missed;
    const std::optional<Segment> segment = m_scanner.previous(row.segment().segment);
    if (!segment)
        return std::nullopt;
    const SharedSegment built = segmentOf(*segment, missed.any());
    return TextRow(built, built->rows.size() - 1);
}

TextRow TextRows::step(const TextRow& row, std::int64_t count) const
{
    TextRow reached = row;
    for (std::int64_t left = std::abs(count); left > 0; --left) {
        const std::optional<TextRow> further = count > 0 ? next(reached) : previous(reached);
        if (!further)
            break;
        reached = *further;
    }
    return reached;
}

} // namespace megascope

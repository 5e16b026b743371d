// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/LineReader.h"

#include "core/text/NewlineSearch.h"

#include <algorithm>
#include <utility>

namespace megascope {
namespace {

// Places nearer to one another than this are read together.
constexpr ByteCount closeTogether = kibibytes(4);
constexpr ByteCount readTogether = kibibytes(64);
// Around a place that is far from others: most lines of logs are in there.
constexpr ByteCount readBehind(512);
constexpr ByteCount readAhead(1536);
// Between two looks at the stop token.
constexpr ByteCount searchedAtOnce = mebibytes(16);

} // namespace

LineReader::LineReader(const Snapshot& snapshot, NewlineCode newline)
    : m_snapshot(snapshot)
    , m_newline(newline)
    , m_unit(newline.unitSize)
{
}

void LineReader::load(const ByteRange& range)
{
    const std::size_t size = sizeOf(range.count());
    if (size > m_capacity) {
        m_bytes = std::make_unique_for_overwrite<std::byte[]>(size);
        m_capacity = size;
    }
    m_range = range;
    // What cannot be read comes as zeros, and those are no newlines.
    (void)m_snapshot.read(range.begin(), {m_bytes.get(), size});
}

// Brings the place, with what lies around it, into memory.
void LineReader::look(ByteOffset place, ByteOffset floor)
{
    const ByteOffset before = std::exchange(m_last, place);
    if (m_range.contains(place))
        return;
    const bool isClose = place >= before && place - before < closeTogether;
    const ByteOffset begin = alignedDown(place - std::min(readBehind, place - floor), m_unit);
    const ByteCount ahead = isClose ? readTogether : readAhead;
    load({begin, place + std::min(ahead, m_snapshot.end() - place)});
}

std::optional<ByteOffset> LineReader::lineEnd(ByteOffset place, const std::stop_token& stop)
{
    const ByteOffset unit = alignedDown(place, m_unit);
    look(unit, unit);
    const std::span<const std::byte> seen(m_bytes.get(), sizeOf(m_range.count()));
    if (const auto newline = firstNewline(seen.subspan(indexOf(unit)), m_newline))
        return unit + countOf(*newline) + m_unit;
    ByteOffset at = alignedDown(m_range.end(), m_unit);
    while (at < m_snapshot.end()) {
        if (stop.stop_requested())
            return std::nullopt;
        const Extent extent = m_snapshot.extentAt(at);
        const ByteOffset holeEnd = alignedDown(extent.range.end(), m_unit);
        if (extent.kind == Extent::Kind::Hole && holeEnd > at) {
            at = holeEnd;
            continue;
        }
        const ByteRange part(at, std::min(searchedAtOnce, m_snapshot.end() - at));
        if (const auto newline = firstNewline(m_snapshot, part, m_newline))
            return std::min(*newline + m_unit, m_snapshot.end());
        at = part.end();
    }
    return m_snapshot.end();
}

ByteOffset LineReader::lineBegin(ByteOffset place, ByteOffset floor)
{
    const ByteOffset unit = std::max(alignedDown(place, m_unit), floor);
    if (unit == floor)
        return floor;
    look(unit, floor);
    const ByteOffset from = std::max(m_range.begin(), alignedDown(floor, m_unit));
    const std::span<const std::byte> seen(m_bytes.get(), sizeOf(m_range.count()));
    if (from < unit) {
        const auto part = seen.subspan(indexOf(from), sizeOf(unit - from));
        if (const auto newline = lastNewline(part, m_newline))
            return std::max(from + countOf(*newline) + m_unit, floor);
    }
    if (m_range.begin() <= floor)
        return floor;
    const auto newline
        = lastNewline(m_snapshot, {floor, std::max(floor, std::min(unit, m_range.begin()))}, m_newline);
    return newline ? std::max(*newline + m_unit, floor) : floor;
}

ByteOffset LineReader::previousBegin(ByteOffset place, ByteOffset floor)
{
    return place - floor <= m_unit ? floor : lineBegin(place - m_unit, floor);
}

std::span<const std::byte> LineReader::bytes(const ByteRange& range)
{
    if (!m_range.contains(range)) {
        const bool isClose
            = range.begin() >= m_last && range.begin() - m_last < closeTogether + range.count();
        const ByteCount wanted = std::max(range.count(), isClose ? readTogether : ByteCount(0));
        const ByteOffset begin = alignedDown(range.begin(), m_unit);
        load({begin, range.begin() + std::min(wanted, m_snapshot.end() - range.begin())});
    }
    m_last = range.begin();
    return std::span<const std::byte>(m_bytes.get(), sizeOf(m_range.count()))
        .subspan(indexOf(range.begin()), sizeOf(range.count()));
}

} // namespace megascope

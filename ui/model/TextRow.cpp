// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextRow.h"

#include <algorithm>
#include <cassert>
#include <span>

namespace megascope {

namespace {

// The last of `runs` that begins at or before `place`, measured by `member`. REQUIRES: runs is not empty.
const TextRun& runAt(std::span<const TextRun> runs, std::int64_t place, std::uint32_t TextRun::* member)
{
    const auto behind = std::ranges::upper_bound(runs, place, {}, member);
    return behind == runs.begin() ? runs.front() : *std::prev(behind);
}

} // namespace

std::size_t TextSegment::memory() const
{
    return sizeof(*this) + static_cast<std::size_t>(text.capacity()) * sizeof(QChar)
        + runs.capacity() * sizeof(TextRun) + rows.capacity() * sizeof(Row)
        + hidden.capacity() * sizeof(HiddenPart) + parameters.capacity() * sizeof(AnsiParameter);
}

TextRow::TextRow(std::shared_ptr<const TextSegment> segment, std::size_t index)
    : m_segment(std::move(segment))
    , m_index(index)
{
    assert(m_index < m_segment->rows.size());
}

ByteOffset TextRow::end() const
{
    return isLastOfSegment() ? m_segment->segment.range.end() : contentEnd();
}

std::span<const TextRun> TextRow::runs() const
{
    return std::span(m_segment->runs).subspan(row().firstRun, row().runs);
}

TextStop TextRow::stopOf(const TextRun& run, std::uint32_t index) const
{
    return {
        .bytes = {offsetOf(run.byte + index * run.bytesEach), ByteCount(run.bytesEach)},
        .cell = run.cell + index * run.cellsEach,
        .cells = run.cellsEach,
        .unit = run.unit + index * run.unitsEach,
        .units = run.unitsEach,
        .look = run.look,
    };
}

TextStop TextRow::endStop() const
{
    return {
        .bytes = {contentEnd(), end()},
        .cell = cells(),
        .unit = unitEnd(),
    };
}

std::vector<ByteRange> TextRow::hiddenIn(const ByteRange& range) const
{
    std::vector<ByteRange> found;
    const std::vector<HiddenPart>& hidden = m_segment->hidden;
    const auto endOf = [](const HiddenPart& part) { return part.byte + part.bytes; };
    const std::int64_t from = (range.begin() - m_segment->segment.range.begin()).value();
    for (auto part = std::ranges::upper_bound(hidden, from, {}, endOf); part != hidden.end(); ++part) {
        const ByteRange inside = range.intersected({offsetOf(part->byte), ByteCount(part->bytes)});
        if (inside.empty())
            break;
        found.push_back(inside);
    }
    return found;
}

ByteRange TextRow::shownBytes(const ByteRange& range) const
{
    ByteOffset begin = range.begin();
    ByteOffset end = range.end();
    const std::vector<ByteRange> hidden = hiddenIn(range);
    for (const ByteRange& part : hidden) {
        if (part.begin() == begin)
            begin = part.end();
    }
    for (auto part = hidden.rbegin(); part != hidden.rend(); ++part) {
        if (part->end() == end && end > begin)
            end = part->begin();
    }
    return {begin, end};
}

ByteOffset TextRow::outsideHidden(ByteOffset offset) const
{
    for (const ByteRange& part : hiddenIn(range())) {
        if (part.begin() < offset && offset < part.end())
            return part.begin();
    }
    return offset;
}

TextStop TextRow::stopAt(ByteOffset offset) const
{
    if (offset >= contentEnd())
        return endStop();
    const std::int64_t byte
        = std::max((offset - m_segment->segment.range.begin()).value(), std::int64_t{row().byte});
    const TextRun& run = runAt(runs(), byte, &TextRun::byte);
    return stopOf(run, static_cast<std::uint32_t>(byte - run.byte) / run.bytesEach);
}

TextStop TextRow::stopAtCell(std::int64_t cell) const
{
    if (cell >= cells())
        return endStop();
    const TextRun& run = runAt(runs(), std::max<std::int64_t>(cell, 0), &TextRun::cell);
    return stopOf(
        run, static_cast<std::uint32_t>(std::max<std::int64_t>(cell, 0) - run.cell) / run.cellsEach);
}

TextStop TextRow::stopAtUnit(std::int64_t unit) const
{
    if (unit >= unitEnd())
        return endStop();
    const std::int64_t inside = std::max(unit, this->unit());
    const TextRun& run = runAt(runs(), inside, &TextRun::unit);
    return stopOf(run, static_cast<std::uint32_t>(inside - run.unit) / run.unitsEach);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineIndex.h"

#include "core/file/ReadPatience.h"
#include "core/text/NewlineCounter.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <memory>
#include <numeric>
#include <span>

namespace megascope {

// Counts of blocks take 16 bits. A block of nothing but newlines holds 65,536 of them: that is stored as 0,
// and the block is listed in `full`.
struct LineIndex::Group {
    using Counts = std::array<std::uint16_t, blocksPerGroup>;

    std::int64_t number = 0;
    std::int64_t before = 0; // newlines before the group; valid when it begins before m_front
    std::int64_t total = 0;
    std::unique_ptr<Counts> counts;
    std::vector<std::uint16_t> full; // ascending

    Group(std::int64_t groupNumber, const BlockCounts& blocks)
        : number(groupNumber)
        , total(std::accumulate(blocks.begin(), blocks.end(), std::int64_t{0}))
        , counts(std::make_unique_for_overwrite<Counts>())
    {
        for (std::size_t block = 0; block < blocks.size(); ++block) {
            (*counts)[block] = static_cast<std::uint16_t>(blocks[block]);
            if (blocks[block] > UINT16_MAX)
                full.push_back(static_cast<std::uint16_t>(block));
        }
    }

    [[nodiscard]] std::int64_t at(std::size_t block) const
    {
        const bool isFull = std::ranges::binary_search(full, static_cast<std::uint16_t>(block));
        return isFull ? blockSize.value() : (*counts)[block];
    }

    [[nodiscard]] std::int64_t sumBefore(std::size_t block) const
    {
        std::int64_t sum = std::accumulate(
            counts->begin(), counts->begin() + static_cast<std::ptrdiff_t>(block), std::int64_t{0});
        for (const std::uint16_t each : full)
            sum += each < block ? blockSize.value() : 0;
        return sum;
    }
};

struct LineIndex::BlockLines {
    std::int64_t before = 0; // newlines before the block
    std::int64_t inside = 0;
};

// One newline among those of its block.
struct LineIndex::Newline {
    ByteOffset block; // where that begins
    std::int64_t nth = 0; // in the block, counted from 1
    std::int64_t of = 0; // newlines in the block
};

namespace {

// What lines are taken for as long as none is known.
constexpr double assumedLineSize = 100;
// Whatever is below it fits 63 bits; the largest offset itself is 2^63 as a double.
constexpr double largestNumber = 9.2e18;

// The last group of a file of 2^63 - 1 bytes ends past what 63 bits hold.
ByteOffset groupEnd(std::int64_t endGroup, ByteCount size)
{
    const bool beyond = endGroup > size / LineIndex::groupSize;
    return beyond ? ByteOffset(size.value()) : ByteOffset((LineIndex::groupSize * endGroup).value());
}

ByteRange blockAt(ByteOffset begin, ByteOffset fileEnd)
{
    return {begin, std::min(LineIndex::blockSize, fileEnd - begin)};
}

// The bytes of `range`; what cannot be read comes as zeros, which are no newlines.
class BlockBytes {
public:
    BlockBytes(const Snapshot& snapshot, const ByteRange& range)
        : m_size(static_cast<std::size_t>(range.count().value()))
        , m_bytes(std::make_unique_for_overwrite<std::byte[]>(m_size))
    {
        (void)snapshot.read(range.begin(), {m_bytes.get(), m_size});
    }

    [[nodiscard]] std::span<const std::byte> span() const { return {m_bytes.get(), m_size}; }

private:
    std::size_t m_size;
    std::unique_ptr<std::byte[]> m_bytes;
};

} // namespace

LineIndex::LineIndex(NewlineCode newline, ByteCount size)
    : m_newline(newline)
    , m_size(size)
{
}

LineIndex::~LineIndex() = default;

ByteCount LineIndex::size() const
{
    const std::scoped_lock lock(m_mutex);
    return m_size;
}

ByteOffset LineIndex::countedTo() const
{
    const std::scoped_lock lock(m_mutex);
    return m_front;
}

bool LineIndex::isComplete() const
{
    const std::scoped_lock lock(m_mutex);
    return m_front.value() == m_size.value();
}

LineCount LineIndex::newlines() const
{
    const std::scoped_lock lock(m_mutex);
    return LineCount(m_newlines);
}

ByteCount LineIndex::memory() const
{
    // A node of the map holds three pointers and a colour beside its value.
    constexpr std::size_t nodeSize = sizeof(std::pair<std::int64_t, std::int64_t>) + 4 * sizeof(void*);
    const std::scoped_lock lock(m_mutex);
    std::size_t bytes = sizeof(*this) + m_groups.capacity() * sizeof(Group) + m_ahead.size() * nodeSize;
    for (const Group& group : m_groups)
        bytes += sizeof(Group::Counts) + group.full.capacity() * sizeof(std::uint16_t);
    return ByteCount(static_cast<std::int64_t>(bytes));
}

// Those whose `before` is valid. The group that holds m_front is among them when a part of it is counted.
std::span<const LineIndex::Group> LineIndex::countedGroups() const
{
    const auto end = std::ranges::upper_bound(m_groups, LineIndex::groupOf(m_front), {}, &Group::number);
    return {m_groups.begin(), end};
}

// REQUIRES: blockBegin <= m_front.
LineIndex::BlockLines LineIndex::linesOfBlock(ByteOffset blockBegin) const
{
    const std::span<const Group> groups = countedGroups();
    const auto after = std::ranges::upper_bound(groups, LineIndex::groupOf(blockBegin), {}, &Group::number);
    if (after == groups.begin())
        return {};
    const Group& group = *std::prev(after);
    if (group.number != LineIndex::groupOf(blockBegin))
        return {group.before + group.total, 0};
    const std::size_t block = LineIndex::blockInGroup(blockBegin);
    return {group.before + group.sumBefore(block), group.at(block)};
}

// REQUIRES: 1 <= nth <= m_newlines.
LineIndex::Newline LineIndex::newlineAt(std::int64_t nth) const
{
    const std::span<const Group> groups = countedGroups();
    const auto group = std::ranges::lower_bound(
        groups, nth, {}, [](const Group& each) { return each.before + each.total; });
    assert(group != groups.end() && nth > group->before);
    nth -= group->before;
    std::size_t block = 0;
    while (nth > group->at(block))
        nth -= group->at(block++);
    const std::int64_t number = group->number * blocksPerGroup + static_cast<std::int64_t>(block);
    return {ByteOffset((blockSize * number).value()), nth, group->at(block)};
}

std::optional<LineNumber> LineIndex::lineAt(const Snapshot& snapshot, ByteOffset offset) const
{
    const ByteOffset block = alignedDown(offset, blockSize);
    BlockLines lines;
    {
        const std::scoped_lock lock(m_mutex);
        if (offset > m_front)
            return std::nullopt;
        lines = linesOfBlock(block);
    }
    const MissedReads missed;
    if (lines.inside != 0 && offset != block)
        lines.before += countNewlines(BlockBytes(snapshot, {block, offset}).span(), m_newline);
    return missed.any() ? std::nullopt : std::optional(LineNumber(lines.before));
}

std::optional<ByteOffset> LineIndex::lineBegin(const Snapshot& snapshot, LineNumber line) const
{
    if (line == LineNumber(0))
        return ByteOffset(0);
    Newline newline;
    ByteRange block;
    {
        const std::scoped_lock lock(m_mutex);
        if (line.value() > m_newlines)
            return std::nullopt;
        newline = newlineAt(line.value());
        block = blockAt(newline.block, ByteOffset(m_size.value()));
    }
    const MissedReads missed;
    const std::optional<std::size_t> end
        = newlineEnd(BlockBytes(snapshot, block).span(), m_newline, newline.nth);
    if (!end || missed.any())
        return std::nullopt;
    return newline.block + ByteCount(static_cast<std::int64_t>(*end));
}

// Newlines in a byte, beyond m_front.
double LineIndex::density() const
{
    const auto counted = static_cast<double>(m_front.value());
    return m_front == ByteOffset(0) ? 1 / assumedLineSize : static_cast<double>(m_newlines) / counted;
}

LineNumber LineIndex::estimatedLineAt(ByteOffset offset) const
{
    const std::scoped_lock lock(m_mutex);
    offset = std::min(offset, ByteOffset(m_size.value()));
    if (offset > m_front) {
        // A byte ends one line at most.
        const ByteCount beyond = offset - m_front;
        const double lines = std::min(static_cast<double>(beyond.value()) * density(), largestNumber);
        return LineNumber(m_newlines + std::min(static_cast<std::int64_t>(lines), beyond.value()));
    }
    const ByteOffset block = alignedDown(offset, blockSize);
    const BlockLines lines = linesOfBlock(block);
    if (offset == block)
        return LineNumber(lines.before);
    const ByteCount size = blockAt(block, ByteOffset(m_size.value())).count();
    return LineNumber(lines.before + lines.inside * (offset - block).value() / size.value());
}

ByteOffset LineIndex::estimatedLineBegin(LineNumber line) const
{
    const std::scoped_lock lock(m_mutex);
    if (line == LineNumber(0))
        return ByteOffset(0);
    const ByteOffset end(m_size.value());
    ByteOffset begin = end;
    if (line.value() <= m_newlines) {
        const Newline newline = newlineAt(line.value());
        begin = newline.block + blockAt(newline.block, end).count() * newline.nth / newline.of;
    } else if (m_newlines > 0 || m_front == ByteOffset(0)) {
        const double beyond = static_cast<double>(line.value() - m_newlines) / density();
        if (beyond < largestNumber)
            begin = m_front + std::min(ByteCount(static_cast<std::int64_t>(beyond)), end - m_front);
    }
    return alignedDown(begin, ByteCount(m_newline.unitSize));
}

void LineIndex::put(std::int64_t group, const BlockCounts& counts)
{
    std::vector<Group> made;
    made.emplace_back(group, counts);
    if (made.front().total == 0)
        made.clear();
    take(group, group + 1, std::move(made));
}

void LineIndex::putEmpty(std::int64_t firstGroup, std::int64_t groups)
{
    take(firstGroup, firstGroup + groups, {});
}

// The groups from `first` to before `end` hold no newlines, apart from those in `made`, which are among them.
void LineIndex::take(std::int64_t first, std::int64_t end, std::vector<Group> made)
{
    const std::scoped_lock lock(m_mutex);
    assert(first < end);
    if (groupEnd(end, m_size) <= m_front)
        return;
    first = std::max(first, LineIndex::groupOf(m_front));
    const auto from = m_groups.begin() + placeOf(first);
    const auto to = m_groups.begin() + placeOf(end);
    if (from != to && from->number == LineIndex::groupOf(m_front))
        m_newlines -= from->total; // a part of it was counted
    const auto gap = m_groups.erase(from, to);
    m_groups.insert(gap, std::move_iterator(made.begin()), std::move_iterator(made.end()));

    std::int64_t& aheadTo = m_ahead[first];
    aheadTo = std::max(aheadTo, end);
    advance();
}

// Moves m_front over the groups that lie at it and are put.
void LineIndex::advance()
{
    while (!m_ahead.empty() && m_ahead.begin()->first <= LineIndex::groupOf(m_front)) {
        const std::int64_t end = m_ahead.begin()->second;
        m_ahead.erase(m_ahead.begin());
        const std::ptrdiff_t to = placeOf(end);
        for (std::ptrdiff_t i = placeOf(LineIndex::groupOf(m_front)); i < to; ++i) {
            Group& group = m_groups[static_cast<std::size_t>(i)];
            group.before = m_newlines;
            m_newlines += group.total;
        }
        m_front = std::max(m_front, groupEnd(end, m_size));
    }
}

// The index in m_groups of the first that is not before `group`.
std::ptrdiff_t LineIndex::placeOf(std::int64_t group) const
{
    return std::ranges::lower_bound(m_groups, group, {}, &Group::number) - m_groups.begin();
}

ByteOffset LineIndex::resume(BlockCounts& counts) const
{
    const std::scoped_lock lock(m_mutex);
    counts.fill(0);
    const std::span<const Group> groups = countedGroups();
    if (!groups.empty() && groups.back().number == LineIndex::groupOf(m_front)) {
        for (std::size_t block = 0; block < LineIndex::blockInGroup(m_front); ++block)
            counts[block] = static_cast<std::uint32_t>(groups.back().at(block));
    }
    return alignedDown(m_front, blockSize);
}

void LineIndex::resize(ByteCount size, ByteOffset unchangedTo)
{
    const std::scoped_lock lock(m_mutex);
    const ByteOffset kept = std::min({m_front, unchangedTo, ByteOffset(size.value())});
    // How many newlines are in a part of a block is known for the last block only, up to where it was
    // counted.
    const ByteOffset front = kept == m_front ? kept : alignedDown(kept, blockSize);
    m_ahead.clear();
    std::erase_if(m_groups, [&](const Group& group) { return group.number > LineIndex::groupOf(front); });
    if (front < m_front && !m_groups.empty() && m_groups.back().number == LineIndex::groupOf(front))
        cutLastGroup(LineIndex::blockInGroup(front));
    m_newlines = m_groups.empty() ? 0 : m_groups.back().before + m_groups.back().total;
    m_size = size;
    m_front = front;
}

// Takes the blocks from `block` on away.
void LineIndex::cutLastGroup(std::size_t block)
{
    BlockCounts counts{};
    Group& last = m_groups.back();
    for (std::size_t i = 0; i < block; ++i)
        counts[i] = static_cast<std::uint32_t>(last.at(i));
    Group rest(last.number, counts);
    rest.before = last.before;
    if (rest.total > 0)
        last = std::move(rest);
    else
        m_groups.pop_back();
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineIndexer.h"

#include "core/task/ParallelFor.h"
#include "core/text/NewlineCounter.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <vector>

namespace megascope {
namespace {

using BlockCounts = LineIndex::BlockCounts;

constexpr ByteRange rangeOfGroup(std::int64_t group, ByteOffset end)
{
    const ByteOffset begin((LineIndex::groupSize * group).value());
    return {begin, std::min(LineIndex::groupSize, end - begin)};
}

// The groups that hold data, in runs: a file of 2^63 bytes has few of them, so it costs little.
class DataGroups {
public:
    void append(std::int64_t first, std::int64_t end)
    {
        m_runs.push_back({m_count, first});
        m_count += end - first;
    }

    [[nodiscard]] std::int64_t count() const { return m_count; }

    // The group that is the i-th. REQUIRES: 0 <= i < count().
    [[nodiscard]] std::int64_t at(std::int64_t i) const
    {
        const Run& run = *std::prev(std::ranges::upper_bound(m_runs, i, {}, &Run::before));
        return run.first + i - run.before;
    }

private:
    struct Run {
        std::int64_t before; // groups in the runs before
        std::int64_t first;
    };
    std::vector<Run> m_runs;
    std::int64_t m_count = 0;
};

// One call of fillLineIndex(). countGroup() may be called in several threads at once.
class Filling {
public:
    Filling(LineIndex& index, const Snapshot& snapshot, Progress& progress, std::stop_token stop,
        const FillingExtras& extras)
        : m_index(index)
        , m_snapshot(snapshot)
        , m_extras(extras)
        , m_stopFromOutside(std::move(stop), [this] { m_stop.request_stop(); })
        , m_begin(index.resume(m_firstCounts))
        , m_progress(progress)
    {
        m_progress.total = snapshot.size().value();
        m_progress.done = m_begin.value();
    }

    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }
    [[nodiscard]] bool hasEnough() const
    {
        return m_index.isComplete() || m_index.newlines() >= m_extras.enough;
    }

    // Puts the groups that are holes, and returns the others. Asks for an extent of the file once for a group
    // at most, and once for a hole of any size.
    [[nodiscard]] DataGroups putHoles()
    {
        DataGroups found;
        const ByteOffset end = m_snapshot.end();
        std::int64_t group = LineIndex::groupOf(m_begin);
        if (m_begin != rangeOfGroup(group, end).begin()) { // a part of it is counted
            found.append(group, group + 1);
            ++group;
        }
        const std::int64_t groups = LineIndex::groupOf(end - ByteCount(1)) + 1;
        while (group < groups && !m_stop.stop_requested()) {
            const Extent extent = m_snapshot.extentAt(rangeOfGroup(group, end).begin());
            const bool isHole = extent.kind == Extent::Kind::Hole;
            const ByteOffset extentEnd = std::min(extent.range.end(), end);
            // A hole that ends inside a group leaves that group to be looked at.
            const std::int64_t endGroup = isHole && extentEnd < end
                ? LineIndex::groupOf(extentEnd)
                : LineIndex::groupOf(extentEnd - ByteCount(1)) + 1;
            const std::int64_t next = std::max(endGroup, group + 1);
            if (isHole && endGroup > group)
                putHole(group, next);
            else
                found.append(group, next);
            group = next;
        }
        return found;
    }

    void countGroup(std::int64_t group)
    {
        ByteRange range = rangeOfGroup(group, m_snapshot.end());
        BlockCounts counts{};
        if (range.contains(m_begin)) {
            counts = m_firstCounts;
            range = {m_begin, range.end()};
        }
        LineRun run(m_index.newline());
        const std::unique_ptr<Scan> scan = m_snapshot.scan(range);
        while (const std::optional<ScanChunk> chunk = scan->next()) {
            if (m_stop.stop_requested())
                return;
            if (chunk->kind != ScanChunk::Kind::Data)
                passOver(*chunk, run);
            else if (!countChunk(*scan, *chunk, counts, run))
                continue;
            m_progress.done += chunk->range.count().value();
        }
        if (m_extras.longest)
            m_extras.longest->put(range, run);
        m_index.put(group, counts);
        if (hasEnough())
            m_stop.request_stop();
    }

private:
    void putHole(std::int64_t group, std::int64_t endGroup)
    {
        const ByteOffset begin = rangeOfGroup(group, m_snapshot.end()).begin();
        const ByteOffset end = rangeOfGroup(endGroup - 1, m_snapshot.end()).end();
        m_index.putEmpty(group, endGroup - group);
        m_progress.done += (end - begin).value();
    }

    void passOver(const ScanChunk& chunk, LineRun& run)
    {
        run.addPlain(chunk.range.count());
        if (chunk.kind != ScanChunk::Kind::Hole && m_extras.loss)
            m_extras.loss->note(chunk.range);
    }

    // Adds the newlines of `chunk` to `counts`, its bytes to `run`. False when those were not the file's.
    bool countChunk(Scan& scan, const ScanChunk& chunk, BlockCounts& counts, LineRun& run)
    {
        const LineRun runBefore = run;
        BlockCounts found{};
        ByteOffset at = beginOfUnits(chunk.range);
        run.addPlain(at - chunk.range.begin());
        while (at < chunk.range.end()) {
            const ByteOffset block = alignedDown(at, LineIndex::blockSize);
            const ByteOffset end = std::min(block + LineIndex::blockSize, chunk.range.end());
            const auto bytes = chunk.bytes.subspan(sizeOf(at - chunk.range.begin()), sizeOf(end - at));
            const std::int64_t lines
                = m_extras.longest ? run.add(bytes) : countNewlines(bytes, m_index.newline());
            found[LineIndex::blockInGroup(block)] = static_cast<std::uint32_t>(lines);
            at = end;
        }
        if (!scan.confirm()) {
            run = runBefore;
            return false;
        }
        std::ranges::transform(counts, found, counts.begin(), std::plus());
        return true;
    }

    // The first code unit of `range`: one that begins before it, in what cannot be read, is no newline.
    [[nodiscard]] ByteOffset beginOfUnits(const ByteRange& range) const
    {
        const ByteCount unit(m_index.newline().unitSize);
        const ByteOffset down = alignedDown(range.begin(), unit);
        return down == range.begin() ? down : std::min(down + unit, range.end());
    }

    LineIndex& m_index;
    const Snapshot& m_snapshot;
    const FillingExtras m_extras;
    std::stop_source m_stop;
    const std::stop_callback<std::function<void()>> m_stopFromOutside;
    BlockCounts m_firstCounts; // of the blocks before m_begin in its group
    const ByteOffset m_begin;
    Progress& m_progress;
};

} // namespace

void FirstLoss::note(const ByteRange& lost)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_range || lost.begin() < m_range->begin())
        m_range = lost;
}

std::optional<ByteRange> FirstLoss::range() const
{
    const std::scoped_lock lock(m_mutex);
    return m_range;
}

bool fillLineIndex(LineIndex& index, const Snapshot& snapshot, unsigned threads, Progress& progress,
    std::stop_token stop, const FillingExtras& extras)
{
    assert(index.size() == snapshot.size());
    if (index.isComplete())
        return true;
    Filling filling(index, snapshot, progress, std::move(stop), extras);
    const DataGroups groups = filling.putHoles();
    parallelFor(groups.count(), threads, filling.stopToken(),
        [&](std::int64_t i) { filling.countGroup(groups.at(i)); });
    return filling.hasEnough();
}

} // namespace megascope

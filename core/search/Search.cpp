// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/Search.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

namespace megascope {
namespace {

// How far threads may be ahead of what was handed on, so that results do not pile up.
constexpr std::int64_t blocksAhead = 16;
// The first block: it shows matches soon. Blocks grow as long as they hold few matches, and shrink where they
// hold many, so that what waits to be handed on stays small.
constexpr ByteCount firstBlock = mebibytes(1);
constexpr std::size_t fewMatches = 64 * 1024;
constexpr std::size_t manyMatches = 256 * 1024;

struct Block {
    std::int64_t number = 0;
    SearchScope scope;
};

struct BlockResult {
    ByteRange range;
    std::vector<ByteRange> found;
    WalkEnd end;
};

// One call of search(). work() runs in several threads.
class Searching {
public:
    Searching(const Snapshot& snapshot, const Matcher& matcher, const SearchRequest& request,
        Progress& progress, std::stop_token stop, const MatchSink& sink)
        : m_snapshot(snapshot)
        , m_matcher(matcher)
        , m_text(request.textBegin, snapshot.end())
        , m_range(request.range)
        , m_sizes(request.sizes)
        , m_progress(progress)
        , m_outerStop(stop)
        , m_stopFromOutside(std::move(stop), [this] { stopAll(); })
        , m_sink(sink)
        , m_block(std::min(firstBlock, request.sizes.block))
        , m_nextBegin(request.range.begin())
        , m_decided(request.range.begin())
    {
        m_progress.total = request.range.count().value();
        m_progress.done = 0;
    }

    void prepare()
    {
        const std::unique_ptr<MatchFinder> finder = m_matcher.makeFinder();
        if (!finder)
            m_end.kind = SearchEnd::Kind::OutOfMemory;
        else
            m_holes = matchesZeros(m_matcher, *finder, m_stop.get_token());
    }

    void work()
    {
        const std::unique_ptr<MatchFinder> finder = m_matcher.makeFinder();
        if (!finder)
            return; // the threads that have one do the work
        MatchWalk walk(m_snapshot, m_matcher, *finder, m_sizes);
        while (const std::optional<Block> block = nextBlock()) {
            BlockResult result{.range = block->scope.range, .found = {}, .end = {}};
            result.end = walk.run(block->scope, result.found, m_progress, m_stop.get_token());
            deliver(block->number, std::move(result), walk);
        }
    }

    SearchEnd end()
    {
        const std::scoped_lock lock(m_mutex);
        if (m_end.kind == SearchEnd::Kind::Done
            && (m_outerStop.stop_requested() || m_delivered < m_handedOut))
            m_end.kind = SearchEnd::Kind::Stopped;
        if (m_end.kind == SearchEnd::Kind::Done && m_nextBegin < m_range.end())
            m_end.kind = SearchEnd::Kind::OutOfMemory; // not one thread had memory for a finder
        if (m_end.kind == SearchEnd::Kind::Done)
            m_progress.done = m_progress.total.load();
        return std::move(m_end);
    }

private:
    void stopAll()
    {
        m_stop.request_stop();
        const std::scoped_lock lock(m_waiting); // so that nobody misses it who is about to wait
        m_mayGoOn.notify_all();
    }

    // The next block that holds data, or that the pattern may match though it does not.
    std::optional<Block> nextBlock()
    {
        std::unique_lock lock(m_waiting);
        m_mayGoOn.wait(
            lock, [this] { return m_stop.stop_requested() || m_handedOut - m_delivered < blocksAhead; });
        if (m_stop.stop_requested())
            return std::nullopt;
        if (!m_holes)
            skipHole();
        if (m_nextBegin >= m_range.end())
            return std::nullopt;
        const ByteOffset begin = m_nextBegin;
        const ByteCount toBorder = m_block - (begin - alignedDown(begin, m_block));
        m_nextBegin = begin + std::min(toBorder, m_range.end() - begin);
        return Block{.number = m_handedOut++,
            .scope = {.text = m_text, .range = {begin, m_nextBegin}, .holes = m_holes}};
    }

    // Whoever looks at the data around a hole sees what of a match lies in it.
    void skipHole()
    {
        const ByteCount margin(static_cast<std::int64_t>(m_matcher.reachAhead()) + 1);
        if (m_nextBegin >= m_range.end())
            return;
        const Extent extent = m_snapshot.extentAt(m_nextBegin);
        const ByteOffset end = std::min(extent.range.end(), m_range.end());
        if (extent.kind != Extent::Kind::Hole || end - m_nextBegin <= margin + m_block)
            return;
        const ByteOffset to = end - margin;
        m_progress.done += (to - m_nextBegin).value();
        m_nextBegin = to;
    }

    void deliver(std::int64_t number, BlockResult result, MatchWalk& walk)
    {
        const std::scoped_lock lock(m_mutex);
        m_results.emplace(number, std::move(result));
        while (!m_results.empty() && m_results.begin()->first == m_delivered
            && m_end.kind == SearchEnd::Kind::Done) {
            BlockResult next = std::move(m_results.extract(m_results.begin()).mapped());
            if (m_decided > next.range.begin())
                join(next, walk);
            const std::size_t found = next.found.size();
            handOn(next);
            const std::scoped_lock waiting(m_waiting);
            fitBlocks(found);
            ++m_delivered;
            m_mayGoOn.notify_all();
        }
    }

    void fitBlocks(std::size_t found)
    {
        if (found > manyMatches)
            m_block = std::max(m_block / 2, std::min(firstBlock, m_sizes.block));
        else if (found < fewMatches)
            m_block = std::min(m_block * 2, m_sizes.block);
    }

    // A match of the block before reaches into this one, which was searched as if none did: searches on from
    // its end until a match is met that was found before, from where on both ways are one.
    void join(BlockResult& block, MatchWalk& walk)
    {
        const auto isBefore
            = [](const ByteRange& match, ByteOffset offset) { return match.begin() < offset; };
        auto rest = std::lower_bound(block.found.begin(), block.found.end(), m_decided, isBefore);
        if (rest == block.found.begin())
            return;
        std::vector<ByteRange> joined;
        ByteOffset at = m_decided;
        Progress unused;
        while (at < block.range.end() && !block.end.trouble) {
            const ByteRange part(at, std::min(joinedAtOnce, block.range.end() - at));
            const std::size_t before = joined.size();
            const WalkEnd end = walk.run(
                {.text = m_text, .range = part, .holes = m_holes}, joined, unused, m_stop.get_token());
            for (std::size_t i = before; i < joined.size(); ++i) {
                rest = std::lower_bound(rest, block.found.end(), joined[i].begin(), isBefore);
                if (rest != block.found.end() && *rest == joined[i]) {
                    joined.resize(i);
                    joined.insert(joined.end(), rest, block.found.end());
                    block.found = std::move(joined);
                    return;
                }
            }
            block.end.trouble = end.trouble;
            block.end.at = end.at;
            at = joined.size() == before ? part.end() : std::max(part.end(), joined.back().end());
        }
        block.found = std::move(joined);
    }

    void handOn(BlockResult& block)
    {
        m_end.unreadable.insert(
            m_end.unreadable.end(), block.end.unreadable.begin(), block.end.unreadable.end());
        if (!block.found.empty()) {
            m_decided = block.found.back().end();
            while (!block.found.empty() && block.found.back().end() > m_range.end())
                block.found.pop_back();
        }
        if (!block.found.empty() && !m_sink(block.found))
            finish(SearchEnd::Kind::Enough);
        else if (block.end.trouble) {
            m_end.at = block.end.at;
            finish(endOf(*block.end.trouble));
        }
    }

    void finish(SearchEnd::Kind kind)
    {
        m_end.kind = kind;
        stopAll();
    }

    static constexpr ByteCount joinedAtOnce = kibibytes(64);

    const Snapshot& m_snapshot;
    const Matcher& m_matcher;
    const ByteRange m_text;
    const ByteRange m_range;
    const SearchSizes m_sizes;
    Progress& m_progress;
    bool m_holes = false; // constant after prepare()

    std::mutex m_waiting; // for what is handed out; taken last
    std::condition_variable m_mayGoOn;
    std::stop_source m_stop;
    const std::stop_token m_outerStop;
    const std::stop_callback<std::function<void()>> m_stopFromOutside;
    const MatchSink& m_sink;

    ByteCount m_block; // how large the next one is; guarded by m_waiting, as the three below
    ByteOffset m_nextBegin;
    std::int64_t m_handedOut = 0;
    std::int64_t m_delivered = 0;

    std::mutex m_mutex; // guards what follows
    std::map<std::int64_t, BlockResult> m_results; // that wait for others before them
    ByteOffset m_decided; // the end of the last match
    SearchEnd m_end;
};

} // namespace

SearchEnd::Kind endOf(SearchTrouble::Kind trouble)
{
    switch (trouble) {
    case SearchTrouble::Kind::TooComplex:
        return SearchEnd::Kind::TooComplex;
    case SearchTrouble::Kind::OutOfMemory:
        return SearchEnd::Kind::OutOfMemory;
    case SearchTrouble::Kind::Stopped:
        break;
    }
    return SearchEnd::Kind::Stopped;
}

ByteOffset decidedBefore(const Snapshot& snapshot, const Matcher& matcher)
{
    constexpr ByteCount longestUnit(4);
    const ByteCount reach(static_cast<std::int64_t>(matcher.reachAhead()));
    const ByteOffset begin = snapshot.end() - std::min(reach, snapshot.size());
    if (const std::optional<std::byte> border = matcher.border()) {
        std::vector<std::byte> bytes(sizeOf(snapshot.end() - begin));
        const bool isRead = snapshot.read(begin, bytes).empty();
        const auto last = std::ranges::find_last(bytes, *border);
        if (isRead && !last.empty())
            return begin + ByteCount(last.begin() - bytes.begin() + 1);
    }
    return alignedDown(begin, longestUnit);
}

bool matchesZeros(const Matcher& matcher, MatchFinder& finder, const std::stop_token& stop)
{
    const std::size_t behind = matcher.reachBehind();
    const std::vector<std::byte> zeros(behind + 1 + matcher.reachAhead());
    std::vector<MatchSpan> found;
    const auto searched = finder.find(
        {.bytes = zeros, .offset = ByteOffset(0), .from = behind, .until = behind + 1}, stop, found);
    return !searched || !found.empty();
}

SearchEnd search(const Snapshot& snapshot, const Matcher& matcher, const SearchRequest& request,
    unsigned threads, Progress& progress, std::stop_token stop, const MatchSink& sink)
{
    Searching searching(snapshot, matcher, request, progress, std::move(stop), sink);
    searching.prepare();
    {
        std::vector<std::jthread> helpers;
        try {
            const std::int64_t blocks = request.range.count() / request.sizes.block + 1;
            for (std::int64_t i = 1; i < std::min<std::int64_t>(threads, blocks); ++i)
                helpers.emplace_back([&searching] { searching.work(); });
        } catch (const std::system_error&) { // the system has no thread for us: the others do the work
        }
        searching.work();
    }
    return searching.end();
}

} // namespace megascope

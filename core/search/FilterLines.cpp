// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/FilterLines.h"

#include "core/search/LineTester.h"
#include "core/text/NewlineSearch.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace megascope {
namespace {

using Lines = LineTester::Lines;

// How far threads may be ahead of what was handed on, each, so that lines do not pile up.
constexpr std::int64_t blocksAhead = 4;
// The first block shows lines soon. Blocks grow as long as they hold few lines that are shown, and shrink
// where they hold many.
constexpr ByteCount firstBlock = mebibytes(1);
constexpr std::size_t fewLines = 64 * 1024;
constexpr std::size_t manyLines = 256 * 1024;

struct Block {
    std::int64_t number = 0;
    ByteRange range;
};

struct BlockLines {
    Lines shown;
    Lines passing; // as shown, and left empty, where there is no context
    std::optional<LineTester::Trouble> trouble;
    std::vector<ByteRange> unreadable;
};

// One call of filterLines(). work() runs in several threads.
class Filtering {
public:
    Filtering(const Snapshot& snapshot, const LineFilter& filter, ByteOffset textBegin,
        const FilterStart& start, unsigned threads, Progress& progress, std::stop_token stop,
        const LineSink& sink, const SearchSizes& sizes)
        : m_snapshot(snapshot)
        , m_filter(filter)
        , m_textBegin(textBegin)
        , m_start(start)
        , m_sizes(sizes)
        , m_ahead(threads * blocksAhead)
        , m_progress(progress)
        , m_outerStop(stop)
        , m_stopFromOutside(std::move(stop), [this] { stopAll(); })
        , m_sink(sink)
        , m_borders(snapshot, filter.newline())
        , m_block(std::min(firstBlock, sizes.block))
        , m_nextBegin(start.from)
        , m_shownTo(start.shownTo)
    {
        m_progress.total = (snapshot.end() - start.from).value();
        m_progress.done = 0;
    }

    // Finds where the last line begins that has no line end yet, and pays the context that is owed.
    void prepare()
    {
        m_linesEnd = beginOfLastLine();
        Lines owed;
        LineReader reader(m_snapshot, m_filter.newline());
        ByteOffset at = m_start.from;
        for (int i = 0; i < m_start.owed && at < m_linesEnd; ++i) {
            const std::optional<ByteOffset> end = reader.lineEnd(at, m_stop.get_token());
            if (!end)
                return;
            owed.emplace_back(at, *end);
            at = *end;
        }
        if (owed.empty())
            return;
        m_shownTo = at;
        if (!m_sink(owed, {}))
            finish(SearchEnd::Kind::Enough);
    }

    void work()
    {
        LineTester tester(m_snapshot, m_filter, m_textBegin, m_sizes, m_stop.get_token());
        if (!tester.prepare())
            return; // the threads that have memory do the work
        while (const std::optional<Block> block = nextBlock())
            deliver(block->number, linesOf(tester, block->range));
    }

    FilterEnd end()
    {
        const bool isEmpty = m_nextBegin >= m_linesEnd;
        if (m_end.kind == SearchEnd::Kind::Done
            && (m_outerStop.stop_requested() || m_delivered < m_handedOut))
            m_end.kind = SearchEnd::Kind::Stopped;
        if (m_end.kind == SearchEnd::Kind::Done && !isEmpty)
            m_end.kind = SearchEnd::Kind::OutOfMemory; // not one thread had memory to work in
        FilterEnd end;
        if (m_end.kind == SearchEnd::Kind::Done) {
            end.next = {.from = m_linesEnd, .owed = owedAtEnd(), .shownTo = m_shownTo};
            end.last = lastLines(end.next.owed);
        }
        if (m_end.kind == SearchEnd::Kind::Done)
            m_progress.done = m_progress.total.load();
        end.search = std::move(m_end);
        return end;
    }

private:
    void stopAll()
    {
        m_stop.request_stop();
        const std::scoped_lock lock(m_waiting); // so that nobody misses it who is about to wait
        m_mayGoOn.notify_all();
    }

    void finish(SearchEnd::Kind kind)
    {
        m_end.kind = kind;
        stopAll();
    }

    // The begin of a hole cannot be asked for; but steps that double find it soon.
    [[nodiscard]] ByteOffset beginOfLastLine()
    {
        constexpr ByteCount usual = mebibytes(64);
        const ByteCount unit(m_filter.newline().unitSize);
        ByteOffset end = m_snapshot.end();
        ByteCount step = usual;
        while (end > m_start.from && !m_stop.stop_requested()) {
            const ByteOffset begin = end - std::min(step, end - m_start.from);
            const Extent extent = m_snapshot.extentAt(begin);
            const bool isHole = extent.kind == Extent::Kind::Hole && extent.range.end() >= end;
            if (!isHole && step > usual) {
                step = usual;
                continue;
            }
            const auto newline
                = isHole ? std::nullopt : lastNewline(m_snapshot, {begin, end}, m_filter.newline());
            if (newline)
                return std::min(*newline + unit, m_snapshot.end());
            step = isHole ? std::min(step, ByteCount::max() / 2) * 2 : usual;
            end = begin;
        }
        return m_start.from;
    }

    std::optional<Block> nextBlock()
    {
        std::unique_lock lock(m_waiting);
        m_mayGoOn.wait(
            lock, [this] { return m_stop.stop_requested() || m_handedOut - m_delivered < m_ahead; });
        if (m_stop.stop_requested() || m_nextBegin >= m_linesEnd)
            return std::nullopt;
        const ByteOffset begin = m_nextBegin;
        const ByteOffset last = begin + std::min(m_block, m_linesEnd - begin) - ByteCount(1);
        const std::optional<ByteOffset> end = m_borders.lineEnd(last, m_outerStop);
        if (!end)
            return std::nullopt;
        m_nextBegin = std::min(*end, m_linesEnd);
        return Block{.number = m_handedOut++, .range = {begin, m_nextBegin}};
    }

    BlockLines linesOf(LineTester& tester, const ByteRange& range)
    {
        BlockLines result;
        ByteRange rest = range;
        auto found = tester.find(rest);
        // What comes before an expression that takes too long is found.
        while (!found && found.error().kind == SearchTrouble::Kind::TooComplex) {
            result.trouble = found.error();
            rest = {rest.begin(),
                tester.reader().lineBegin(std::max(found.error().at, rest.begin()), rest.begin())};
            found = tester.find(rest);
        }
        result.unreadable = tester.takeUnreadable();
        if (!found) {
            result.trouble = found.error();
            return result;
        }
        result.shown = *std::move(found);
        if (m_filter.context() > 0) {
            result.passing = std::exchange(result.shown, {});
            if (!addContext(tester.reader(), result))
                result.trouble = LineTester::Trouble{};
        }
        m_progress.done += range.count().value();
        return result;
    }

    // The lines around those that pass; also where they lie in other blocks. False: stopped.
    bool addContext(LineReader& reader, BlockLines& lines)
    {
        const int context = m_filter.context();
        Lines before;
        for (std::size_t i = 0; i < lines.passing.size(); ++i) {
            const ByteRange& line = lines.passing[i];
            const ByteOffset shownTo = lines.shown.empty() ? m_textBegin : lines.shown.back().end();
            before.clear();
            for (ByteOffset at = line.begin(); std::ssize(before) < context && at > shownTo;) {
                const ByteOffset begin = reader.previousBegin(at, shownTo);
                before.emplace_back(begin, at);
                at = begin;
            }
            lines.shown.insert(lines.shown.end(), before.rbegin(), before.rend());
            lines.shown.push_back(line);
            ByteOffset at = line.end();
            const ByteOffset next = i + 1 < lines.passing.size() ? lines.passing[i + 1].begin() : m_linesEnd;
            for (int n = 0; n < context && at < next; ++n) {
                const std::optional<ByteOffset> end = reader.lineEnd(at, m_stop.get_token());
                if (!end)
                    return false;
                lines.shown.emplace_back(at, *end);
                at = *end;
            }
        }
        return true;
    }

    void deliver(std::int64_t number, BlockLines lines)
    {
        const std::scoped_lock lock(m_mutex);
        m_results.emplace(number, std::move(lines));
        while (!m_results.empty() && m_results.begin()->first == m_delivered
            && m_end.kind == SearchEnd::Kind::Done) {
            const BlockLines next = std::move(m_results.extract(m_results.begin()).mapped());
            handOn(next);
            const std::scoped_lock waiting(m_waiting);
            fitBlocks(next.shown.size());
            ++m_delivered;
            m_mayGoOn.notify_all();
        }
    }

    void fitBlocks(std::size_t shown)
    {
        if (shown > manyLines)
            m_block = std::max(m_block / 2, std::min(firstBlock, m_sizes.block));
        else if (shown < fewLines)
            m_block = std::min(m_block * 2, m_sizes.block);
    }

    // Context of one block may be shown already as that of the one before: then all lines from where it
    // begins to there are.
    void handOn(const BlockLines& lines)
    {
        m_end.unreadable.insert(m_end.unreadable.end(), lines.unreadable.begin(), lines.unreadable.end());
        const auto first = std::ranges::lower_bound(lines.shown, m_shownTo, {}, &ByteRange::begin);
        const std::span<const ByteRange> fresh(first, lines.shown.end());
        const std::span<const ByteRange> passing(m_filter.context() > 0 ? lines.passing : lines.shown);
        if (!fresh.empty())
            m_shownTo = fresh.back().end();
        if (!passing.empty())
            m_lastPassing = passing.back().end();
        if ((!fresh.empty() || !passing.empty()) && !m_sink(fresh, passing)) {
            finish(SearchEnd::Kind::Enough);
        } else if (lines.trouble) {
            m_end.at = lines.trouble->at;
            finish(endOf(lines.trouble->kind));
        }
    }

    // How many lines behind all that have a line end are context.
    [[nodiscard]] int owedAtEnd()
    {
        int owed = m_lastPassing ? m_filter.context() : m_start.owed;
        ByteOffset at = m_lastPassing.value_or(m_start.from);
        while (owed > 0 && at < m_linesEnd) {
            at = m_borders.lineEnd(at, m_outerStop).value_or(m_linesEnd);
            --owed;
        }
        return owed;
    }

    [[nodiscard]] std::vector<FilteredLine> lastLines(int owed)
    {
        const ByteRange line(m_linesEnd, m_snapshot.end());
        if (line.empty())
            return {};
        LineTester tester(m_snapshot, m_filter, m_textBegin, m_sizes, m_outerStop);
        const auto passes = tester.prepare() ? tester.passes(line) : false;
        if (!passes) {
            m_end.kind = endOf(passes.error().kind);
            m_end.at = passes.error().at;
            return {};
        }
        std::vector<FilteredLine> lines;
        for (ByteOffset at = line.begin();
            *passes && std::ssize(lines) < m_filter.context() && at > std::max(m_shownTo, m_textBegin);) {
            const ByteOffset begin = tester.reader().previousBegin(at, std::max(m_shownTo, m_textBegin));
            lines.push_back({.range = {begin, at}, .passes = false});
            at = begin;
        }
        std::ranges::reverse(lines);
        if (*passes || owed > 0)
            lines.push_back({.range = line, .passes = *passes});
        return lines;
    }

    const Snapshot& m_snapshot;
    const LineFilter& m_filter;
    const ByteOffset m_textBegin;
    const FilterStart m_start;
    const SearchSizes m_sizes;
    const std::int64_t m_ahead;
    Progress& m_progress;
    ByteOffset m_linesEnd; // all lines before have their line ends; constant after prepare()

    std::mutex m_waiting; // for what is handed out; taken last
    std::condition_variable m_mayGoOn;
    std::stop_source m_stop;
    const std::stop_token m_outerStop;
    const std::stop_callback<std::function<void()>> m_stopFromOutside;
    const LineSink& m_sink;

    LineReader m_borders; // guarded by m_waiting, as the four below
    ByteCount m_block; // how large the next one is
    ByteOffset m_nextBegin;
    std::int64_t m_handedOut = 0;
    std::int64_t m_delivered = 0;

    std::mutex m_mutex; // guards what follows
    std::map<std::int64_t, BlockLines> m_results; // that wait for others before them
    ByteOffset m_shownTo;
    std::optional<ByteOffset> m_lastPassing; // where the last line ends that passes
    SearchEnd m_end;
};

} // namespace

FilterEnd filterLines(const Snapshot& snapshot, const LineFilter& filter, ByteOffset textBegin,
    const FilterStart& start, unsigned threads, Progress& progress, std::stop_token stop,
    const LineSink& sink, const SearchSizes& sizes)
{
    Filtering filtering(snapshot, filter, textBegin, start, threads, progress, std::move(stop), sink, sizes);
    filtering.prepare();
    {
        std::vector<std::jthread> helpers;
        try {
            const std::int64_t blocks = (snapshot.end() - start.from) / sizes.block + 1;
            for (std::int64_t i = 1; i < std::min<std::int64_t>(threads, blocks); ++i)
                helpers.emplace_back([&filtering] { filtering.work(); });
        } catch (const std::system_error&) { // the system has no thread for us: the others do the work
        }
        filtering.work();
    }
    return filtering.end();
}

} // namespace megascope

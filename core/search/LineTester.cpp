// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/LineTester.h"

#include "core/search/Search.h"
#include "core/text/NewlineSearch.h"

#include <algorithm>
#include <iterator>

namespace megascope {
namespace {

// Longer lines are searched piece by piece.
constexpr ByteCount readWhole = kibibytes(256);
// Lines are looked at one by one for a further condition when all of them together are a smaller share of
// the text.
constexpr std::int64_t fewShare = 8;

ByteCount sizeOfAll(const LineTester::Lines& lines)
{
    ByteCount size;
    for (const ByteRange& line : lines)
        size += line.count();
    return size;
}

LineTester::Lines united(const LineTester::Lines& a, const LineTester::Lines& b)
{
    LineTester::Lines result;
    result.reserve(a.size() + b.size());
    std::ranges::set_union(a, b, std::back_inserter(result), {}, &ByteRange::begin, &ByteRange::begin);
    return result;
}

LineTester::Lines common(const LineTester::Lines& a, const LineTester::Lines& b)
{
    LineTester::Lines result;
    std::ranges::set_intersection(a, b, std::back_inserter(result), {}, &ByteRange::begin, &ByteRange::begin);
    return result;
}

LineTester::Lines without(const LineTester::Lines& a, const LineTester::Lines& b)
{
    LineTester::Lines result;
    std::ranges::set_difference(a, b, std::back_inserter(result), {}, &ByteRange::begin, &ByteRange::begin);
    return result;
}

} // namespace

LineTester::LineTester(const Snapshot& snapshot, const LineFilter& filter, ByteOffset textBegin,
    const SearchSizes& sizes, std::stop_token stop)
    : m_snapshot(snapshot)
    , m_filter(filter)
    , m_text(textBegin, snapshot.end())
    , m_sizes(sizes)
    , m_stop(std::move(stop))
    , m_reader(snapshot, filter.newline())
{
}

// What finds most lines comes last, so that the others narrow them down before: negated conditions behind.
bool LineTester::prepare()
{
    for (const bool negated : {false, true}) {
        for (const LineFilter::Condition& condition : m_filter.conditions()) {
            if (condition.negated != negated)
                continue;
            Worker worker{.condition = condition, .finder = condition.matcher->makeFinder(), .walk = nullptr};
            if (!worker.finder)
                return false;
            worker.holes = matchesZeros(*condition.matcher, *worker.finder, m_stop);
            worker.walk
                = std::make_unique<MatchWalk>(m_snapshot, *condition.matcher, *worker.finder, m_sizes);
            m_workers.push_back(std::move(worker));
        }
    }
    return true;
}

std::expected<LineTester::Lines, LineTester::Trouble> LineTester::find(const ByteRange& range)
{
    return m_filter.needsAll() ? findAll(range) : findAny(range);
}

std::expected<LineTester::Lines, LineTester::Trouble> LineTester::findAll(const ByteRange& range)
{
    auto lines = satisfying(m_workers.front(), range);
    for (std::size_t i = 1; lines && !lines->empty() && i < m_workers.size(); ++i) {
        if (const Tested narrowed = narrow(m_workers[i], range, *lines); !narrowed)
            return std::unexpected(narrowed.error());
    }
    return lines;
}

// Keeps those of `lines` that satisfy one more condition.
LineTester::Tested LineTester::narrow(Worker& worker, const ByteRange& range, Lines& lines)
{
    const bool negated = worker.condition.negated;
    if (sizeOfAll(lines) >= range.count() / fewShare) {
        const auto others = linesWith(worker, range);
        if (!others)
            return std::unexpected(others.error());
        lines = negated ? without(lines, *others) : common(lines, *others);
        return {};
    }
    Lines kept;
    for (const ByteRange& line : lines) {
        const auto fit = fits(worker, line);
        if (!fit)
            return std::unexpected(fit.error());
        if (*fit != negated)
            kept.push_back(line);
    }
    lines = std::move(kept);
    return {};
}

std::expected<LineTester::Lines, LineTester::Trouble> LineTester::findAny(const ByteRange& range)
{
    Lines lines;
    for (Worker& worker : m_workers) {
        auto some = satisfying(worker, range);
        if (!some)
            return some;
        lines = lines.empty() ? *std::move(some) : united(lines, *some);
    }
    return lines;
}

// Without a pattern are the lines between those with it.
std::expected<LineTester::Lines, LineTester::Trouble> LineTester::satisfying(
    Worker& worker, const ByteRange& range)
{
    auto found = linesWith(worker, range);
    if (!found || !worker.condition.negated)
        return found;
    Lines lines;
    ByteOffset at = range.begin();
    for (const ByteRange& line : *found) {
        if (!addLines({at, line.begin()}, lines))
            return std::unexpected(Trouble{});
        at = line.end();
    }
    if (!addLines({at, range.end()}, lines))
        return std::unexpected(Trouble{});
    return lines;
}

std::expected<bool, LineTester::Trouble> LineTester::passes(const ByteRange& line)
{
    for (Worker& worker : m_workers) {
        const auto fit = fits(worker, line);
        if (!fit)
            return fit;
        const bool holds = *fit != worker.condition.negated;
        if (holds != m_filter.needsAll())
            return holds;
    }
    return m_filter.needsAll();
}

// False: stopped.
bool LineTester::addLines(const ByteRange& range, Lines& lines)
{
    for (ByteOffset at = range.begin(); at < range.end();) {
        const std::optional<ByteOffset> end = m_reader.lineEnd(at, m_stop);
        if (!end)
            return false;
        lines.emplace_back(at, *end);
        at = *end;
    }
    return true;
}

std::expected<LineTester::Lines, LineTester::Trouble> LineTester::linesWith(
    Worker& worker, const ByteRange& range)
{
    Lines lines;
    const Tested tested
        = worker.condition.staysInLine ? walkLines(worker, range, lines) : eachLine(worker, range, lines);
    if (!tested)
        return std::unexpected(tested.error());
    return lines;
}

// A walk goes so far at a time; over a hole in one step, unless zeros may match.
ByteOffset LineTester::stepEnd(const Worker& worker, ByteOffset at, ByteOffset end) const
{
    const ByteOffset usual = at + std::min(m_sizes.block, end - at);
    if (worker.holes)
        return usual;
    const Extent extent = m_snapshot.extentAt(at);
    return extent.kind == Extent::Kind::Hole ? std::clamp(extent.range.end(), usual, end) : usual;
}

LineTester::Tested LineTester::walkLines(Worker& worker, const ByteRange& range, Lines& lines)
{
    const ByteCount unit(m_filter.newline().unitSize);
    ByteOffset at = range.begin();
    ByteOffset lineBegin = at; // of the line that holds `at`
    while (at < range.end()) {
        const ByteRange step(at, stepEnd(worker, at, range.end()));
        m_found.clear();
        Progress unused;
        WalkEnd end = worker.walk->run(
            {.text = m_text, .range = step, .holes = worker.holes}, m_found, unused, m_stop);
        std::ranges::copy(end.unreadable, std::back_inserter(m_unreadable));
        for (const ByteRange& match : m_found) {
            if (match.begin() < at)
                continue; // its line is there already
            const ByteOffset known = std::max(at, step.begin());
            const ByteOffset newline = m_reader.lineBegin(match.begin(), known);
            const ByteOffset begin = newline == known && at == step.begin() ? lineBegin : newline;
            const std::optional<ByteOffset> lineEnd = m_reader.lineEnd(match.begin(), m_stop);
            if (!lineEnd)
                return std::unexpected(Trouble{});
            lines.emplace_back(begin, *lineEnd);
            at = *lineEnd;
        }
        if (end.trouble)
            return std::unexpected(troubleOf(end));
        if (at > step.begin())
            lineBegin = at;
        at = std::max(at, step.end());
        if (at < range.end() && at == step.end()) {
            const ByteOffset from = std::max(lineBegin, step.begin());
            const auto newline = lastNewline(m_snapshot, {from, at}, m_filter.newline());
            if (newline && *newline + unit <= at)
                lineBegin = std::max(*newline + unit, lineBegin);
        }
    }
    return {};
}

LineTester::Tested LineTester::eachLine(Worker& worker, const ByteRange& range, Lines& lines)
{
    for (ByteOffset at = range.begin(); at < range.end();) {
        const std::optional<ByteOffset> end = m_reader.lineEnd(at, m_stop);
        if (!end || m_stop.stop_requested())
            return std::unexpected(Trouble{});
        const auto fit = fits(worker, {at, *end});
        if (!fit)
            return std::unexpected(fit.error());
        if (*fit)
            lines.emplace_back(at, *end);
        at = *end;
    }
    return {};
}

// The line without its line end.
ByteRange LineTester::contentOf(const ByteRange& line)
{
    const NewlineCode newline = m_filter.newline();
    const ByteCount unit(newline.unitSize);
    ByteOffset end = line.end();
    const auto lastUnit = [&] {
        return end - line.begin() < unit ? std::span<const std::byte>() : m_reader.bytes({end - unit, end});
    };
    if (!beginsWithNewline(lastUnit(), newline))
        return line;
    end = end - unit;
    if (m_filter.stripsCarriageReturn() && beginsWithCarriageReturn(lastUnit(), newline))
        end = end - unit;
    return {line.begin(), end};
}

std::expected<bool, LineTester::Trouble> LineTester::fits(Worker& worker, const ByteRange& line)
{
    if (line.count() <= readWhole)
        (void)m_reader.bytes(line); // at once
    const ByteRange content = contentOf(line);
    if (content.empty())
        return false;
    if (content.count() > readWhole)
        return fitsLong(worker, content);
    const std::span<const std::byte> bytes = m_reader.bytes(content);
    m_spans.clear();
    const auto searched = worker.finder->find(
        {.bytes = bytes, .offset = content.begin(), .from = 0, .until = bytes.size(), .endsText = true},
        m_stop, m_spans);
    if (!m_spans.empty())
        return true;
    if (!searched)
        return std::unexpected(Trouble{searched.error().kind,
            content.begin() + ByteCount(static_cast<std::int64_t>(searched.error().at))});
    return false;
}

std::expected<bool, LineTester::Trouble> LineTester::fitsLong(Worker& worker, const ByteRange& content)
{
    for (ByteOffset at = content.begin(); at < content.end();) {
        const ByteRange step(at, stepEnd(worker, at, content.end()));
        m_found.clear();
        Progress unused;
        const WalkEnd end = worker.walk->run(
            {.text = content, .range = step, .holes = worker.holes}, m_found, unused, m_stop);
        std::ranges::copy(end.unreadable, std::back_inserter(m_unreadable));
        if (!m_found.empty())
            return true;
        if (end.trouble)
            return std::unexpected(troubleOf(end));
        at = step.end();
    }
    return false;
}

} // namespace megascope

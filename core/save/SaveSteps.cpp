// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/SaveSteps.h"

#include <algorithm>

namespace megascope {
namespace {

// A shorter hole is moved as the zeros that it reads as.
constexpr ByteCount worthHole = kibibytes(64);

} // namespace

SaveSteps::SaveSteps(std::span<const Move> moves, ByteCount stepBytes)
    : m_stepBytes(stepBytes)
    , m_worthPlain(std::max(stepBytes / 8, ByteCount(1)))
{
    std::ranges::copy_if(
        moves, std::back_inserter(m_order), [](const Move& move) { return move.target < move.source; });
    const std::ptrdiff_t left = std::ssize(m_order);
    std::ranges::copy_if(moves, std::back_inserter(m_order), isRight);
    std::reverse(m_order.begin() + left, m_order.end());
}

ByteCount SaveSteps::distance(const Move& move)
{
    return isRight(move) ? move.target - move.source : move.source - move.target;
}

MovePlace SaveSteps::advanced(const MovePlace& place, ByteCount count) const
{
    const ByteCount done = place.done + count;
    return done == m_order[place.index].count ? MovePlace{.index = place.index + 1, .done = ByteCount(0)}
                                              : MovePlace{.index = place.index, .done = done};
}

Result<SaveSteps::Run> SaveSteps::runFrom(const VfsFile& file, const ByteRange& range) const
{
    const Result<ByteOffset> data = file.nextData(range.begin());
    if (!data)
        return std::unexpected(data.error());
    if (const ByteRange hole(range.begin(), std::clamp(*data, range.begin(), range.end()));
        hole.count() >= worthHole)
        return Run{.count = hole.count(), .isHole = true};
    const ByteOffset farthest = range.begin() + std::min(range.count(), m_stepBytes);
    for (ByteOffset place = *data; place < farthest;) {
        const Result<ByteOffset> hole = file.nextHole(place);
        const Result<ByteOffset> end = hole ? file.nextData(*hole) : hole;
        if (!end)
            return std::unexpected(end.error());
        if (*end >= *hole + worthHole && *hole < farthest)
            return Run{.count = *hole - range.begin(), .isHole = false};
        if (*end <= place)
            break;
        place = *end;
    }
    return Run{.count = farthest - range.begin(), .isHole = false};
}

// Looks at one step's bytes at the end of the range; where these are a hole, at twice as much, and so on.
Result<SaveSteps::Run> SaveSteps::runBefore(const VfsFile& file, const ByteRange& range) const
{
    ByteCount window = std::min(range.count(), m_stepBytes);
    ByteCount hole;
    for (;; window = std::min(window > ByteCount::max() / 2 ? range.count() : window * 2, range.count())) {
        const Result<ByteOffset> data = file.nextData(range.end() - window);
        if (!data)
            return std::unexpected(data.error());
        if (*data < range.end())
            break;
        hole = window;
        if (window == range.count())
            break;
    }
    if (hole >= worthHole)
        return Run{.count = hole, .isHole = true};
    window = std::min(range.count(), m_stepBytes);
    ByteOffset runBegin = range.end() - window;
    for (ByteOffset place = runBegin; place < range.end();) {
        const Result<ByteOffset> data = file.nextData(place);
        if (!data)
            return std::unexpected(data.error());
        const ByteRange gap(place, std::clamp(*data, place, range.end()));
        if (gap.count() >= worthHole && gap.end() == range.end())
            return Run{.count = gap.count(), .isHole = true};
        if (gap.count() >= worthHole)
            runBegin = gap.end();
        const Result<ByteOffset> next = file.nextHole(gap.end());
        if (!next)
            return std::unexpected(next.error());
        place = std::max(*next, gap.end());
        if (place == gap.end() && gap.empty())
            break;
    }
    return Run{.count = range.end() - runBegin, .isHole = false};
}

Result<SaveSteps::Run> SaveSteps::runAt(const VfsFile& file, const MovePlace& place) const
{
    const Move& move = m_order[place.index];
    if (isRight(move))
        return runBefore(file, {move.source, move.count - place.done});
    return runFrom(file, {move.source + place.done, move.count - place.done});
}

// Bytes that can be moved over so far without a copy; 0 when they are too few to pay.
ByteCount SaveSteps::plainCount(const Move& move, ByteCount count) const
{
    const ByteCount most = std::min({count, distance(move), m_stepBytes});
    return most >= m_worthPlain ? most : ByteCount(0);
}

Result<SaveSteps::Step> SaveSteps::next(const VfsFile& file, const MovePlace& place) const
{
    const Result<Run> run = runAt(file, place);
    if (!run)
        return std::unexpected(run.error());
    if (run->isHole)
        return Step{.phase = JournalMark::Phase::Hole, .from = place, .to = advanced(place, run->count)};
    const ByteCount plain = plainCount(m_order[place.index], run->count);
    if (plain > ByteCount(0))
        return Step{.phase = JournalMark::Phase::Plain, .from = place, .to = advanced(place, plain)};
    return gathered(file, place);
}

Result<SaveSteps::Step> SaveSteps::gathered(const VfsFile& file, const MovePlace& place) const
{
    const bool goesRight = isRight(m_order[place.index]);
    ByteCount free = m_stepBytes;
    MovePlace to = place;
    while (!isEnd(to) && isRight(m_order[to.index]) == goesRight && free > ByteCount(0)) {
        const Result<Run> run = runAt(file, to);
        if (!run)
            return std::unexpected(run.error());
        const bool isOneOfItsOwn = run->isHole || plainCount(m_order[to.index], run->count) > ByteCount(0);
        if (isOneOfItsOwn && to != place)
            break;
        const ByteCount count = std::min(run->count, free);
        to = advanced(to, count);
        free -= count;
    }
    return Step{.phase = JournalMark::Phase::Copied, .from = place, .to = to};
}

std::optional<std::vector<Move>> SaveSteps::blocks(
    const MovePlace& from, const MovePlace& to, ByteCount most) const
{
    const auto isPlace = [this](const MovePlace& place) {
        return isEnd(place) ? place.done == ByteCount(0)
                            : place.index < m_order.size() && place.done < m_order[place.index].count;
    };
    if (!isPlace(from) || !isPlace(to) || from.index > to.index
        || (from.index == to.index && from.done >= to.done))
        return std::nullopt;
    std::vector<Move> blocks;
    for (std::uint64_t i = from.index; i <= to.index && i < m_order.size(); ++i) {
        const Move& move = m_order[i];
        const ByteCount begin = i == from.index ? from.done : ByteCount(0);
        const ByteCount end = i == to.index ? to.done : move.count;
        if (begin == end)
            continue;
        const ByteCount offset = isRight(move) ? move.count - end : begin;
        blocks.push_back(
            {.source = move.source + offset, .target = move.target + offset, .count = end - begin});
        if (end - begin > most)
            return std::nullopt;
        most -= end - begin;
    }
    return blocks;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/UndoKeeper.h"

#include "core/save/Buffer.h"
#include "core/save/ContentWriter.h"

#include <algorithm>
#include <cassert>

namespace megascope {
namespace {

constexpr ByteCount keptAtOnce = mebibytes(1);

// Sorted, and joined where they touch.
std::vector<ByteRange> joined(std::vector<ByteRange> ranges)
{
    std::ranges::sort(ranges, {}, &ByteRange::begin);
    std::vector<ByteRange> result;
    for (const ByteRange& range : ranges) {
        if (!result.empty() && range.begin() <= result.back().end())
            result.back() = {result.back().begin(), std::max(result.back().end(), range.end())};
        else
            result.push_back(range);
    }
    return result;
}

} // namespace

UndoKeeper::UndoKeeper(const Document& document, const SavePlan& plan)
    : m_saved(plan.snapshot)
    , m_file(plan.target.source)
    , m_inPlace(plan.strategy != SaveStrategy::Replace)
    , m_moves(movedTo(plan))
    , m_state(document.historyState())
{
    if (!m_inPlace)
        return;
    std::vector<ByteRange> lost;
    document.visitHistory([&](const Piece& piece) {
        if (piece.source != m_file)
            return;
        for (const Part& part : partsOf(piece.range()))
            if (!part.move)
                lost.push_back(part.range);
    });
    m_lost = joined(std::move(lost));
}

std::vector<UndoKeeper::Part> UndoKeeper::partsOf(const ByteRange& range) const
{
    std::vector<Part> parts;
    ByteOffset at = range.begin();
    auto move = std::ranges::upper_bound(m_moves, at, {}, [](const Move& each) { return each.from().end(); });
    for (; move != m_moves.end() && move->source < range.end(); ++move) {
        const ByteRange found = move->from().intersected({at, range.end()});
        if (found.begin() > at)
            parts.push_back({.range = {at, found.begin()}});
        parts.push_back({.range = found, .move = &*move});
        at = found.end();
    }
    if (at < range.end())
        parts.push_back({.range = {at, range.end()}});
    return parts;
}

ByteCount UndoKeeper::bytesToKeep() const
{
    ByteCount sum;
    for (const ByteRange& range : m_lost)
        sum += range.count();
    return sum;
}

Result<void> UndoKeeper::keep(Document& document)
{
    if (m_lost.empty())
        return {};
    Result<Buffer> buffer = Buffer::make(keptAtOnce, {});
    if (!buffer)
        return std::unexpected(buffer.error());
    for (const ByteRange& range : m_lost) {
        PieceTree copy;
        for (ByteOffset at = range.begin(); at < range.end();) {
            const std::span<std::byte> part = buffer->first(std::min(keptAtOnce, range.end() - at));
            if (const Result<void> read = readSource(*m_file, at, part, {}); !read)
                return read;
            copy = copy.followedBy(document.added(part));
            at += countOf(part);
        }
        m_kept.emplace(range.begin(), copy);
    }
    return {};
}

// Of a replaced file, the old source goes on reading what the new one does not have.
PieceTree UndoKeeper::pointed(const Piece& piece, const std::shared_ptr<const Source>& now) const
{
    if (piece.source != m_file)
        return PieceTree(piece);
    PieceTree result;
    for (const Part& part : partsOf(piece.range())) {
        PieceTree place;
        if (part.move) {
            const ByteOffset target = part.move->target + (part.range.begin() - part.move->source);
            place = PieceTree(Piece{now, target, part.range.count()});
        } else if (m_inPlace) {
            const auto kept = std::prev(m_kept.upper_bound(part.range.begin()));
            const ByteCount from = part.range.begin() - kept->first;
            place = kept->second.slice({ByteOffset(from.value()), part.range.count()});
        } else {
            place = PieceTree(piece.part(part.range.begin() - piece.begin, part.range.count()));
        }
        result = result.followedBy(place);
    }
    return result;
}

void UndoKeeper::rebase(Document& document, const std::shared_ptr<const Source>& now) const
{
    const auto point = [&](const Piece& piece) { return pointed(piece, now); };
    document.mapHistory(point);
    if (document.revision() == m_saved.revision()) {
        document.rebase(Snapshot(now, m_saved.size(), Revision{}).pieces());
    } else {
        PieceTree pieces;
        document.snapshot().pieces().visit(document.snapshot().all(), [&](ByteOffset, const Piece& piece) {
            pieces = pieces.followedBy(point(piece));
            return true;
        });
        document.rebase(pieces);
    }
    document.markSaved(m_state);
}

} // namespace megascope

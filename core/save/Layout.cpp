// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/Layout.h"

#include "core/document/AscendingChain.h"

namespace megascope {
namespace {

// What stays saves its own bytes in the journal and in the file, what moves those in the journal.
std::uint64_t savedBy(const Move& move)
{
    const auto count = static_cast<std::uint64_t>(move.count.value());
    return move.isStill() ? 2 * count : count;
}

void addMove(std::vector<Move>& moves, const Move& move)
{
    if (!moves.empty() && moves.back().from().end() == move.source && moves.back().to().end() == move.target)
        moves.back().count += move.count;
    else
        moves.push_back(move);
}

bool lies(const Piece& piece, const Source* file, ByteCount size)
{
    return piece.source.get() == file && piece.range().end() <= ByteOffset(size.value());
}

} // namespace

ByteCount Layout::movedBytes() const
{
    ByteCount sum;
    for (const Move& move : moves)
        sum += move.isStill() ? ByteCount(0) : move.count;
    return sum;
}

Layout layoutOver(const Source* file, ByteCount size, const Snapshot& snapshot, Keeping keeping)
{
    const auto candidate = [&](ByteOffset at, const Piece& piece) {
        return lies(piece, file, size) && (keeping == Keeping::Ascending || piece.begin == at);
    };
    AscendingChain chain;
    snapshot.pieces().visit(snapshot.all(), [&](ByteOffset at, const Piece& piece) {
        if (candidate(at, piece))
            chain.add(piece.range(), savedBy({.source = piece.begin, .target = at, .count = piece.count}));
        return true;
    });
    const std::vector<bool> chosen = chain.chosen();
    Layout layout{.oldSize = size, .newSize = snapshot.size(), .moves = {}, .fresh = {}};
    std::size_t index = 0;
    snapshot.pieces().visit(snapshot.all(), [&](ByteOffset at, const Piece& piece) {
        if (candidate(at, piece) && chosen[index++])
            addMove(layout.moves, {.source = piece.begin, .target = at, .count = piece.count});
        else
            layout.fresh.push_back({.target = at, .piece = piece});
        return true;
    });
    return layout;
}

} // namespace megascope

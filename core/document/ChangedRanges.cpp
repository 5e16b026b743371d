// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/ChangedRanges.h"

#include "core/document/AscendingChain.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace megascope {
namespace {

// Bytes that both have, by where they stand in each.
struct Match {
    ByteOffset now;
    ByteOffset saved;
    ByteCount count;

    [[nodiscard]] ByteOffset nowEnd() const { return now + count; }
    [[nodiscard]] ByteOffset savedEnd() const { return saved + count; }
};

struct SavedPiece {
    Piece piece;
    ByteOffset at;
};

bool isBefore(const Piece& a, const Piece& b)
{
    if (a.source != b.source)
        return std::less<const Source*>()(a.source.get(), b.source.get());
    return a.begin < b.begin;
}

std::vector<SavedPiece> sortedPieces(const PieceTree& tree)
{
    std::vector<SavedPiece> pieces;
    tree.visit({ByteOffset(0), tree.size()}, [&](ByteOffset at, const Piece& piece) {
        pieces.push_back({piece, at});
        return true;
    });
    std::ranges::sort(pieces, isBefore, &SavedPiece::piece);
    return pieces;
}

// The parts of a piece that stand in the saved document too. Of a source that it holds twice, the place that
// begins last counts.
void addMatches(
    const Piece& piece, ByteOffset at, const std::vector<SavedPiece>& saved, std::vector<Match>& matches)
{
    auto next = std::ranges::upper_bound(saved, piece, isBefore, &SavedPiece::piece);
    if (next != saved.begin())
        --next;
    for (; next != saved.end(); ++next) {
        const bool isBehind = next->piece.source == piece.source ? next->piece.begin >= piece.range().end()
                                                                 : isBefore(piece, next->piece);
        if (isBehind)
            break;
        const ByteRange common = piece.range().intersected(next->piece.range());
        if (next->piece.source != piece.source || common.empty())
            continue;
        const ByteOffset now = at + (common.begin() - piece.begin);
        if (matches.empty() || matches.back().nowEnd() <= now)
            matches.push_back({now, next->at + (common.begin() - next->piece.begin), common.count()});
    }
}

bool isInOrder(const std::vector<Match>& matches)
{
    return std::ranges::adjacent_find(matches, [](const Match& a, const Match& b) {
        return b.saved < a.savedEnd();
    }) == matches.end();
}

// The matches that stand in the same order in both, with as many bytes as can be.
std::vector<Match> longestChain(const std::vector<Match>& matches)
{
    if (isInOrder(matches))
        return matches;
    AscendingChain chain;
    for (const Match& match : matches)
        chain.add({match.saved, match.count}, static_cast<std::uint64_t>(match.count.value()));
    const std::vector<bool> chosen = chain.chosen();
    std::vector<Match> result;
    for (std::size_t i = 0; i < matches.size(); ++i)
        if (chosen[i])
            result.push_back(matches[i]);
    return result;
}

} // namespace

std::vector<Difference> differences(const PieceTree& now, const PieceTree& saved)
{
    if (now.isIdenticalTo(saved))
        return {};
    const std::vector<SavedPiece> pieces = sortedPieces(saved);
    std::vector<Match> matches;
    now.visit({ByteOffset(0), now.size()}, [&](ByteOffset at, const Piece& piece) {
        addMatches(piece, at, pieces, matches);
        return true;
    });
    std::vector<Difference> found;
    ByteOffset nowAt(0);
    ByteOffset savedAt(0);
    const auto passTo = [&](ByteOffset nowNext, ByteOffset savedNext) {
        if (nowNext > nowAt || savedNext > savedAt)
            found.push_back({{nowAt, nowNext}, {savedAt, savedNext}});
    };
    for (const Match& match : longestChain(matches)) {
        passTo(match.now, match.saved);
        nowAt = match.nowEnd();
        savedAt = match.savedEnd();
    }
    passTo(ByteOffset(now.size().value()), ByteOffset(saved.size().value()));
    return found;
}

std::vector<ByteRange> changedRanges(const PieceTree& now, const PieceTree& saved)
{
    std::vector<ByteRange> changed;
    for (const Difference& difference : differences(now, saved))
        changed.push_back(difference.now);
    return changed;
}

} // namespace megascope

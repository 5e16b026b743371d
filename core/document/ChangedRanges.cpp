// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/ChangedRanges.h"

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

// The largest sum of bytes of chains that end before a place, over places in ascending order (a Fenwick
// tree), and which match ends that chain.
class BestChains {
public:
    struct Best {
        std::int64_t bytes = 0;
        std::size_t last = none;
    };
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    explicit BestChains(std::size_t places)
        : m_best(places + 1)
    {
    }
    void put(std::size_t place, const Best& best)
    {
        for (std::size_t i = place + 1; i < m_best.size(); i += i & (~i + 1)) {
            if (m_best[i].bytes < best.bytes)
                m_best[i] = best;
        }
    }
    // Of the first `places`.
    [[nodiscard]] Best before(std::size_t places) const
    {
        Best best;
        for (std::size_t i = places; i > 0; i -= i & (~i + 1)) {
            if (best.bytes < m_best[i].bytes)
                best = m_best[i];
        }
        return best;
    }

private:
    std::vector<Best> m_best;
};

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
    std::vector<ByteOffset> ends;
    std::ranges::transform(matches, std::back_inserter(ends), &Match::savedEnd);
    std::ranges::sort(ends);
    const auto placesUpTo = [&](ByteOffset end) {
        return static_cast<std::size_t>(std::ranges::upper_bound(ends, end) - ends.begin());
    };
    BestChains chains(ends.size());
    std::vector<std::size_t> before(matches.size(), BestChains::none);
    BestChains::Best best;
    for (std::size_t i = 0; i < matches.size(); ++i) {
        const BestChains::Best chain = chains.before(placesUpTo(matches[i].saved));
        before[i] = chain.last;
        const BestChains::Best longer{chain.bytes + matches[i].count.value(), i};
        chains.put(placesUpTo(matches[i].savedEnd()) - 1, longer);
        if (best.bytes < longer.bytes)
            best = longer;
    }
    std::vector<Match> chain;
    for (std::size_t i = best.last; i != BestChains::none; i = before[i])
        chain.push_back(matches[i]);
    std::ranges::reverse(chain);
    return chain;
}

} // namespace

std::vector<ByteRange> changedRanges(const PieceTree& now, const PieceTree& saved)
{
    if (now.isIdenticalTo(saved))
        return {};
    const std::vector<SavedPiece> pieces = sortedPieces(saved);
    std::vector<Match> matches;
    now.visit({ByteOffset(0), now.size()}, [&](ByteOffset at, const Piece& piece) {
        addMatches(piece, at, pieces, matches);
        return true;
    });
    std::vector<ByteRange> changed;
    ByteOffset nowAt(0);
    ByteOffset savedAt(0);
    const auto passTo = [&](ByteOffset nowNext, ByteOffset savedNext) {
        if (nowNext > nowAt || savedNext > savedAt)
            changed.emplace_back(nowAt, nowNext);
    };
    for (const Match& match : longestChain(matches)) {
        passTo(match.now, match.saved);
        nowAt = match.nowEnd();
        savedAt = match.savedEnd();
    }
    passTo(ByteOffset(now.size().value()), ByteOffset(saved.size().value()));
    return changed;
}

} // namespace megascope

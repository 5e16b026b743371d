// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/Layout.h"

#include <cstdint>
#include <map>

namespace megascope {
namespace {

// Finds the pieces of the file that keep their order and save the most writing: what stays saves its own
// bytes in the journal and in the file, what moves those in the journal.
class OrderFinder {
public:
    void add(const Move& move)
    {
        const auto after = m_best.upper_bound(move.source);
        const std::size_t before = after == m_best.begin() ? none : std::prev(after)->second;
        const auto count = static_cast<std::uint64_t>(move.count.value());
        const std::uint64_t saved
            = (before == none ? 0 : m_candidates[before].saved) + (move.isStill() ? 2 * count : count);
        m_candidates.push_back({.saved = saved, .before = before});
        remember(move.from().end(), m_candidates.size() - 1);
    }

    // For each move that was added, whether it is one of them.
    [[nodiscard]] std::vector<bool> chosen() const
    {
        std::vector<bool> result(m_candidates.size());
        for (std::size_t i = m_best.empty() ? none : m_best.rbegin()->second; i != none;
            i = m_candidates[i].before)
            result[i] = true;
        return result;
    }

private:
    static constexpr std::size_t none = SIZE_MAX;

    struct Candidate {
        std::uint64_t saved = 0; // bytes, by the best choice that ends with this one
        std::size_t before = none;
    };

    void remember(ByteOffset end, std::size_t index)
    {
        const std::uint64_t saved = m_candidates[index].saved;
        auto place = m_best.upper_bound(end);
        if (place != m_best.begin() && m_candidates[std::prev(place)->second].saved >= saved)
            return;
        while (place != m_best.end() && m_candidates[place->second].saved <= saved)
            place = m_best.erase(place);
        m_best.insert_or_assign(end, index);
    }

    std::vector<Candidate> m_candidates;
    std::map<ByteOffset, std::size_t> m_best; // by the end of the source; what is saved ascends with it
};

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
    OrderFinder finder;
    snapshot.pieces().visit(snapshot.all(), [&](ByteOffset at, const Piece& piece) {
        if (candidate(at, piece))
            finder.add({.source = piece.begin, .target = at, .count = piece.count});
        return true;
    });
    const std::vector<bool> chosen = finder.chosen();
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

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Piece.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace megascope {

class PieceMeasure;

// A sequence of pieces: a persistent B+-tree. Immutable; a copy costs O(1) and shares all nodes, and what is
// made from a tree shares with it whatever they have in common. Costs below are in the number of pieces.
// Thread-safe, as every immutable value is.
//
// Invariants: every leaf is at the same depth; a node other than the root has at least half of the entries
// that it may have; no piece is empty. Two neighbours that go on in the same source are one piece, where an
// operation made them neighbours.
class PieceTree {
public:
    // The empty sequence.
    PieceTree() = default;
    explicit PieceTree(const Piece& piece);
    explicit PieceTree(std::span<const Piece> pieces); // O(n)

    [[nodiscard]] ByteCount size() const;
    [[nodiscard]] bool empty() const { return m_root == nullptr; }
    // O(n) / O(1).
    [[nodiscard]] std::int64_t pieceCount() const;
    // Memory of the nodes, shared ones counted once. O(n).
    [[nodiscard]] ByteCount memory() const;

    // The bytes of `range`. O(log n). REQUIRES: range lies inside.
    [[nodiscard]] PieceTree slice(const ByteRange& range) const;
    // Both, one behind the other. O(log n). REQUIRES: the sizes together fit a ByteCount.
    [[nodiscard]] PieceTree followedBy(const PieceTree& next) const;
    // With `content` in the place of `range`. O(log n). REQUIRES: as for slice() and followedBy().
    [[nodiscard]] PieceTree replaced(const ByteRange& range, const PieceTree& content) const;

    // Calls `visit` for the pieces that lie in `range`, cut to it, from front to back, until it returns
    // false. The offset is the piece's place in this sequence.
    using Visit = std::function<bool(ByteOffset at, const Piece& piece)>;
    void visit(const ByteRange& range, const Visit& visit) const;
    // The piece that holds `offset`, whole, and where it begins in this sequence. O(log n). REQUIRES: offset
    // lies inside.
    struct Place {
        Piece piece;
        ByteOffset at;
    };
    [[nodiscard]] Place pieceAt(ByteOffset offset) const;

    // The sum of `measure` over the bytes before `offset` (nothing when some of them cannot be measured), and
    // the other way round: the piece in which the sum reaches `sum`, or the first that cannot be measured,
    // with the sum of all before it. Nothing when the whole sum is less. What was measured stays with the
    // nodes. O(log n), apart from pieces that are measured for the first time. REQUIRES: offset lies inside
    // or at the end; sum > 0.
    [[nodiscard]] std::optional<std::int64_t> sumBefore(ByteOffset offset, const PieceMeasure& measure) const;
    struct Reach {
        Place place;
        std::int64_t before = 0;
    };
    [[nodiscard]] std::optional<Reach> reach(std::int64_t sum, const PieceMeasure& measure) const;

    // The same nodes, not only the same bytes. O(1).
    [[nodiscard]] bool isIdenticalTo(const PieceTree& other) const { return m_root == other.m_root; }

    // Stops the program when an invariant does not hold; for tests. O(n).
    void check() const;

private:
    struct Node;
    struct Leaf;
    struct Inner;
    struct Neighbours;
    struct Nodes;
    class LeafMaker;
    using NodePointer = std::shared_ptr<const Node>;

    explicit PieceTree(NodePointer root)
        : m_root(std::move(root))
    {
    }

    NodePointer m_root; // null when empty
};

// Something that is counted in pieces and adds up, as newlines do.
class PieceMeasure {
public:
    virtual ~PieceMeasure() = default;
    // Tells what different measures found apart: sums that one left in a tree are good for all of the same
    // epoch, also when the tree was copied to another document. Never 0; see newEpoch().
    [[nodiscard]] virtual std::uint32_t epoch() const = 0;
    // Nothing when it is not known yet.
    [[nodiscard]] virtual std::optional<std::int64_t> measure(const Piece& piece) const = 0;

    // A number that no measure of this process had.
    [[nodiscard]] static std::uint32_t newEpoch();
};

} // namespace megascope

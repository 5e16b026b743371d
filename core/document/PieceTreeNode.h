// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/PieceTree.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace megascope {

// A sum with the epoch of the measure that made it, in one word, so that threads may set and read it at once.
class CachedSum {
public:
    [[nodiscard]] std::optional<std::int64_t> get(std::uint32_t epoch) const;
    // A sum that does not fit is not kept.
    void put(std::uint32_t epoch, std::int64_t sum) const;

private:
    static constexpr int sumBits = 40;
    mutable std::atomic<std::uint64_t> m_word{0}; // the epoch above the sum; 0 is no epoch
};

// A node of a PieceTree; immutable once it is in a tree.
struct PieceTree::Node {
    int height = 0; // 0: a Leaf, else an Inner
    ByteCount size;
    CachedSum sum;
};

// Pieces, packed: a piece takes 17 bytes, and the few sources of a leaf are named once.
struct PieceTree::Leaf final : Node {
    static constexpr std::size_t limit = 64;
    static constexpr std::size_t least = limit / 2;

    struct Run {
        ByteOffset begin;
        ByteCount count;
    };

    std::vector<std::shared_ptr<const Source>> sources;
    std::vector<Run> runs;
    std::vector<std::uint8_t> sourceOf; // of each run, in `sources`

    [[nodiscard]] Piece pieceAt(std::size_t i) const
    {
        return {sources[sourceOf[i]], runs[i].begin, runs[i].count};
    }
};

struct PieceTree::Inner final : Node {
    static constexpr std::size_t limit = 32;
    static constexpr std::size_t least = limit / 2;

    struct Child {
        NodePointer node;
        ByteCount size;
    };

    std::vector<Child> children; // at least two
};

// Nodes that stand side by side, at the same height: one or two.
struct PieceTree::Neighbours {
    NodePointer first;
    NodePointer second; // may be null
};

// Collects pieces for one leaf or two.
class PieceTree::LeafMaker {
public:
    static constexpr std::size_t limit = 2 * Leaf::limit;

    // Joined to the last piece when it goes on there. REQUIRES: no more than `limit` pieces in all.
    void append(const std::shared_ptr<const Source>& source, Leaf::Run run);
    // Those that lie in `range` of the leaf, cut to it.
    void append(const Leaf& leaf, const ByteRange& range);
    void append(const Leaf& leaf) { append(leaf, {ByteOffset(0), leaf.size}); }

    // REQUIRES: something was appended.
    [[nodiscard]] Neighbours finish() const;

private:
    struct Item {
        const std::shared_ptr<const Source>* source = nullptr;
        Leaf::Run run;
    };
    [[nodiscard]] static NodePointer leafOf(std::span<const Item> items);

    std::array<Item, limit> m_items;
    std::size_t m_count = 0;
};

// The operations on nodes; a null node is an empty tree.
struct PieceTree::Nodes {
    [[nodiscard]] static const Leaf& leaf(const Node& node) { return static_cast<const Leaf&>(node); }
    [[nodiscard]] static const Inner& inner(const Node& node) { return static_cast<const Inner&>(node); }

    // REQUIRES: not empty; one child stands for itself.
    [[nodiscard]] static NodePointer above(std::span<const Inner::Child> children);
    [[nodiscard]] static NodePointer above(const Neighbours& nodes);

    [[nodiscard]] static NodePointer slice(const NodePointer& node, const ByteRange& range);
    [[nodiscard]] static NodePointer concatenation(const NodePointer& a, const NodePointer& b);
    // False when the visitor wants no more. `at` is where the node begins.
    static bool visit(const Node& node, ByteOffset at, const ByteRange& range, const Visit& visitor);
    [[nodiscard]] static std::optional<std::int64_t> sum(const Node& node, const PieceMeasure& measure);
    static void check(const Node& node, bool isRoot);

    // Every node, a shared one each time.
    template <class Action>
    static void forEach(const Node* node, const Action& action)
    {
        if (!node)
            return;
        action(*node);
        if (node->height > 0)
            for (const Inner::Child& child : inner(*node).children)
                forEach(child.node.get(), action);
    }

private:
    [[nodiscard]] static Neighbours balanced(const NodePointer& a, const NodePointer& b);
    [[nodiscard]] static Neighbours appended(const NodePointer& a, const NodePointer& b);
    [[nodiscard]] static Neighbours prepended(const NodePointer& a, const NodePointer& b);
    [[nodiscard]] static Neighbours split(std::span<const Inner::Child> children);
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/PieceTreeNode.h"

#include <atomic>
#include <cassert>

namespace megascope {

namespace {

// The sum over the entries of a node, which are looked at in turn.
std::optional<std::int64_t> plus(std::optional<std::int64_t> sum, std::optional<std::int64_t> more)
{
    return sum && more ? std::optional(*sum + *more) : std::nullopt;
}

} // namespace

std::uint32_t PieceMeasure::newEpoch()
{
    static std::atomic<std::uint32_t> last{0};
    constexpr std::uint32_t largest = (1U << 24) - 1;
    return last.fetch_add(1, std::memory_order_relaxed) % largest + 1;
}

std::optional<std::int64_t> PieceTree::Nodes::sum(const Node& node, const PieceMeasure& measure)
{
    if (const std::optional<std::int64_t> known = node.sum.get(measure.epoch()))
        return known;
    std::optional<std::int64_t> total = 0;
    if (node.height > 0) {
        for (const Inner::Child& child : inner(node).children)
            if (total = plus(total, sum(*child.node, measure)); !total)
                return std::nullopt;
    } else {
        for (std::size_t i = 0; i < leaf(node).runs.size(); ++i)
            if (total = plus(total, measure.measure(leaf(node).pieceAt(i))); !total)
                return std::nullopt;
    }
    node.sum.put(measure.epoch(), *total);
    return total;
}

std::optional<std::int64_t> PieceTree::sumBefore(ByteOffset offset, const PieceMeasure& measure) const
{
    if (offset == ByteOffset(0))
        return 0;
    if (offset.value() == size().value())
        return Nodes::sum(*m_root, measure);
    std::optional<std::int64_t> before = 0;
    const Node* node = m_root.get();
    ByteOffset at(0);
    while (node->height > 0) {
        const Node* next = nullptr;
        for (const Inner::Child& child : Nodes::inner(*node).children) {
            if (offset - at < child.size) {
                next = child.node.get();
                break;
            }
            if (before = plus(before, Nodes::sum(*child.node, measure)); !before)
                return std::nullopt;
            at += child.size;
        }
        node = next;
    }
    const Leaf& leaf = Nodes::leaf(*node);
    for (std::size_t i = 0; before && at < offset; ++i) {
        const Piece piece = leaf.pieceAt(i);
        const ByteCount wanted = std::min(piece.count, offset - at);
        before = plus(before, measure.measure(piece.part(ByteCount(0), wanted)));
        at += piece.count;
    }
    return before;
}

std::optional<PieceTree::Reach> PieceTree::reach(std::int64_t sum, const PieceMeasure& measure) const
{
    assert(sum > 0);
    if (!m_root)
        return std::nullopt;
    std::int64_t before = 0;
    ByteOffset at(0);
    const Node* node = m_root.get();
    while (node->height > 0) {
        const Node* next = nullptr;
        for (const Inner::Child& child : Nodes::inner(*node).children) {
            const std::optional<std::int64_t> here = Nodes::sum(*child.node, measure);
            if (!here || before + *here >= sum) {
                next = child.node.get(); // an unknown sum may reach it all the same, further down
                break;
            }
            before += *here;
            at += child.size;
        }
        if (!next)
            return std::nullopt;
        node = next;
    }
    const Leaf& leaf = Nodes::leaf(*node);
    for (std::size_t i = 0; i < leaf.runs.size(); ++i) {
        const Piece piece = leaf.pieceAt(i);
        const std::optional<std::int64_t> here = measure.measure(piece);
        if (!here || before + *here >= sum)
            return Reach{{piece, at}, before};
        before += *here;
        at += piece.count;
    }
    return std::nullopt;
}

} // namespace megascope

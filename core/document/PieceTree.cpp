// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/PieceTree.h"

#include "core/document/PieceTreeNode.h"

#include <algorithm>
#include <cassert>
#include <ranges>
#include <set>
#include <utility>

namespace megascope {

PieceTree::PieceTree(const Piece& piece)
{
    assert(piece.source && piece.count > ByteCount(0));
    LeafMaker maker;
    maker.append(piece.source, {piece.begin, piece.count});
    m_root = maker.finish().first;
}

PieceTree::PieceTree(std::span<const Piece> pieces)
{
    for (const auto& part : pieces | std::views::chunk(Leaf::limit)) {
        LeafMaker maker;
        for (const Piece& piece : part) {
            assert(piece.source && piece.count > ByteCount(0));
            maker.append(piece.source, {piece.begin, piece.count});
        }
        m_root = Nodes::concatenation(m_root, maker.finish().first);
    }
}

ByteCount PieceTree::size() const
{
    return m_root ? m_root->size : ByteCount(0);
}

PieceTree PieceTree::slice(const ByteRange& range) const
{
    assert(range.end().value() <= size().value());
    return PieceTree(range.empty() ? nullptr : Nodes::slice(m_root, range));
}

PieceTree PieceTree::followedBy(const PieceTree& next) const
{
    if (empty() || next.empty())
        return empty() ? next : *this;
    const ByteOffset end(size().value());
    const Place last = pieceAt(end - ByteCount(1));
    const Piece first = next.pieceAt(ByteOffset(0)).piece;
    if (!last.piece.isFollowedBy(first))
        return PieceTree(Nodes::concatenation(m_root, next.m_root));
    const PieceTree joined(Piece{first.source, last.piece.begin, last.piece.count + first.count});
    const NodePointer front = Nodes::concatenation(slice({ByteOffset(0), last.at}).m_root, joined.m_root);
    const ByteRange rest(ByteOffset(first.count.value()), ByteOffset(next.size().value()));
    return PieceTree(Nodes::concatenation(front, next.slice(rest).m_root));
}

PieceTree PieceTree::replaced(const ByteRange& range, const PieceTree& content) const
{
    const ByteOffset end(size().value());
    return slice({ByteOffset(0), range.begin()}).followedBy(content).followedBy(slice({range.end(), end}));
}

namespace {

// The entries of a node that a range touches are few for the most part: they are found from the front.
template <class Sizes>
std::size_t entryAt(const Sizes& entries, ByteOffset offset, ByteOffset& at)
{
    std::size_t i = 0;
    while (offset - at >= entries[i]) {
        at += entries[i];
        ++i;
    }
    return i;
}

} // namespace

bool PieceTree::Nodes::visit(const Node& node, ByteOffset at, const ByteRange& range, const Visit& visitor)
{
    if (node.height == 0) {
        const Leaf& pieces = leaf(node);
        for (std::size_t i = 0; i < pieces.runs.size() && at < range.end(); ++i) {
            const ByteRange kept = ByteRange(at, pieces.runs[i].count).intersected(range);
            if (!kept.empty()
                && !visitor(kept.begin(), pieces.pieceAt(i).part(kept.begin() - at, kept.count())))
                return false;
            at += pieces.runs[i].count;
        }
        return true;
    }
    for (const Inner::Child& child : inner(node).children) {
        if (at >= range.end())
            break;
        if (at + child.size > range.begin() && !visit(*child.node, at, range, visitor))
            return false;
        at += child.size;
    }
    return true;
}

void PieceTree::visit(const ByteRange& range, const Visit& visitor) const
{
    if (m_root && !range.empty())
        Nodes::visit(*m_root, ByteOffset(0), range, visitor);
}

PieceTree::Place PieceTree::pieceAt(ByteOffset offset) const
{
    assert(offset.value() < size().value());
    const Node* node = m_root.get();
    ByteOffset at(0);
    while (node->height > 0) {
        const Inner& inner = Nodes::inner(*node);
        node
            = inner.children[entryAt(inner.children | std::views::transform(&Inner::Child::size), offset, at)]
                  .node.get();
    }
    const Leaf& leaf = Nodes::leaf(*node);
    const std::size_t i = entryAt(leaf.runs | std::views::transform(&Leaf::Run::count), offset, at);
    return {leaf.pieceAt(i), at};
}

std::int64_t PieceTree::pieceCount() const
{
    std::int64_t count = 0;
    Nodes::forEach(m_root.get(), [&](const Node& node) {
        if (node.height == 0)
            count += std::ssize(Nodes::leaf(node).runs);
    });
    return count;
}

ByteCount PieceTree::memory() const
{
    // What the allocator and the reference count add to a block.
    constexpr std::size_t overhead = 2 * sizeof(void*);
    std::size_t bytes = 0;
    std::set<const Node*> seen;
    Nodes::forEach(m_root.get(), [&](const Node& node) {
        if (!seen.insert(&node).second)
            return;
        if (node.height > 0) {
            bytes += sizeof(Inner) + 2 * overhead
                + Nodes::inner(node).children.capacity() * sizeof(Inner::Child) + overhead;
            return;
        }
        const Leaf& leaf = Nodes::leaf(node);
        bytes += sizeof(Leaf) + 2 * overhead + leaf.runs.capacity() * sizeof(Leaf::Run) + overhead
            + leaf.sourceOf.capacity() + overhead + leaf.sources.capacity() * sizeof(leaf.sources[0])
            + overhead;
    });
    return ByteCount(static_cast<std::int64_t>(bytes));
}

void PieceTree::check() const
{
    if (m_root)
        Nodes::check(*m_root, true);
}

} // namespace megascope

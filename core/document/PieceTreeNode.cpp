// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/PieceTreeNode.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <utility>

namespace megascope {

std::optional<std::int64_t> CachedSum::get(std::uint32_t epoch) const
{
    const std::uint64_t word = m_word.load(std::memory_order_relaxed);
    if (word >> sumBits != epoch)
        return std::nullopt;
    return static_cast<std::int64_t>(word & ((std::uint64_t{1} << sumBits) - 1));
}

void CachedSum::put(std::uint32_t epoch, std::int64_t sum) const
{
    assert(epoch != 0 && epoch >> (64 - sumBits) == 0 && sum >= 0);
    if (sum >> sumBits == 0)
        m_word.store(
            std::uint64_t{epoch} << sumBits | static_cast<std::uint64_t>(sum), std::memory_order_relaxed);
}

void PieceTree::LeafMaker::append(const std::shared_ptr<const Source>& source, Leaf::Run run)
{
    if (m_count > 0) {
        Item& last = m_items[m_count - 1];
        if (*last.source == source && last.run.begin + last.run.count == run.begin) {
            last.run.count += run.count;
            return;
        }
    }
    assert(m_count < limit);
    m_items[m_count++] = {&source, run};
}

void PieceTree::LeafMaker::append(const Leaf& leaf, const ByteRange& range)
{
    ByteOffset at(0);
    for (std::size_t i = 0; i < leaf.runs.size() && at < range.end(); ++i) {
        const Leaf::Run& run = leaf.runs[i];
        const ByteRange kept = ByteRange(at, run.count).intersected(range);
        if (!kept.empty())
            append(leaf.sources[leaf.sourceOf[i]], {run.begin + (kept.begin() - at), kept.count()});
        at += run.count;
    }
}

PieceTree::NodePointer PieceTree::LeafMaker::leafOf(std::span<const Item> items)
{
    auto leaf = std::make_shared<Leaf>();
    leaf->runs.reserve(items.size());
    leaf->sourceOf.reserve(items.size());
    for (const Item& item : items) {
        auto source = std::ranges::find(leaf->sources, *item.source);
        if (source == leaf->sources.end())
            source = leaf->sources.insert(source, *item.source);
        leaf->runs.push_back(item.run);
        leaf->sourceOf.push_back(static_cast<std::uint8_t>(source - leaf->sources.begin()));
        leaf->size += item.run.count;
    }
    leaf->sources.shrink_to_fit();
    return leaf;
}

PieceTree::Neighbours PieceTree::LeafMaker::finish() const
{
    assert(m_count > 0);
    const std::span items(m_items.data(), m_count);
    if (m_count <= Leaf::limit)
        return {leafOf(items), nullptr};
    return {leafOf(items.first(m_count / 2)), leafOf(items.subspan(m_count / 2))};
}

PieceTree::NodePointer PieceTree::Nodes::above(std::span<const Inner::Child> children)
{
    assert(!children.empty() && children.size() <= Inner::limit);
    if (children.size() == 1)
        return children.front().node;
    auto node = std::make_shared<Inner>();
    node->height = children.front().node->height + 1;
    node->children.assign(children.begin(), children.end());
    for (const Inner::Child& child : children)
        node->size += child.size;
    return node;
}

PieceTree::NodePointer PieceTree::Nodes::above(const Neighbours& nodes)
{
    if (!nodes.second)
        return nodes.first;
    return above(std::array{
        Inner::Child{nodes.first, nodes.first->size}, Inner::Child{nodes.second, nodes.second->size}});
}

PieceTree::Neighbours PieceTree::Nodes::split(std::span<const Inner::Child> children)
{
    if (children.size() <= Inner::limit)
        return {above(children), nullptr};
    return {above(children.first(children.size() / 2)), above(children.subspan(children.size() / 2))};
}

// REQUIRES: the same height.
PieceTree::Neighbours PieceTree::Nodes::balanced(const NodePointer& a, const NodePointer& b)
{
    assert(a->height == b->height);
    if (a->height == 0) {
        if (std::min(leaf(*a).runs.size(), leaf(*b).runs.size()) >= Leaf::least)
            return {a, b};
        LeafMaker maker;
        maker.append(leaf(*a));
        maker.append(leaf(*b));
        return maker.finish();
    }
    const std::vector<Inner::Child>& left = inner(*a).children;
    const std::vector<Inner::Child>& right = inner(*b).children;
    if (std::min(left.size(), right.size()) >= Inner::least)
        return {a, b};
    std::vector<Inner::Child> all(left);
    all.insert(all.end(), right.begin(), right.end());
    return split(all);
}

// REQUIRES: a is higher.
PieceTree::Neighbours PieceTree::Nodes::appended(const NodePointer& a, const NodePointer& b)
{
    std::vector<Inner::Child> children(inner(*a).children);
    const NodePointer last = children.back().node;
    children.pop_back();
    const Neighbours end = last->height == b->height ? balanced(last, b) : appended(last, b);
    children.push_back({end.first, end.first->size});
    if (end.second)
        children.push_back({end.second, end.second->size});
    return split(children);
}

// REQUIRES: b is higher.
PieceTree::Neighbours PieceTree::Nodes::prepended(const NodePointer& a, const NodePointer& b)
{
    const std::vector<Inner::Child>& old = inner(*b).children;
    const NodePointer& first = old.front().node;
    const Neighbours begin = first->height == a->height ? balanced(a, first) : prepended(a, first);
    std::vector<Inner::Child> children{{begin.first, begin.first->size}};
    if (begin.second)
        children.push_back({begin.second, begin.second->size});
    children.insert(children.end(), old.begin() + 1, old.end());
    return split(children);
}

PieceTree::NodePointer PieceTree::Nodes::concatenation(const NodePointer& a, const NodePointer& b)
{
    if (!a || !b)
        return a ? a : b;
    if (a->height == b->height)
        return above(balanced(a, b));
    return above(a->height > b->height ? appended(a, b) : prepended(a, b));
}

PieceTree::NodePointer PieceTree::Nodes::slice(const NodePointer& node, const ByteRange& range)
{
    if (range.empty())
        return nullptr;
    if (range.count() == node->size)
        return node;
    if (node->height == 0) {
        LeafMaker maker;
        maker.append(leaf(*node), range);
        return maker.finish().first;
    }
    NodePointer left;
    NodePointer right;
    std::vector<Inner::Child> whole;
    ByteOffset at(0);
    for (const Inner::Child& child : inner(*node).children) {
        const ByteRange kept = ByteRange(at, child.size).intersected(range);
        if (kept.count() == child.size)
            whole.push_back(child);
        else if (!kept.empty())
            (kept.begin() > at ? left : right)
                = slice(child.node, {ByteOffset(0) + (kept.begin() - at), kept.count()});
        at += child.size;
        if (at >= range.end())
            break;
    }
    const NodePointer middle = whole.empty() ? nullptr : above(whole);
    return concatenation(concatenation(left, middle), right);
}

void PieceTree::Nodes::check(const Node& node, bool isRoot)
{
    const auto require = [](bool holds) {
        if (!holds)
            std::abort();
    };
    ByteCount size;
    if (node.height == 0) {
        const Leaf& pieces = leaf(node);
        require(pieces.runs.size() <= Leaf::limit && pieces.runs.size() == pieces.sourceOf.size());
        require(pieces.runs.size() >= (isRoot ? 1 : Leaf::least));
        for (std::size_t i = 0; i < pieces.runs.size(); ++i) {
            require(pieces.runs[i].count > ByteCount(0) && pieces.pieceAt(i).source);
            size += pieces.runs[i].count;
        }
    } else {
        const std::vector<Inner::Child>& children = inner(node).children;
        require(children.size() <= Inner::limit && children.size() >= (isRoot ? 2 : Inner::least));
        for (const Inner::Child& child : children) {
            require(child.node->height == node.height - 1 && child.size == child.node->size);
            check(*child.node, false);
            size += child.size;
        }
    }
    require(size == node.size);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/Document.h"

#include <cassert>
#include <ranges>
#include <utility>

namespace megascope {
namespace {

// Whoever asks more seldom begins anew.
constexpr std::size_t changesKept = 4096;

} // namespace

Document::Document() = default;

Document::Document(std::shared_ptr<const Source> file, ByteCount size)
    : m_snapshot(std::move(file), size, Revision{0})
{
}

Document::Document(const Snapshot& snapshot)
    : m_snapshot(snapshot.pieces(), Revision{0})
{
}

Document::Document(const Snapshot& snapshot, std::shared_ptr<AddBuffer> added)
    : m_snapshot(snapshot.pieces(), Revision{0})
    , m_added(std::move(added))
{
}

PieceTree Document::added(std::span<const std::byte> bytes)
{
    if (bytes.empty())
        return {};
    const ByteRange range = m_added->append(bytes);
    return PieceTree(Piece{m_added, range.begin(), range.count()});
}

Change Document::replace(const ByteRange& range, std::span<const std::byte> bytes, Grouping grouping)
{
    return replace(range, added(bytes), grouping);
}

Change Document::replace(const ByteRange& range, const PieceTree& content, Grouping grouping)
{
    assert(range.end() <= m_snapshot.end());
    if (range.empty() && content.empty())
        return {range.begin(), ByteCount(0), ByteCount(0)};
    const bool joins = grouping == Grouping::Join && m_history.canUndo() && !m_groupClosed;
    m_groupClosed = false;
    Edit edit{range.begin(), m_snapshot.pieces().slice(range), content};
    put(range, content);
    if (joins)
        m_history.addToGroup(std::move(edit));
    else
        m_history.addGroup(std::move(edit));
    record(joins ? Operation::Kind::ReplaceInGroup : Operation::Kind::Replace, {{range, content}});
    return m_changes.back();
}

void Document::record(Operation::Kind kind, std::vector<Operation::Step> steps)
{
    if (m_recording)
        m_operations.push_back({kind, std::move(steps)});
}

std::vector<Change> Document::undo()
{
    if (!canUndo())
        return {};
    std::vector<Operation::Step> steps;
    for (const Edit& edit : std::views::reverse(m_history.stepBack()))
        steps.push_back({{edit.offset, edit.inserted.size()}, edit.removed});
    return carryOut(Operation::Kind::Undo, std::move(steps));
}

std::vector<Change> Document::redo()
{
    if (!canRedo())
        return {};
    std::vector<Operation::Step> steps;
    for (const Edit& edit : m_history.stepForth())
        steps.push_back({{edit.offset, edit.removed.size()}, edit.inserted});
    return carryOut(Operation::Kind::Redo, std::move(steps));
}

std::vector<Change> Document::carryOut(Operation::Kind kind, std::vector<Operation::Step> steps)
{
    std::vector<Change> changes;
    for (const Operation::Step& step : steps) {
        put(step.range, step.content);
        changes.push_back(m_changes.back());
    }
    m_groupClosed = true;
    record(kind, std::move(steps));
    return changes;
}

void Document::put(const ByteRange& range, const PieceTree& content)
{
    if (m_changes.size() == changesKept) {
        m_changes.pop_front();
        ++m_changesFrom.value;
    }
    m_changes.push_back({range.begin(), range.count(), content.size()});
    setPieces(m_snapshot.pieces().replaced(range, content));
}

void Document::setPieces(PieceTree pieces)
{
    m_snapshot = Snapshot(std::move(pieces), Revision{revision().value + 1});
}

std::optional<std::vector<Change>> Document::changesSince(Revision since) const
{
    if (since < m_changesFrom || since > revision())
        return std::nullopt;
    const auto first = static_cast<std::ptrdiff_t>(since.value - m_changesFrom.value);
    return std::vector<Change>(m_changes.begin() + first, m_changes.end());
}

void Document::rebase(const PieceTree& pieces)
{
    assert(pieces.size() == size());
    m_changes.push_back({ByteOffset(0), ByteCount(0), ByteCount(0)});
    setPieces(pieces);
}

void Document::mapHistory(const std::function<PieceTree(const Piece& piece)>& map)
{
    m_history.map(map);
}

void Document::visitHistory(const std::function<void(const Piece& piece)>& visit) const
{
    m_history.visit(visit);
}

void Document::extend(const PieceTree& pieces)
{
    const ByteRange range(m_snapshot.end(), ByteCount(0));
    put(range, pieces);
    record(Operation::Kind::Extend, {{range, pieces}});
}

void Document::reset(const PieceTree& pieces)
{
    m_history.clear();
    m_groupClosed = true;
    m_operations.clear();
    m_changes.clear();
    setPieces(pieces);
    m_changesFrom = revision();
}

} // namespace megascope

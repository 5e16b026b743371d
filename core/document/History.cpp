// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/History.h"

#include <cassert>
#include <utility>

namespace megascope {
namespace {

// Joins `next` to `edit` where both together are one: typing on, deleting on in either direction.
bool join(Edit& edit, const Edit& next)
{
    const ByteOffset insertedEnd = edit.offset + edit.inserted.size();
    if (next.removed.empty() && next.offset == insertedEnd) {
        edit.inserted = edit.inserted.followedBy(next.inserted);
        return true;
    }
    if (!edit.inserted.empty() || !next.inserted.empty())
        return false;
    if (next.offset == edit.offset) {
        edit.removed = edit.removed.followedBy(next.removed);
        return true;
    }
    if (next.offset + next.removed.size() == edit.offset) {
        edit.removed = next.removed.followedBy(edit.removed);
        edit.offset = next.offset;
        return true;
    }
    return false;
}

PieceTree mapped(const PieceTree& tree, const std::function<PieceTree(const Piece& piece)>& map)
{
    PieceTree result;
    tree.visit({ByteOffset(0), tree.size()}, [&](ByteOffset, const Piece& piece) {
        result = result.followedBy(map(piece));
        return true;
    });
    assert(result.size() == tree.size());
    return result;
}

} // namespace

History::State History::newState()
{
    return State{++m_lastState};
}

void History::addGroup(Edit edit)
{
    m_groups.resize(m_done);
    m_groups.push_back({{std::move(edit)}, newState()});
    ++m_done;
}

void History::addToGroup(Edit edit)
{
    assert(canUndo());
    m_groups.resize(m_done);
    Step& step = m_groups.back();
    step.after = newState(); // the one before, which may have been saved, lies inside of the group now
    if (!join(step.edits.back(), edit))
        step.edits.push_back(std::move(edit));
}

void History::clear()
{
    m_groups.clear();
    m_done = 0;
    m_first = newState();
    m_saved = m_first;
}

void History::map(const std::function<PieceTree(const Piece& piece)>& map)
{
    for (Step& step : m_groups) {
        for (Edit& edit : step.edits) {
            edit.removed = mapped(edit.removed, map);
            edit.inserted = mapped(edit.inserted, map);
        }
    }
}

void History::visit(const std::function<void(const Piece& piece)>& visit) const
{
    const auto visitTree = [&](const PieceTree& tree) {
        tree.visit({ByteOffset(0), tree.size()}, [&](ByteOffset, const Piece& piece) {
            visit(piece);
            return true;
        });
    };
    for (const Step& step : m_groups) {
        for (const Edit& edit : step.edits) {
            visitTree(edit.removed);
            visitTree(edit.inserted);
        }
    }
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/PieceTree.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace megascope {

// One edit as undo knows it: at `offset`, `inserted` took the place of `removed`. The trees share their nodes
// with the document's, so that a large one takes no memory of its own.
struct Edit {
    ByteOffset offset;
    PieceTree removed;
    PieceTree inserted;
};

// The undo groups of a document: those that were made, and those that were taken back.
class History {
public:
    using Group = std::vector<Edit>; // in the order in which they were made; never empty
    // A place between two groups; no two states of a document have the same.
    enum class State : std::uint64_t { };

    // After add() nothing can be redone.
    void addGroup(Edit edit);
    // Into the last group; an edit that goes on where the last one of the group ended is joined to it.
    // REQUIRES: canUndo().
    void addToGroup(Edit edit);

    [[nodiscard]] bool canUndo() const { return m_done > 0; }
    [[nodiscard]] bool canRedo() const { return m_done < m_groups.size(); }
    // Moves the last group to those that were taken back, or the other way round, and returns it; it stays
    // valid until the next call. REQUIRES: canUndo(), canRedo().
    const Group& stepBack() { return m_groups[--m_done].edits; }
    const Group& stepForth() { return m_groups[m_done++].edits; }

    [[nodiscard]] State state() const { return m_done == 0 ? m_first : m_groups[m_done - 1].after; }
    [[nodiscard]] bool isAtSaved() const { return state() == m_saved; }
    // `state` may be one of earlier.
    void markSaved(State state) { m_saved = state; }
    void clear();

    void map(const std::function<PieceTree(const Piece& piece)>& map);
    void visit(const std::function<void(const Piece& piece)>& visit) const;

private:
    struct Step {
        Group edits;
        State after;
    };
    [[nodiscard]] State newState();

    std::vector<Step> m_groups;
    std::size_t m_done = 0; // those before are made, the rest taken back
    std::uint64_t m_lastState = 0;
    State m_first = newState(); // before the first group
    State m_saved = m_first;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/PieceTree.h"

#include <functional>
#include <optional>
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

    // After add() nothing can be redone.
    void addGroup(Edit edit);
    // Into the last group; an edit that goes on where the last one of the group ended is joined to it.
    // REQUIRES: canUndo().
    void addToGroup(Edit edit);

    [[nodiscard]] bool canUndo() const { return m_done > 0; }
    [[nodiscard]] bool canRedo() const { return m_done < m_groups.size(); }
    // Moves the last group to those that were taken back, or the other way round, and returns it; it stays
    // valid until the next call. REQUIRES: canUndo(), canRedo().
    const Group& stepBack() { return m_groups[--m_done]; }
    const Group& stepForth() { return m_groups[m_done++]; }

    [[nodiscard]] bool isAtSaved() const { return m_saved == m_done; }
    void markSaved() { m_saved = m_done; }
    void clear();

    void map(const std::function<PieceTree(const Piece& piece)>& map);
    void visit(const std::function<void(const Piece& piece)>& visit) const;

private:
    void forgetRedo();

    std::vector<Group> m_groups;
    std::size_t m_done = 0; // those before are made, the rest taken back
    std::optional<std::size_t> m_saved = 0; // m_done when it was saved; nothing when that cannot be reached
};

} // namespace megascope

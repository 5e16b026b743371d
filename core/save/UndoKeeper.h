// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Document.h"
#include "core/save/SavePlan.h"

#include <map>
#include <vector>

namespace megascope {

// Takes a document across a save, undo and edits that were made meanwhile included. What is known by the
// file's old bytes is found, afterwards, where the save has moved them to; what the save overwrites or cuts
// off, and undo needs, is copied to the add buffer before.
//
//     UndoKeeper keeper(document, plan);
//     keeper.keep(document);
//     save(…, plan, …);
//     keeper.rebase(document, the file as it is now);
class UndoKeeper {
public:
    UndoKeeper(const Document& document, const SavePlan& plan);

    // How much has to be copied. Nothing is read yet.
    [[nodiscard]] ByteCount bytesToKeep() const;
    // Copies it. Error: ReadFailed, with the document as it was.
    [[nodiscard]] Result<void> keep(Document& document);
    // After the save: the document is one of `now`, which holds what was planned to be saved, and its state
    // of then is marked as saved. REQUIRES: keep() succeeded.
    void rebase(Document& document, const std::shared_ptr<const Source>& now) const;

private:
    struct Part {
        ByteRange range; // of the old file
        const Move* move = nullptr; // null: the new file does not have it
    };
    [[nodiscard]] std::vector<Part> partsOf(const ByteRange& range) const;
    [[nodiscard]] PieceTree pointed(const Piece& piece, const std::shared_ptr<const Source>& now) const;

    const Snapshot m_saved;
    const std::shared_ptr<const Source> m_file; // as it was
    const bool m_inPlace;
    const std::vector<Move> m_moves;
    const History::State m_state;
    std::vector<ByteRange> m_lost; // what undo needs and the save destroys; ascending, apart
    std::map<ByteOffset, PieceTree> m_kept; // copies of those, by where they begin
};

} // namespace megascope

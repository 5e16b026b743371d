// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/AddBuffer.h"
#include "core/document/Change.h"
#include "core/document/History.h"
#include "core/document/Snapshot.h"

#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace megascope {

// What was done with a document, as a recovery log keeps it.
struct Operation {
    enum class Kind {
        Replace, // begins an undo group
        ReplaceInGroup, // goes on with the last one
        Undo,
        Redo,
        Extend, // the file was appended to
    };
    Kind kind = Kind::Replace;

    struct Step {
        ByteRange range;
        PieceTree content; // what took the place of the range
    };
    std::vector<Step> steps; // in order; one, but for Undo and Redo
};

// Bytes that can be edited, with unlimited undo: a tree of pieces of a file, of the add buffer, and of
// whatever else was copied in. An edit costs O(log pieces), whatever the size of the file and of the content.
// Belongs to one thread; snapshots of it may go anywhere.
class Document {
public:
    // An empty document.
    Document();
    // The first `size` bytes of `file`.
    Document(std::shared_ptr<const Source> file, ByteCount size);
    // What `snapshot` holds.
    explicit Document(const Snapshot& snapshot);
    // The same with an add buffer that has bytes already. REQUIRES: not null.
    Document(const Snapshot& snapshot, std::shared_ptr<AddBuffer> added);

    [[nodiscard]] const Snapshot& snapshot() const { return m_snapshot; }
    [[nodiscard]] Revision revision() const { return m_snapshot.revision(); }
    [[nodiscard]] ByteCount size() const { return m_snapshot.size(); }
    [[nodiscard]] const std::shared_ptr<AddBuffer>& addBuffer() const { return m_added; }

    // Whether an edit begins an undo group of its own or goes on with the last one.
    enum class Grouping { New, Join };
    // The only mutation. REQUIRES: range lies inside; the new size fits a ByteCount. Content that equals an
    // empty range changes nothing and makes no undo group.
    Change replace(const ByteRange& range, const PieceTree& content, Grouping grouping = Grouping::New);
    // The same with bytes, which go to the add buffer first.
    Change replace(
        const ByteRange& range, std::span<const std::byte> bytes, Grouping grouping = Grouping::New);
    // Puts bytes into the add buffer, as pieces for replace().
    [[nodiscard]] PieceTree added(std::span<const std::byte> bytes);

    [[nodiscard]] bool canUndo() const { return m_history.canUndo(); }
    [[nodiscard]] bool canRedo() const { return m_history.canRedo(); }
    // Takes the last undo group back, or makes it again, and tells what that changed, in order. Nothing
    // happens when there is none.
    std::vector<Change> undo();
    std::vector<Change> redo();
    // The next edit begins an undo group, whatever its grouping.
    void closeGroup() { m_groupClosed = true; }

    // The bytes differ, as far as undo knows, from those when it was last marked as saved, or made.
    [[nodiscard]] bool isModified() const { return !m_history.isAtSaved(); }
    void markSaved() { markSaved(m_history.state()); }
    // The same for an earlier state, which a save has brought to the disk meanwhile.
    [[nodiscard]] History::State historyState() const { return m_history.state(); }
    void markSaved(History::State state) { m_history.markSaved(state); }

    // What changed after `revision`, in order; nothing when that is too long ago to be known.
    [[nodiscard]] std::optional<std::vector<Change>> changesSince(Revision revision) const;

    // The same bytes, from other sources: after a save, of the file as it is now. Undo goes on working with
    // the pieces that it has; see mapHistory(). No change, but a new revision. REQUIRES: same size.
    void rebase(const PieceTree& pieces);
    // Puts what `map` returns in the place of each piece that undo and redo hold, of the same size. For
    // pieces whose source is about to change.
    void mapHistory(const std::function<PieceTree(const Piece& piece)>& map);
    // Calls `visit` for each of those.
    void visitHistory(const std::function<void(const Piece& piece)>& visit) const;
    // More bytes at the end for reasons that are not an edit: the file was appended to. Undo goes on working.
    void extend(const PieceTree& pieces);
    // The document holds other bytes than before for reasons that are not an edit: its file was written to or
    // replaced by somebody else. Undo is gone.
    void reset(const PieceTree& pieces);

    // From now on operations are kept until they are taken.
    void recordOperations() { m_recording = true; }
    [[nodiscard]] std::vector<Operation> takeOperations() { return std::exchange(m_operations, {}); }

private:
    void put(const ByteRange& range, const PieceTree& content);
    void record(Operation::Kind kind, std::vector<Operation::Step> steps);
    std::vector<Change> carryOut(Operation::Kind kind, std::vector<Operation::Step> steps);
    void setPieces(PieceTree pieces);

    Snapshot m_snapshot;
    std::shared_ptr<AddBuffer> m_added = std::make_shared<AddBuffer>();
    History m_history;
    bool m_groupClosed = false;
    std::deque<Change> m_changes; // the newest; the last one made the present revision
    Revision m_changesFrom; // before the first of them
    bool m_recording = false;
    std::vector<Operation> m_operations;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Vfs.h"
#include "core/save/JournalFormat.h"

namespace megascope {

// The order in which ranges of a file are moved inside of it, and the steps in which that is done. First go
// those that move towards the begin, from front to back, then those that move towards the end, from back to
// front, each beginning with the side that it moves to: so no range is written to before what it held was
// moved.
class SaveSteps {
public:
    // REQUIRES: as for Layout::moves. Moves that are still are left out. A step moves at most `stepBytes`,
    // but for holes.
    SaveSteps(std::span<const Move> moves, ByteCount stepBytes);

    [[nodiscard]] bool isEnd(const MovePlace& place) const { return place.index == m_order.size(); }

    struct Step {
        JournalMark::Phase phase = JournalMark::Phase::Plain; // Copied, Plain or Hole
        MovePlace from;
        MovePlace to;
    };
    // The step that begins at `place`, by what the file holds there. REQUIRES: not at the end. Errors: those
    // of VfsFile::nextData and nextHole.
    [[nodiscard]] Result<Step> next(const VfsFile& file, const MovePlace& place) const;

    // What a step moves. Nothing when there is no such step, or it would move more than `most` bytes.
    [[nodiscard]] std::optional<std::vector<Move>> blocks(
        const MovePlace& from, const MovePlace& to, ByteCount most) const;

private:
    struct Run {
        ByteCount count;
        bool isHole = false;
    };

    [[nodiscard]] static bool isRight(const Move& move) { return move.target > move.source; }
    [[nodiscard]] static ByteCount distance(const Move& move);
    [[nodiscard]] MovePlace advanced(const MovePlace& place, ByteCount count) const;
    // The run of data, or of hole, that is moved next.
    [[nodiscard]] Result<Run> runAt(const VfsFile& file, const MovePlace& place) const;
    [[nodiscard]] Result<Run> runFrom(const VfsFile& file, const ByteRange& range) const;
    [[nodiscard]] Result<Run> runBefore(const VfsFile& file, const ByteRange& range) const;
    [[nodiscard]] Result<Step> gathered(const VfsFile& file, const MovePlace& place) const;
    [[nodiscard]] ByteCount plainCount(const Move& move, ByteCount count) const;

    std::vector<Move> m_order;
    ByteCount m_stepBytes;
    ByteCount m_worthPlain; // from here on a step that needs no copy pays
};

} // namespace megascope

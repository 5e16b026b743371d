// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"

#include <vector>

namespace megascope {

// A range of the old file, and where it stands in the new one.
struct Move {
    ByteOffset source;
    ByteOffset target;
    ByteCount count;

    [[nodiscard]] ByteRange from() const { return {source, count}; }
    [[nodiscard]] ByteRange to() const { return {target, count}; }
    [[nodiscard]] bool isStill() const { return source == target; }

    friend bool operator==(const Move&, const Move&) = default;
};

// Bytes that do not come from where the file already has them.
struct FreshPiece {
    ByteOffset target;
    Piece piece;

    [[nodiscard]] ByteRange to() const { return {target, piece.count}; }
};

// How the new file is made out of the old one, where it lies.
//
// Invariants: (1) `moves` ascend in source and in target, and do not overlap in either; (2) `moves` and
// `fresh` cover the new file, each byte once; (3) all of them lie inside of the old, and the new, file.
struct Layout {
    ByteCount oldSize;
    ByteCount newSize;
    std::vector<Move> moves; // those that stay where they are among them
    std::vector<FreshPiece> fresh; // in ascending order

    [[nodiscard]] ByteCount movedBytes() const; // of the moves that are not still
};

// Which bytes of the old file are used where they lie.
enum class Keeping {
    Still, // only those that stay at their offset
    Ascending, // also those that move, as many bytes as can without changing their order
};

// The layout of `snapshot` over a file of `size` bytes that its pieces know as `file`. Reads nothing.
// O(n log n) in the number of pieces.
[[nodiscard]] Layout layoutOver(
    const Source* file, ByteCount size, const Snapshot& snapshot, Keeping keeping);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"

#include <vector>

namespace megascope {

// What stands in the place of what. Either may be empty, but not both.
struct Difference {
    ByteRange now;
    ByteRange saved;

    friend bool operator==(const Difference&, const Difference&) = default;
};

// Where `now` differs from `saved`, told by their pieces and not by their bytes, in ascending order, not
// touching one another: bytes that came since, or that stand elsewhere now. Of bytes that were moved, those
// count as moved that are fewer. O(n log n) in the number of pieces.
[[nodiscard]] std::vector<Difference> differences(const PieceTree& now, const PieceTree& saved);

// The same, where it is in `now`: an empty range is where something was taken away and nothing came.
[[nodiscard]] std::vector<ByteRange> changedRanges(const PieceTree& now, const PieceTree& saved);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"

#include <vector>

namespace megascope {

// What some places of a document held: its begin, its middle and its end, 4 KiB each. Tells a file that was
// only appended to from one that was written anew and became longer.
class ContentMark {
public:
    // Reads those places.
    void take(const Snapshot& snapshot);
    // The same bytes stand there in `snapshot`; false when nothing was taken. Reads them.
    [[nodiscard]] bool isIn(const Snapshot& snapshot) const;

private:
    struct Piece {
        ByteOffset begin;
        std::vector<std::byte> bytes;
    };

    std::vector<Piece> m_pieces;
};

} // namespace megascope

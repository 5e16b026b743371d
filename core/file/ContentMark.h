// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Source.h"

#include <vector>

namespace megascope {

// What some places of a file held: its begin, its middle and its end, 4 KiB each. Tells a file that was only
// appended to from one that was written anew and became longer.
class ContentMark {
public:
    // Reads those places of the first `size` bytes. Takes nothing when they are not there in time.
    void take(const Source& source, ByteCount size);
    [[nodiscard]] bool isTaken() const { return !m_pieces.empty(); }
    // The same bytes stand there now; false when nothing was taken. Reads them.
    [[nodiscard]] bool isIn(const Source& source) const;

private:
    struct Piece {
        ByteOffset begin;
        std::vector<std::byte> bytes;
    };

    std::vector<Piece> m_pieces;
};

} // namespace megascope

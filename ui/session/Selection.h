// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <algorithm>

namespace megascope {

// Where the cursor is and what is selected, as bytes: the same for every view of a document. The cursor
// stands in front of the byte at its offset; at the end of the document it stands behind the last byte.
struct Selection {
    ByteOffset anchor; // where the selection was begun
    ByteOffset cursor;

    [[nodiscard]] static Selection at(ByteOffset offset) { return {offset, offset}; }
    [[nodiscard]] bool isEmpty() const { return anchor == cursor; }
    [[nodiscard]] ByteRange range() const { return {std::min(anchor, cursor), std::max(anchor, cursor)}; }
    // The same, but for what lies before `begin`.
    [[nodiscard]] Selection from(ByteOffset begin) const
    {
        return {std::max(anchor, begin), std::max(cursor, begin)};
    }

    friend bool operator==(const Selection&, const Selection&) = default;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <cstdint>

namespace megascope {

// Counts the states of one document, from 0.
struct Revision {
    std::uint64_t value = 0;
    friend constexpr auto operator<=>(Revision, Revision) = default;
};

// What one step did to a document: at `offset`, `removed` bytes went and `inserted` bytes came.
struct Change {
    ByteOffset offset;
    ByteCount removed;
    ByteCount inserted;

    // The bytes that came, as they are found after the change.
    [[nodiscard]] ByteRange insertedRange() const { return {offset, inserted}; }
    // Where a place of before is afterwards. One inside of what was removed moves to its begin; one at the
    // begin stays in front of what came.
    [[nodiscard]] ByteOffset moved(ByteOffset place) const
    {
        if (place <= offset)
            return place;
        return place < offset + removed ? offset : place - removed + inserted;
    }

    friend bool operator==(const Change&, const Change&) = default;
};

} // namespace megascope

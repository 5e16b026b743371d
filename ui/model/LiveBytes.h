// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"

#include <cstdint>
#include <vector>

namespace megascope {

// What was last seen of a part of a document, to tell what has changed there since. A value; belongs to one
// thread.
class LiveBytes {
public:
    struct Look {
        std::vector<ByteRange> changed; // seen before, and other bytes now; in ascending order
        bool isElsewhere = false; // some of the part was not seen before
    };

    // Reads `range`, cut to the snapshot, as it is now. What cannot be read differs from every byte.
    [[nodiscard]] Look look(const Snapshot& snapshot, const ByteRange& range);
    // The next look has nothing to compare with.
    void forget() { m_seen.clear(); }

private:
    ByteOffset m_begin;
    std::vector<std::uint16_t> m_seen; // bytes; above 255: why there is none
};

} // namespace megascope

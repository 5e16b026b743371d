// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/JournalFormat.h"

#include <algorithm>

namespace megascope {

// A part of a range that lies in one sector of the file.
struct SectorPart {
    std::size_t from = 0; // from the begin of the range
    std::size_t count = 0;
};

// `range` cut where sectors of the file end, in ascending order.
[[nodiscard]] inline std::vector<SectorPart> sectorParts(const ByteRange& range)
{
    std::vector<SectorPart> parts;
    for (ByteOffset place = range.begin(); place < range.end();) {
        const ByteOffset end = std::min(alignedDown(place, journalSector) + journalSector, range.end());
        parts.push_back({.from = static_cast<std::size_t>((place - range.begin()).value()),
            .count = static_cast<std::size_t>((end - place).value())});
        place = end;
    }
    return parts;
}

} // namespace megascope

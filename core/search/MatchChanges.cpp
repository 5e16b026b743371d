// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/MatchChanges.h"

#include <ranges>

namespace megascope {

std::optional<ByteRange> movedMatch(ByteRange match, std::span<const Change> changes)
{
    for (const Change& change : changes) {
        if (change.offset >= match.end())
            continue;
        if (change.offset + change.removed > match.begin())
            return std::nullopt;
        match = {match.begin() - change.removed + change.inserted, match.count()};
    }
    return match;
}

ByteOffset placeBefore(ByteOffset place, std::span<const Change> changes)
{
    for (const Change& change : changes | std::views::reverse) {
        if (place <= change.offset)
            continue;
        place
            = place < change.insertedRange().end() ? change.offset : place - change.inserted + change.removed;
    }
    return place;
}

ByteOffset placeBehind(ByteOffset place, std::span<const Change> changes)
{
    for (const Change& change : changes | std::views::reverse) {
        if (place < change.offset)
            continue;
        const bool isInside = place < change.insertedRange().end();
        place = (isInside ? change.offset : place - change.inserted) + change.removed;
    }
    return place;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/MatchChanges.h"

#include <algorithm>
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

ByteRange movedScope(const ByteRange& scope, std::span<const Change> changes, ByteOffset end)
{
    ByteOffset begin = scope.begin();
    ByteOffset behind = scope.end();
    for (const Change& change : changes) {
        begin = change.moved(begin);
        const bool isAtEnd = change.offset == behind && change.removed == ByteCount(0);
        behind = isAtEnd ? behind + change.inserted : change.moved(behind);
    }
    return {std::min(begin, end), std::min(std::max(begin, behind), end)};
}

} // namespace megascope

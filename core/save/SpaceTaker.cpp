// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/SpaceTaker.h"

#include <algorithm>

namespace megascope {

SpaceTaker::SpaceTaker(WritableFile& file, const FileStatus& status)
    : m_file(file)
    , m_from(status.allocated < status.identity.size ? 0 : status.identity.size.value())
{
}

Result<void> SpaceTaker::take(const ByteRange& range)
{
    const ByteRange needed = range.intersected({m_from, ByteOffset::max()});
    return needed.empty() ? Result<void>() : m_file.allocate(needed);
}

Result<void> SpaceTaker::takeFor(std::span<const Move> moves)
{
    Result<void> result;
    for (const Move& move : moves) {
        if (result && !move.isStill() && move.to().end() > m_from)
            result = takeFor(move);
    }
    return result;
}

Result<void> SpaceTaker::takeFor(const Move& move)
{
    ByteOffset place = move.source;
    while (place < move.from().end()) {
        const Result<ByteOffset> data = m_file.nextData(place);
        const Result<ByteOffset> hole = data ? m_file.nextHole(*data) : data;
        if (!hole)
            return std::unexpected(hole.error());
        const ByteOffset begin = std::max(place, *data);
        const ByteRange run = ByteRange(begin, std::max(begin, *hole)).intersected(move.from());
        if (run.empty())
            break;
        if (Result<void> taken = take({move.target + (run.begin() - move.source), run.count()}); !taken)
            return taken;
        place = run.end();
    }
    return {};
}

} // namespace megascope

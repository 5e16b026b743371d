// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/DataRuns.h"

#include <algorithm>

namespace megascope {
namespace {

// Where the run begins that holds `last`, of the kind that is there; no farther back than its piece. Whether
// a run that begins at some place reaches `last` is no for all places before its begin and yes for all
// behind.
ByteOffset runBegin(const Snapshot& snapshot, ByteOffset last, Extent::Kind kind)
{
    const ByteOffset first = snapshot.pieces().pieceAt(last).at;
    const auto reaches = [&](ByteOffset from) {
        const Extent extent = snapshot.extentAt(from);
        return extent.kind == kind && extent.range.end() > last;
    };
    ByteOffset begin = last; // reaches
    ByteOffset before = first; // is the first place, or does not reach
    for (ByteCount step(1); begin > first; step += step) {
        const ByteOffset place = backBy(last, step, first);
        if (!reaches(place)) {
            before = place;
            break;
        }
        begin = place;
        if (step > ByteCount::max() / 2)
            break;
    }
    if (begin > first && reaches(before))
        return before;
    while (begin - before > ByteCount(1)) {
        const ByteOffset middle = before + (begin - before) / 2;
        (reaches(middle) ? begin : before) = middle;
    }
    return begin;
}

} // namespace

std::optional<ByteOffset> nextDataBegin(
    const Snapshot& snapshot, ByteOffset from, const std::stop_token& stop)
{
    bool isBehindHole = false;
    for (ByteOffset at = from; at < snapshot.end() && !stop.stop_requested();) {
        const Extent extent = snapshot.extentAt(at);
        if (extent.kind == Extent::Kind::Data && isBehindHole)
            return at;
        isBehindHole = extent.kind == Extent::Kind::Hole;
        at = extent.range.end();
    }
    return std::nullopt;
}

std::optional<ByteOffset> previousDataBegin(
    const Snapshot& snapshot, ByteOffset from, const std::stop_token& stop)
{
    std::optional<ByteOffset> begin; // of the data that reaches `at`
    for (ByteOffset at = std::min(from, snapshot.end()); at > ByteOffset(0);) {
        if (stop.stop_requested())
            return std::nullopt;
        const ByteOffset last = at - ByteCount(1);
        const Extent::Kind kind = snapshot.extentAt(last).kind;
        if (kind == Extent::Kind::Hole && begin)
            return begin;
        at = runBegin(snapshot, last, kind);
        if (kind == Extent::Kind::Data)
            begin = at;
    }
    return begin;
}

std::optional<ByteRange> holeAround(const Snapshot& snapshot, ByteOffset offset)
{
    if (offset >= snapshot.end())
        return std::nullopt;
    const std::optional<ByteRange> rest = snapshot.holeAt(offset);
    if (!rest)
        return std::nullopt;
    return ByteRange(runBegin(snapshot, offset, Extent::Kind::Hole), rest->end());
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/MarkedLine.h"

#include "core/text/NewlineSearch.h"

#include <QCryptographicHash>

#include <algorithm>
#include <array>
#include <optional>

namespace megascope {

namespace {

constexpr ByteCount mostDigested(256);
constexpr ByteCount lookedAround = kibibytes(64);
constexpr qsizetype digestSize = 8; // bytes

QByteArray digestOf(std::span<const std::byte> bytes)
{
    const auto raw = QByteArrayView(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
    return QCryptographicHash::hash(raw, QCryptographicHash::Sha256).first(digestSize);
}

// As far as they are there and can be read.
std::vector<std::byte> readableBytes(const Snapshot& snapshot, const ByteRange& range)
{
    const ByteRange there = range.intersected(snapshot.all());
    std::vector<std::byte> bytes(sizeOf(there.count()));
    const Gaps gaps = snapshot.read(there.begin(), bytes);
    if (!gaps.empty())
        bytes.resize(sizeOf(gaps.front().range.begin() - there.begin()));
    return bytes;
}

bool isAt(const MarkedLine& line, const Snapshot& snapshot, ByteOffset place)
{
    const std::vector<std::byte> bytes = readableBytes(snapshot, {place, line.size});
    return bytes.size() == sizeOf(line.size) && digestOf(bytes) == line.digest;
}

// The begin of such a line that is nearest to a place.
std::optional<ByteOffset> nearest(
    const MarkedLine& line, const Snapshot& snapshot, NewlineCode newline, ByteOffset place)
{
    const ByteCount unit(newline.unitSize);
    const ByteOffset begin = alignedDown(place - std::min(lookedAround, place - ByteOffset(0)), ByteCount(4));
    const std::vector<std::byte> bytes
        = readableBytes(snapshot, {begin, (place - begin) + lookedAround + line.size});
    const std::span<const std::byte> all(bytes);
    const std::size_t size = sizeOf(line.size);
    std::optional<ByteOffset> found;
    const auto distance = [place](ByteOffset at) { return at < place ? place - at : at - place; };
    // The first bytes are those of a line only where the document begins there.
    for (std::size_t at = 0; at + size <= all.size();) {
        const ByteOffset offset = begin + ByteCount(static_cast<std::int64_t>(at));
        const bool beginsLine = at > 0 || begin == ByteOffset(0);
        const bool isNearer = !found || distance(offset) < distance(*found);
        if (beginsLine && isNearer && digestOf(all.subspan(at, size)) == line.digest)
            found = offset;
        const std::optional<std::size_t> next = firstNewline(all.subspan(at), newline);
        if (!next)
            break;
        at += *next + sizeOf(unit);
    }
    return found;
}

ByteOffset movedBy(ByteOffset place, ByteCount shift, const Snapshot& snapshot)
{
    const std::int64_t moved = place.value() + shift.value();
    return ByteOffset(std::clamp<std::int64_t>(moved, 0, snapshot.size().value()));
}

} // namespace

MarkedLine markedLine(const Snapshot& snapshot, NewlineCode newline, ByteOffset begin)
{
    std::vector<std::byte> bytes = readableBytes(snapshot, {begin, mostDigested});
    if (const std::optional<std::size_t> end = firstNewline(bytes, newline))
        bytes.resize(*end + newline.unitSize);
    return {.begin = begin, .size = ByteCount(std::ssize(bytes)), .digest = digestOf(bytes)};
}

std::vector<ByteOffset> foundAgain(std::span<const MarkedLine> lines, ByteCount sizeBefore,
    const Snapshot& snapshot, NewlineCode newline, const std::stop_token& stop)
{
    const ByteCount grown = snapshot.size() - sizeBefore;
    ByteCount shift(0); // of the line before
    std::vector<ByteOffset> found;
    for (const MarkedLine& line : lines) {
        if (stop.stop_requested())
            break;
        if (line.size == ByteCount(0))
            continue; // behind the last line end
        const std::array<ByteOffset, 3> expected{movedBy(line.begin, shift, snapshot),
            movedBy(line.begin, ByteCount(0), snapshot), movedBy(line.begin, grown, snapshot)};
        std::optional<ByteOffset> place;
        const auto exact
            = std::ranges::find_if(expected, [&](ByteOffset at) { return isAt(line, snapshot, at); });
        if (exact != expected.end())
            place = *exact;
        for (auto at = expected.begin(); !place && at != expected.end(); ++at)
            place = nearest(line, snapshot, newline, *at);
        if (!place)
            continue;
        shift = *place - line.begin;
        found.push_back(*place);
    }
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

} // namespace megascope

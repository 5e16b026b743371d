// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineScanner.h"

#include "core/text/NewlineSearch.h"
#include "core/text/SegmentCut.h"

#include <algorithm>
#include <array>
#include <utility>

namespace megascope {

namespace {

constexpr ByteOffset fileBegin(0);

// Where the line end begins whose newline is at `newline`: at the CR before it, if there is one.
ByteOffset beginOfLineEnd(const Snapshot& snapshot, NewlineCode code, ByteOffset newline)
{
    const ByteCount unit(code.unitSize);
    if (code.value == '\r' || newline - fileBegin < unit)
        return newline;
    std::array<std::byte, 4> room{};
    const std::span<std::byte> before(room.data(), code.unitSize);
    (void)snapshot.read(newline - unit, before);
    return beginsWithCarriageReturn(before, code) ? newline - unit : newline;
}

// Finds the borders of the segment that holds one byte. Everything follows from three facts: the last newline
// before the byte and the first one at or after it, as far as they are near, and the cuts near the byte.
class SegmentFinder {
public:
    SegmentFinder(const Snapshot& snapshot, Encoding encoding, NewlineCode newline, ByteOffset offset)
        : m_snapshot(snapshot)
        , m_encoding(encoding)
        , m_newline(newline)
        , m_unit(newline.unitSize)
        , m_at(alignedDown(offset, m_unit))
        , m_offset(offset)
        , m_multiple(alignedDown(offset, step))
    {
    }

    [[nodiscard]] Segment find()
    {
        findLineBegin();
        findNewline();
        Segment segment;
        const ByteOffset begin = findBegin(segment.beginsLine);
        const ByteOffset end = findEnd(segment.endsLine);
        segment.range = {begin, end};
        segment.lineEnd = segment.endsLine && m_newlineAt ? end - lineEndBegin(*m_newlineAt) : ByteCount(0);
        return segment;
    }

private:
    static constexpr ByteCount step = LineScanner::segmentSize;

    [[nodiscard]] ByteOffset back(ByteOffset from, ByteCount count) const
    {
        return from - std::min(count, from - fileBegin);
    }
    [[nodiscard]] ByteOffset ahead(ByteOffset from, ByteCount count) const
    {
        return from + std::min(count, m_snapshot.end() - from);
    }

    // A cut at m_multiple - step asks for the step before that; beyond, no border can be the nearest one.
    void findLineBegin()
    {
        const ByteOffset from = back(m_multiple, step * 2);
        if (const auto newline = lastNewline(m_snapshot, {from, m_at}, m_newline))
            m_lineBegin = *newline + m_unit;
        else if (from == fileBegin)
            m_lineBegin = fileBegin;
    }

    // A cut at the next multiple, or the one after it when the line begins behind this one, is the end at the
    // latest; and a line end that begins right there counts before it.
    void findNewline()
    {
        const ByteCount steps = lineBeginsBefore(m_multiple) ? step : step * 2;
        const ByteOffset to = ahead(ahead(m_multiple, steps), cutReach);
        m_newlineAt = firstNewline(m_snapshot, {m_at, to}, m_newline);
    }

    // True when the line that holds m_at begins at least a step before `multiple`, a multiple near it.
    [[nodiscard]] bool lineBeginsBefore(ByteOffset multiple) const
    {
        return !m_lineBegin || *m_lineBegin <= back(multiple, step);
    }

    [[nodiscard]] ByteOffset lineEndBegin(ByteOffset newline) const
    {
        return beginOfLineEnd(m_snapshot, m_newline, newline);
    }

    // The cut that `multiple` makes in the line that holds m_at, when it makes one.
    [[nodiscard]] std::optional<ByteOffset> cut(ByteOffset multiple) const
    {
        if (multiple == fileBegin || multiple >= m_snapshot.end() || !lineBeginsBefore(multiple))
            return std::nullopt;
        if (m_newlineAt && *m_newlineAt < multiple)
            return std::nullopt;
        const ByteOffset border = graphemeBorder(m_snapshot, m_encoding, multiple);
        const ByteOffset contentEnd = m_newlineAt ? lineEndBegin(*m_newlineAt) : m_snapshot.end();
        return border < contentEnd ? std::optional(border) : std::nullopt;
    }

    [[nodiscard]] ByteOffset findBegin(bool& beginsLine) const
    {
        for (const ByteCount distance : {ByteCount(0), step}) {
            if (m_multiple - fileBegin < distance)
                break;
            const std::optional<ByteOffset> border = cut(m_multiple - distance);
            if (border && *border <= m_offset) {
                beginsLine = false;
                return *border;
            }
        }
        beginsLine = true;
        return m_lineBegin.value_or(fileBegin);
    }

    [[nodiscard]] ByteOffset findEnd(bool& endsLine) const
    {
        for (const std::int64_t steps : {0, 1, 2}) {
            const std::optional<ByteOffset> multiple = m_multiple.checkedAdd(step * steps);
            if (!multiple)
                break;
            const std::optional<ByteOffset> border = cut(*multiple);
            if (border && *border > m_offset) {
                endsLine = false;
                return *border;
            }
        }
        endsLine = true;
        return m_newlineAt ? *m_newlineAt + m_unit : m_snapshot.end();
    }

    // How far behind its multiple a cut may lie, and the line end that would begin there.
    static constexpr ByteCount cutReach = ByteCount(256 + 4 + 2 * 4);

    const Snapshot& m_snapshot;
    const Encoding m_encoding;
    const NewlineCode m_newline;
    const ByteCount m_unit;
    const ByteOffset m_at; // the code unit that holds m_offset
    const ByteOffset m_offset;
    const ByteOffset m_multiple; // of the step, at or before m_offset
    std::optional<ByteOffset> m_lineBegin; // of the line that holds m_at; nothing: farther away than matters
    std::optional<ByteOffset> m_newlineAt; // the one that ends that line; likewise
};

} // namespace

LineScanner::LineScanner(Snapshot snapshot, Encoding encoding, NewlineCode newline)
    : m_snapshot(std::move(snapshot))
    , m_encoding(encoding)
    , m_newline(newline)
{
}

Segment LineScanner::segmentAt(ByteOffset offset) const
{
    const ByteOffset end = m_snapshot.end();
    if (offset < end)
        return SegmentFinder(m_snapshot, m_encoding, m_newline, std::max(offset, fileBegin)).find();
    const Segment empty{{end, end}, ByteCount(0), true, true};
    if (end == fileBegin)
        return empty;
    const Segment last = segmentAt(end - ByteCount(1));
    return last.lineEnd > ByteCount(0) ? empty : last;
}

std::optional<Segment> LineScanner::next(const Segment& segment) const
{
    const ByteOffset end = segment.range.end();
    if (end < m_snapshot.end())
        return segmentAt(end);
    const bool isFollowedByEmptyLine = segment.lineEnd > ByteCount(0);
    return isFollowedByEmptyLine ? std::optional(segmentAt(m_snapshot.end())) : std::nullopt;
}

std::optional<Segment> LineScanner::previous(const Segment& segment) const
{
    const ByteOffset begin = std::min(segment.range.begin(), m_snapshot.end());
    if (begin <= fileBegin)
        return std::nullopt;
    return segmentAt(begin - ByteCount(1));
}

std::optional<ByteOffset> LineScanner::lineBegin(ByteOffset offset, ByteCount limit) const
{
    const ByteCount unit(m_newline.unitSize);
    const ByteOffset from = std::clamp(offset, fileBegin, m_snapshot.end());
    const ByteOffset earliest = from - std::min(limit, from - fileBegin);
    // A newline that ends at `earliest` begins a line there.
    const ByteOffset searched = earliest - std::min(unit, earliest - fileBegin);
    const auto newline
        = lastNewline(m_snapshot, {searched, std::max(searched, alignedDown(from, unit))}, m_newline);
    if (newline && *newline + unit >= earliest)
        return *newline + unit;
    return earliest == fileBegin ? std::optional(fileBegin) : std::nullopt;
}

std::optional<ByteOffset> LineScanner::lineEnd(ByteOffset offset, ByteCount limit) const
{
    const ByteCount unit(m_newline.unitSize);
    const ByteOffset from = std::clamp(offset, fileBegin, m_snapshot.end());
    const ByteOffset at = alignedDown(from, unit);
    const ByteOffset latest = from + std::min(limit, m_snapshot.end() - from);
    // The newline of a line end that begins at `latest` may be the second of two code units.
    const ByteOffset searched = latest + std::min(unit * 2, m_snapshot.end() - latest);
    if (const auto newline = firstNewline(m_snapshot, {at, searched}, m_newline)) {
        const ByteOffset end = beginOfLineEnd(m_snapshot, m_newline, *newline);
        return end <= latest ? std::optional(end) : std::nullopt;
    }
    return latest == m_snapshot.end() ? std::optional(latest) : std::nullopt;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineScanner.h"

#include "core/file/ReadPatience.h"
#include "core/text/NewlineSearch.h"
#include "core/text/SegmentCut.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace megascope {

namespace {

constexpr ByteOffset fileBegin(0);

constexpr ByteCount segmentStep = LineScanner::segmentSize;
static_assert(cutContext <= segmentStep);

// Finds the borders of the segment that holds one byte. Everything follows from three facts: the last newline
// before the byte and the first one at or after it, as far as they are near, and the cuts near the byte. They
// are in two steps before the multiple of the step that is before the byte, and two steps behind it:
//
//     multiple - 2 steps       - 1 step      multiple      + 1 step      + 2 steps  + reach
//     |                        |             |   ^ byte    |             |          |
//
// A cut before the byte is at the multiple or one step before; the latter is one if no newline is in the step
// before that. A cut behind it is one step behind the multiple or, if the line begins behind the multiple,
// two.
class SegmentFinder {
public:
    SegmentFinder(ByteWindow& window, Encoding encoding, NewlineCode newline, ByteOffset offset)
        : m_encoding(encoding)
        , m_newline(newline)
        , m_unit(newline.unitSize)
        , m_fileEnd(window.snapshot().end())
        , m_offset(offset)
        , m_multiple(alignedDown(offset, segmentStep))
        , m_begin(m_multiple - std::min(segmentStep * 2, m_multiple - fileBegin))
    {
        const ByteCount reach = segmentStep * 2 + cutReach + longestCharacter + m_unit * 2;
        const ByteOffset end = m_multiple + std::min(reach, m_fileEnd - m_multiple);
        m_bytes = window.bytes({m_begin, end});
    }

    [[nodiscard]] Segment find()
    {
        findNewlines();
        m_cut = cut(m_multiple);
        const std::optional<ByteOffset> before = cutBefore();
        const std::optional<ByteOffset> behind = cutBehind();
        Segment segment;
        segment.beginsLine = !before;
        segment.endsLine = !behind;
        const ByteOffset lineEnd = m_newlineAt ? *m_newlineAt + m_unit : m_fileEnd;
        segment.range = {before.value_or(m_lineBegin.value_or(fileBegin)), behind.value_or(lineEnd)};
        if (segment.endsLine && m_newlineAt)
            segment.lineEnd = lineEnd - m_contentEnd;
        return segment;
    }

private:
    [[nodiscard]] std::size_t indexOf(ByteOffset offset) const
    {
        return static_cast<std::size_t>((offset - m_begin).value());
    }
    [[nodiscard]] ByteOffset offsetOf(std::size_t index) const
    {
        return m_begin + ByteCount(static_cast<std::int64_t>(index));
    }

    void findNewlines()
    {
        const std::size_t at = indexOf(alignedDown(m_offset, m_unit));
        if (const auto newline = lastNewline(m_bytes.first(at), m_newline))
            m_lineBegin = offsetOf(*newline) + m_unit;
        else if (m_begin == fileBegin)
            m_lineBegin = fileBegin;

        m_contentEnd = m_fileEnd;
        const auto newline = firstNewline(m_bytes.subspan(at), m_newline);
        if (!newline)
            return;
        const std::size_t newlineAt = at + *newline;
        const std::size_t unit = m_newline.unitSize;
        const bool hasReturn = m_newline.value != '\r' && newlineAt >= unit
            && beginsWithCarriageReturn(m_bytes.subspan(newlineAt - unit), m_newline);
        m_newlineAt = offsetOf(newlineAt);
        m_contentEnd = offsetOf(newlineAt - (hasReturn ? unit : 0));
    }

    // The cut that `multiple` makes in the line of the byte, when it makes one.
    [[nodiscard]] std::optional<ByteOffset> cut(ByteOffset multiple) const
    {
        // A line begin that is not known is two steps before m_multiple or farther away.
        const bool hasStepBefore
            = multiple - fileBegin >= segmentStep && (!m_lineBegin || *m_lineBegin <= multiple - segmentStep);
        if (!hasStepBefore || multiple >= m_contentEnd)
            return std::nullopt;
        const ByteOffset border = graphemeBorder({m_bytes, m_begin}, m_encoding, multiple);
        return border < m_contentEnd ? std::optional(border) : std::nullopt;
    }

    // The nearest cut at or before the byte, in its line.
    [[nodiscard]] std::optional<ByteOffset> cutBefore() const
    {
        if (m_cut && *m_cut <= m_offset)
            return m_cut;
        return m_multiple > fileBegin ? cut(m_multiple - segmentStep) : std::nullopt;
    }

    // The nearest cut behind the byte, in its line.
    [[nodiscard]] std::optional<ByteOffset> cutBehind() const
    {
        if (m_cut && *m_cut > m_offset)
            return m_cut;
        for (const std::int64_t steps : {1, 2}) {
            const std::optional<ByteOffset> multiple = m_multiple.checkedAdd(segmentStep * steps);
            if (const std::optional<ByteOffset> border = multiple ? cut(*multiple) : std::nullopt)
                return border;
        }
        return std::nullopt;
    }

    const Encoding m_encoding;
    const NewlineCode m_newline;
    const ByteCount m_unit;
    const ByteOffset m_fileEnd;
    const ByteOffset m_offset; // of the byte
    const ByteOffset m_multiple; // of the step, at or before the byte
    const ByteOffset m_begin; // of m_bytes
    std::span<const std::byte> m_bytes;

    std::optional<ByteOffset> m_lineBegin; // of the byte's line; nothing: before m_bytes
    std::optional<ByteOffset>
        m_newlineAt; // the newline of that line; nothing: behind m_bytes, or there is none
    ByteOffset m_contentEnd; // where its line end begins; the end of the file when m_newlineAt is nothing
    std::optional<ByteOffset> m_cut; // the one that m_multiple makes in that line
};

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

} // namespace

LineScanner::LineScanner(Snapshot snapshot, Encoding encoding, NewlineCode newline)
    : m_window(std::move(snapshot))
    , m_encoding(encoding)
    , m_newline(newline)
{
}

Segment LineScanner::segmentAt(ByteOffset offset) const
{
    const ByteOffset end = snapshot().end();
    if (offset < end)
        return SegmentFinder(m_window, m_encoding, m_newline, std::max(offset, fileBegin)).find();
    const Segment empty{{end, end}, ByteCount(0), true, true};
    if (end == fileBegin)
        return empty;
    const Segment last = segmentAt(end - ByteCount(1));
    return last.lineEnd > ByteCount(0) ? empty : last;
}

std::optional<Segment> LineScanner::next(const Segment& segment) const
{
    const ByteOffset end = segment.range.end();
    if (end < snapshot().end())
        return segmentAt(end);
    const bool isFollowedByEmptyLine = segment.lineEnd > ByteCount(0);
    return isFollowedByEmptyLine ? std::optional(segmentAt(snapshot().end())) : std::nullopt;
}

std::optional<Segment> LineScanner::previous(const Segment& segment) const
{
    const ByteOffset begin = std::min(segment.range.begin(), snapshot().end());
    if (begin <= fileBegin)
        return std::nullopt;
    return segmentAt(begin - ByteCount(1));
}

std::optional<ByteOffset> LineScanner::lineBegin(ByteOffset offset, ByteCount limit) const
{
    const ByteCount unit(m_newline.unitSize);
    const ByteOffset from = std::clamp(offset, fileBegin, snapshot().end());
    const ByteOffset earliest = from - std::min(limit, from - fileBegin);
    // A newline that ends at `earliest` begins a line there.
    const ByteOffset searched = earliest - std::min(unit, earliest - fileBegin);
    const MissedReads missed;
    const auto newline
        = lastNewline(snapshot(), {searched, std::max(searched, alignedDown(from, unit))}, m_newline);
    if (missed.any())
        return std::nullopt;
    if (newline && *newline + unit >= earliest)
        return *newline + unit;
    return earliest == fileBegin ? std::optional(fileBegin) : std::nullopt;
}

std::optional<ByteOffset> LineScanner::lineEnd(ByteOffset offset, ByteCount limit) const
{
    const ByteCount unit(m_newline.unitSize);
    const ByteOffset from = std::clamp(offset, fileBegin, snapshot().end());
    const ByteOffset at = alignedDown(from, unit);
    const ByteOffset latest = from + std::min(limit, snapshot().end() - from);
    // The newline of a line end that begins at `latest` may be the second of two code units.
    const ByteOffset searched = latest + std::min(unit * 2, snapshot().end() - latest);
    const MissedReads missed;
    if (const auto newline = firstNewline(snapshot(), {at, searched}, m_newline)) {
        const ByteOffset end = beginOfLineEnd(snapshot(), m_newline, *newline);
        return end <= latest ? std::optional(end) : std::nullopt;
    }
    return latest == snapshot().end() && !missed.any() ? std::optional(latest) : std::nullopt;
}

} // namespace megascope

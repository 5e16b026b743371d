// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextMotion.h"

#include <algorithm>

namespace megascope {

namespace {

// How far the begin or the end of a line is looked for: some milliseconds.
constexpr ByteCount lineReach = mebibytes(64);

// Characters that one move by a word passes at most.
constexpr int wordReach = 100'000;

enum class Kind {
    Blank,
    Word,
    Sign,
    LineEnd,
    Unknown, // not read yet: there may be megabytes of it, and no move passes more than one
};

Kind kindOf(const TextRow& row, const TextStop& stop)
{
    if (stop.isRowEnd())
        return Kind::LineEnd;
    if (stop.look == TextLook::Pending)
        return Kind::Unknown;
    if (stop.look == TextLook::Tab)
        return Kind::Blank;
    const QChar first = row.segment().text[stop.unit];
    if (first.isSpace())
        return Kind::Blank;
    const bool isText = stop.look == TextLook::Plain || stop.look == TextLook::Shaped;
    const bool isWord = first.isLetterOrNumber() || first.isMark() || first == u'_' || first.isSurrogate();
    return isText && isWord ? Kind::Word : Kind::Sign;
}

} // namespace

TextMotion::TextMotion(const TextRows& rows, const TextGeometry& geometry)
    : m_rows(rows)
    , m_geometry(geometry)
{
}

TextRow TextMotion::rowOf(const TextPlace& place) const
{
    TextRow row = m_rows.at(place.offset);
    if (!place.atRowEnd || place.offset != row.begin() || row.beginsLine())
        return row;
    return m_rows.previous(row).value_or(row);
}

TextStop TextMotion::stopOf(const TextPlace& place) const
{
    return rowOf(place).stopAt(place.offset);
}

TextPlace TextMotion::endOf(const TextRow& row) const
{
    return {row.contentEnd(), !row.endsLine()};
}

TextPlace TextMotion::inText(const TextPlace& place) const
{
    return place.offset < m_rows.textBegin() ? TextPlace{m_rows.textBegin()} : place;
}

TextPlace TextMotion::placeNear(const TextRow& row, int x) const
{
    const TextStop stop = m_geometry.stopNear(row, x);
    return inText(stop.isRowEnd() ? endOf(row) : TextPlace{stop.bytes.begin()});
}

TextPlace TextMotion::moved(const TextPlace& place, Move move, std::optional<int>& wantedX) const
{
    return inText(target(inText(place), move, wantedX));
}

TextPlace TextMotion::target(const TextPlace& place, Move move, std::optional<int>& wantedX) const
{
    const int page = std::max(m_geometry.wholeRows() - 1, 1);
    switch (move) {
    case Move::Up:
        return vertical(place, -1, wantedX);
    case Move::Down:
        return vertical(place, 1, wantedX);
    case Move::PageUp:
        return vertical(place, -page, wantedX);
    case Move::PageDown:
        return vertical(place, page, wantedX);
    default:
        wantedX.reset();
    }
    switch (move) {
    case Move::Left:
        return left(place);
    case Move::Right:
        return right(place);
    case Move::WordLeft:
        return wordLeft(place);
    case Move::WordRight:
        return wordRight(place);
    case Move::RowBegin:
        return rowBegin(place);
    case Move::RowEnd:
        return rowEnd(place);
    case Move::DocumentEnd:
        return {m_rows.snapshot().end()};
    default:
        return {ByteOffset(0)};
    }
}

TextPlace TextMotion::left(const TextPlace& place) const
{
    const TextRow row = rowOf(place);
    // Behind what is hidden before a character it stands where it does before that.
    const ByteRange stop = row.stopAt(place.offset).bytes;
    const bool behindHidden = row.shownBytes(stop).begin() >= place.offset;
    const ByteOffset from = behindHidden ? stop.begin() : place.offset;
    if (from > row.begin())
        return {row.stopAt(from - ByteCount(1)).bytes.begin()};
    const std::optional<TextRow> before = m_rows.previous(row);
    if (!before)
        return {row.begin()};
    if (before->endsLine())
        return {before->contentEnd()};
    return {before->stopAt(before->contentEnd() - ByteCount(1)).bytes.begin()};
}

TextPlace TextMotion::right(const TextPlace& place) const
{
    const TextRow row = m_rows.at(place.offset);
    return {row.stopAt(place.offset).bytes.end()};
}

TextPlace TextMotion::wordRight(const TextPlace& place) const
{
    TextRow row = m_rows.at(place.offset);
    TextStop stop = row.stopAt(place.offset);
    const Kind first = kindOf(row, stop);
    const ByteOffset end = m_rows.snapshot().end();
    ByteOffset at = place.offset;
    const auto step = [&] {
        at = stop.bytes.end();
        if (at >= row.end() && at < end)
            row = m_rows.at(at);
        stop = row.stopAt(at);
    };
    int left = wordReach;
    if (first == Kind::LineEnd || first == Kind::Unknown)
        return {stop.bytes.end()};
    while (at < end && left-- > 0 && first != Kind::Blank && kindOf(row, stop) == first)
        step();
    while (at < end && left-- > 0 && kindOf(row, stop) == Kind::Blank)
        step();
    return {at};
}

TextPlace TextMotion::wordLeft(const TextPlace& place) const
{
    TextPlace at = place;
    const ByteOffset textBegin = m_rows.textBegin();
    const auto kindBefore = [&] {
        const TextPlace before = left(at);
        const TextRow row = m_rows.at(before.offset);
        return kindOf(row, row.stopAt(before.offset));
    };
    int steps = wordReach;
    if (at.offset > textBegin && kindBefore() == Kind::LineEnd)
        return left(at);
    while (at.offset > textBegin && steps-- > 0 && kindBefore() == Kind::Blank)
        at = left(at);
    if (at.offset <= textBegin || kindBefore() == Kind::LineEnd)
        return at;
    const Kind kind = kindBefore();
    if (kind == Kind::Unknown)
        return left(at);
    while (at.offset > textBegin && steps-- > 0 && kindBefore() == kind)
        at = left(at);
    return at;
}

TextPlace TextMotion::vertical(const TextPlace& place, std::int64_t rows, std::optional<int>& wantedX) const
{
    const TextRow from = rowOf(place);
    if (!wantedX)
        wantedX = m_geometry.xOf(from, from.stopAt(place.offset));
    const TextRow to = m_rows.step(from, rows);
    if (to == from)
        return rows < 0 ? TextPlace{from.begin()} : endOf(from);
    return placeNear(to, *wantedX);
}

TextPlace TextMotion::rowBegin(const TextPlace& place) const
{
    const TextRow row = rowOf(place);
    if (row.beginsLine()) {
        const ByteOffset begin = std::max(row.begin(), m_rows.textBegin());
        TextStop first = row.stopAt(begin);
        while (kindOf(row, first) == Kind::Blank)
            first = row.stopAt(first.bytes.end());
        return {place.offset == first.bytes.begin() ? begin : first.bytes.begin()};
    }
    if (place.offset != row.begin() || place.atRowEnd)
        return {row.begin()};
    return {m_rows.scanner()
            .lineBegin(row.begin(), lineReach)
            .value_or(ByteOffset(std::max((row.begin() - lineReach).value(), std::int64_t{0})))};
}

TextPlace TextMotion::rowEnd(const TextPlace& place) const
{
    const TextRow row = rowOf(place);
    const TextPlace end = endOf(row);
    if (place != end)
        return end;
    if (row.endsLine())
        return end;
    const std::optional<ByteOffset> lineEnd = m_rows.scanner().lineEnd(end.offset, lineReach);
    return lineEnd ? TextPlace{*lineEnd} : endOf(m_rows.at(end.offset + lineReach));
}

ByteRange TextMotion::wordAt(const TextPlace& place) const
{
    const TextRow row = rowOf(place);
    TextStop middle = row.stopAt(place.offset);
    if (middle.isRowEnd() && row.contentEnd() > row.begin())
        middle = row.stopAt(row.contentEnd() - ByteCount(1));
    if (middle.isRowEnd())
        return {row.begin(), row.begin()};
    const Kind kind = kindOf(row, middle);
    ByteOffset begin = middle.bytes.begin();
    ByteOffset end = middle.bytes.end();
    while (begin > std::max(row.begin(), m_rows.textBegin())) {
        const TextStop before = row.stopAt(begin - ByteCount(1));
        if (kindOf(row, before) != kind)
            break;
        begin = before.bytes.begin();
    }
    while (end < row.contentEnd()) {
        const TextStop behind = row.stopAt(end);
        if (kindOf(row, behind) != kind)
            break;
        end = behind.bytes.end();
    }
    return row.shownBytes({begin, end});
}

ByteRange TextMotion::lineAt(ByteOffset offset) const
{
    const TextRow row = m_rows.at(offset);
    const LineScanner& scanner = m_rows.scanner();
    const ByteOffset begin
        = std::max(scanner.lineBegin(offset, lineReach).value_or(row.begin()), m_rows.textBegin());
    const std::optional<ByteOffset> contentEnd = scanner.lineEnd(offset, lineReach);
    return {begin, contentEnd ? m_rows.at(*contentEnd).end() : row.end()};
}

} // namespace megascope

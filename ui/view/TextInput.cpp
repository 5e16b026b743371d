// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextInput.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cstdlib>

namespace megascope {

namespace {

using Move = TextMotion::Move;

struct MoveKey {
    QKeySequence::StandardKey move;
    QKeySequence::StandardKey select;
    Move meaning;
};

constexpr MoveKey moveKeys[] = {
    {QKeySequence::MoveToPreviousChar, QKeySequence::SelectPreviousChar, Move::Left},
    {QKeySequence::MoveToNextChar, QKeySequence::SelectNextChar, Move::Right},
    {QKeySequence::MoveToPreviousWord, QKeySequence::SelectPreviousWord, Move::WordLeft},
    {QKeySequence::MoveToNextWord, QKeySequence::SelectNextWord, Move::WordRight},
    {QKeySequence::MoveToPreviousLine, QKeySequence::SelectPreviousLine, Move::Up},
    {QKeySequence::MoveToNextLine, QKeySequence::SelectNextLine, Move::Down},
    {QKeySequence::MoveToPreviousPage, QKeySequence::SelectPreviousPage, Move::PageUp},
    {QKeySequence::MoveToNextPage, QKeySequence::SelectNextPage, Move::PageDown},
    {QKeySequence::MoveToStartOfLine, QKeySequence::SelectStartOfLine, Move::RowBegin},
    {QKeySequence::MoveToEndOfLine, QKeySequence::SelectEndOfLine, Move::RowEnd},
    {QKeySequence::MoveToStartOfDocument, QKeySequence::SelectStartOfDocument, Move::DocumentBegin},
    {QKeySequence::MoveToEndOfDocument, QKeySequence::SelectEndOfDocument, Move::DocumentEnd},
};

// A page key takes the page along, so that the cursor stays where it is on the screen.
std::int64_t pageScroll(Move move, const TextInput::Situation& now)
{
    const int page = std::max(now.geometry.wholeRows() - 1, 1);
    return move == Move::PageUp ? -page : move == Move::PageDown ? page : 0;
}

// Rows that Ctrl+Up and Ctrl+Down scroll, without the cursor.
std::optional<std::int64_t> plainScroll(const QKeyEvent& event)
{
    if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::ControlModifier)
        return std::nullopt;
    if (event.key() == Qt::Key_Up)
        return -1;
    if (event.key() == Qt::Key_Down)
        return 1;
    return std::nullopt;
}

} // namespace

// Below the view: in the last row that is visible as a whole.
TextPlace TextInput::placeAt(const QPoint& point, const Situation& now)
{
    const TextMotion motion(now.rows, now.geometry);
    const bool isBelow = point.y() >= now.geometry.height();
    const int rows
        = isBelow ? std::min(now.geometry.wholeRows(), now.model.rowCount()) : now.model.rowCount();
    const int row = std::clamp(now.geometry.rowAt(point.y()), 0, rows - 1);
    return motion.placeNear(
        now.model.rows()[static_cast<std::size_t>(row)], point.x() - now.geometry.textLeft());
}

std::optional<TextAction> TextInput::key(QKeyEvent& event, const Situation& now)
{
    if (const std::optional<std::int64_t> rows = plainScroll(event))
        return TextAction{
            .selection = now.selection, .atRowEnd = now.atRowEnd, .scrollRows = *rows, .movesCursor = false};
    for (const MoveKey& key : moveKeys) {
        const bool extend = event.matches(key.select);
        if (!extend && !event.matches(key.move))
            continue;
        const TextPlace to = TextMotion(now.rows, now.geometry).moved(now.cursor(), key.meaning, m_wantedX);
        return TextAction{
            .selection = {extend ? now.selection.anchor : to.offset, to.offset},
            .atRowEnd = to.atRowEnd,
            .scrollRows = pageScroll(key.meaning, now),
        };
    }
    if (event.matches(QKeySequence::Deselect))
        return TextAction{.selection = Selection::at(now.selection.cursor), .atRowEnd = now.atRowEnd};
    return std::nullopt;
}

bool TextInput::isRepeated(const QMouseEvent& event) const
{
    return m_clicks > 0
        && event.timestamp() - m_lastPressTime
        <= static_cast<std::uint64_t>(QApplication::doubleClickInterval())
        && (event.position() - m_lastPress).manhattanLength() < QApplication::startDragDistance();
}

int TextInput::clicks(const QMouseEvent& event)
{
    m_clicks = isRepeated(event) ? m_clicks % 3 + 1 : 1;
    if (event.type() == QEvent::MouseButtonDblClick)
        m_clicks = 2;
    m_lastPress = event.position();
    m_lastPressTime = event.timestamp();
    return m_clicks;
}

ByteRange TextInput::unitAt(Unit unit, const TextPlace& place, const Situation& now)
{
    const TextMotion motion(now.rows, now.geometry);
    switch (unit) {
    case Unit::Word:
        return motion.wordAt(place);
    case Unit::Line:
        return motion.lineAt(motion.rowOf(place).begin());
    default:
        return {place.offset, place.offset};
    }
}

bool TextInput::isOnSelection(const QMouseEvent& event, const QPoint& point, const Situation& now) const
{
    return event.type() == QEvent::MouseButtonPress && event.modifiers() == Qt::NoModifier
        && !isRepeated(event) && point.x() >= now.geometry.gutterWidth()
        && now.selection.range().contains(placeAt(point, now).offset);
}

TextAction TextInput::press(const QMouseEvent& event, const QPoint& point, const Situation& now)
{
    m_wantedX.reset();
    const TextPlace place = placeAt(point, now);
    const bool inGutter = point.x() < now.geometry.gutterWidth();
    const int count = inGutter ? 3 : clicks(event);
    const bool extends = event.modifiers().testFlag(Qt::ShiftModifier);
    const Unit unit = extends || count == 1 ? Unit::Character : count == 2 ? Unit::Word : Unit::Line;
    const ByteRange pressed = unitAt(unit, place, now);
    const ByteRange origin = extends ? ByteRange(now.selection.anchor, now.selection.anchor) : pressed;
    m_drag = Drag{.origin = origin, .unit = unit, .pressed = pressed, .point = point};
    return {
        .selection = {origin.begin(), pressed.end()},
        .atRowEnd = unit == Unit::Character && place.atRowEnd,
        .reveals = false,
    };
}

// From outside, the nearest place is not one that the mouse went to; and over the middle of a character the
// next place is a pixel away.
bool TextInput::isFarther(const QPoint& point, const ByteRange& target, const TextGeometry& geometry) const
{
    const TextMetrics& metrics = geometry.metrics();
    const QPoint way = point - m_drag->point;
    if (metrics.logical(way.manhattanLength()) >= QApplication::startDragDistance())
        return true;
    const bool byHalfACell = 2 * std::max(std::abs(way.x()), std::abs(way.y())) > metrics.cellWidth;
    return byHalfACell && geometry.contains(point) && target != m_drag->pressed;
}

std::optional<TextAction> TextInput::drag(const QPoint& point, const Situation& now)
{
    if (!m_drag)
        return std::nullopt;
    const TextPlace place = placeAt(point, now);
    const ByteRange target = unitAt(m_drag->unit, place, now);
    m_drag->moved = m_drag->moved || isFarther(point, target, now.geometry);
    if (!m_drag->moved)
        return std::nullopt;
    const bool backward = target.begin() < m_drag->origin.begin();
    TextAction action{
        .selection = backward
            ? Selection{m_drag->origin.end(), target.begin()}
            : Selection{m_drag->origin.begin(), std::max(target.end(), m_drag->origin.end())},
        .atRowEnd = m_drag->unit == Unit::Character && place.atRowEnd,
        .reveals = false,
    };
    if (m_drag->unit != Unit::Line && now.geometry.isBesideText(point.x()))
        action.column = place;
    return action;
}

std::int64_t TextInput::rowsBeyond(int y, const TextGeometry& geometry)
{
    if (y < 0)
        return geometry.rowAt(y);
    return y < geometry.height() ? 0 : geometry.rowAt(y - geometry.height()) + 1;
}

} // namespace megascope

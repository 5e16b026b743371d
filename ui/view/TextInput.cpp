// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextInput.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>

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

TextPlace placeAt(const QPoint& point, const TextInput::Situation& now)
{
    const TextMotion motion(now.rows, now.geometry);
    const int row = std::clamp(now.geometry.rowAt(point.y()), 0, now.model.rowCount() - 1);
    return motion.placeNear(
        now.model.rows()[static_cast<std::size_t>(row)], point.x() - now.geometry.textLeft());
}

} // namespace

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

int TextInput::clicks(const QMouseEvent& event)
{
    const bool again = m_clicks > 0
        && event.timestamp() - m_lastPressTime
            <= static_cast<std::uint64_t>(QApplication::doubleClickInterval())
        && (event.position() - m_lastPress).manhattanLength() < QApplication::startDragDistance();
    m_clicks = again ? m_clicks % 3 + 1 : 1;
    if (event.type() == QEvent::MouseButtonDblClick)
        m_clicks = 2;
    m_lastPress = event.position();
    m_lastPressTime = event.timestamp();
    return m_clicks;
}

TextAction TextInput::press(const QMouseEvent& event, const QPoint& point, const Situation& now)
{
    m_wantedX.reset();
    const TextMotion motion(now.rows, now.geometry);
    const TextPlace place = placeAt(point, now);
    const bool inGutter = point.x() < now.geometry.gutterWidth();
    const int count = inGutter ? 3 : clicks(event);
    if (event.modifiers().testFlag(Qt::ShiftModifier)) {
        m_drag = Drag{.origin = {now.selection.anchor, now.selection.anchor}};
        return {.selection = {now.selection.anchor, place.offset}, .atRowEnd = place.atRowEnd};
    }
    Drag drag{.origin = {place.offset, place.offset}};
    if (count == 2)
        drag = {.origin = motion.wordAt(place), .unit = Unit::Word};
    else if (count == 3)
        drag = {.origin = motion.lineAt(motion.rowOf(place).begin()), .unit = Unit::Line};
    m_drag = drag;
    return {.selection = {drag.origin.begin(), drag.origin.end()}, .atRowEnd = count == 1 && place.atRowEnd};
}

std::optional<TextAction> TextInput::drag(const QPoint& point, const Situation& now)
{
    if (!m_drag)
        return std::nullopt;
    const TextMotion motion(now.rows, now.geometry);
    const TextPlace place = placeAt(point, now);
    ByteRange target(place.offset, place.offset);
    if (m_drag->unit == Unit::Word)
        target = motion.wordAt(place);
    else if (m_drag->unit == Unit::Line)
        target = motion.lineAt(motion.rowOf(place).begin());
    const bool backward = target.begin() < m_drag->origin.begin();
    return TextAction{
        .selection = backward
            ? Selection{m_drag->origin.end(), target.begin()}
            : Selection{m_drag->origin.begin(), std::max(target.end(), m_drag->origin.end())},
        .atRowEnd = m_drag->unit == Unit::Character && place.atRowEnd,
    };
}

std::int64_t TextInput::rowsBeyond(int y, const TextGeometry& geometry)
{
    if (y < 0)
        return geometry.rowAt(y);
    return y < geometry.height() ? 0 : geometry.rowAt(y - geometry.height()) + 1;
}

} // namespace megascope

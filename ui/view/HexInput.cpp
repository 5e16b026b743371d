// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexInput.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>

namespace megascope {

namespace {

// What Ctrl+Left and Ctrl+Right step by where bytes stand alone.
constexpr int wideStep = 8;

int wordStep(const HexInput::Situation& now)
{
    const int group = now.layout.format().groupSize;
    return group > 1 ? group : wideStep;
}

ByteOffset left(ByteOffset cursor, bool wide, const HexInput::Situation& now)
{
    if (cursor == ByteOffset(0))
        return cursor;
    const ByteOffset before = cursor - ByteCount(1);
    const int column = now.layout.grid().columnOf(before);
    return wide ? before - ByteCount(column % wordStep(now)) : before;
}

ByteOffset right(ByteOffset cursor, bool wide, const HexInput::Situation& now)
{
    const HexGrid& grid = now.layout.grid();
    if (cursor >= grid.end())
        return grid.end();
    if (!wide)
        return cursor + ByteCount(1);
    const int column = grid.columnOf(cursor) / wordStep(now) * wordStep(now) + wordStep(now);
    return grid.offsetAt(grid.rowOf(cursor), std::min(column, grid.bytesPerRow()));
}

// The last byte of the row, or behind it where the document ends there or where the byte is to be selected.
ByteOffset rowEnd(ByteOffset cursor, bool extend, const HexGrid& grid)
{
    const ByteRange row = grid.rowRange(grid.rowOf(cursor));
    return extend || row.count() < ByteCount(grid.bytesPerRow()) ? row.end() : row.end() - ByteCount(1);
}

// From what was pressed to what is under the mouse, both of it included.
Selection selectionBetween(const ByteRange& origin, const ByteRange& target)
{
    if (target.begin() >= origin.begin())
        return {origin.begin(), target.end()};
    return {origin.end(), target.begin()};
}

// How many rows a key moves the cursor by; 0 for the other keys.
RowCount rowsOf(int key, int page)
{
    switch (key) {
    case Qt::Key_Up:
        return RowCount(-1);
    case Qt::Key_Down:
        return RowCount(1);
    case Qt::Key_PageUp:
        return RowCount(-page);
    case Qt::Key_PageDown:
        return RowCount(page);
    default:
        return RowCount(0);
    }
}

// Where the keys lead that do not move by rows; nothing for those that do not move at all.
std::optional<ByteOffset> targetInRow(
    int key, Qt::KeyboardModifiers modifiers, const HexInput::Situation& now)
{
    const bool wide = modifiers.testFlag(Qt::ControlModifier);
    const bool extend = modifiers.testFlag(Qt::ShiftModifier);
    const HexGrid& grid = now.layout.grid();
    const ByteOffset cursor = now.selection.cursor;
    switch (key) {
    case Qt::Key_Left:
        return left(cursor, wide, now);
    case Qt::Key_Right:
        return right(cursor, wide, now);
    case Qt::Key_Home:
        return wide ? ByteOffset(0) : grid.rowBegin(grid.rowOf(cursor));
    case Qt::Key_End:
        return wide ? grid.end() : rowEnd(cursor, extend, grid);
    default:
        return std::nullopt;
    }
}

HexArea other(HexArea area)
{
    return area == HexArea::Bytes ? HexArea::Characters : HexArea::Bytes;
}

} // namespace

std::optional<HexMove> HexInput::key(const QKeyEvent& event, const Situation& now)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (modifiers & ~(Qt::ShiftModifier | Qt::ControlModifier))
        return std::nullopt;
    const bool wide = modifiers.testFlag(Qt::ControlModifier);
    if (event.key() == Qt::Key_Tab || event.key() == Qt::Key_Backtab)
        return HexMove{now.selection, other(now.area), RowCount(0)};

    const RowCount rows = rowsOf(event.key(), now.layout.fullRows());
    const bool isPage = event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown;
    if (wide && isPage)
        return std::nullopt;
    if (wide && rows != RowCount(0))
        return HexMove{now.selection, now.area, rows, false};

    if (rows == RowCount(0))
        m_column.reset();
    const std::optional<ByteOffset> target = rows == RowCount(0)
        ? targetInRow(event.key(), modifiers, now)
        : movedByRows(now.selection.cursor, rows, now.layout.grid());
    if (!target)
        return std::nullopt;
    const ByteOffset anchor = modifiers.testFlag(Qt::ShiftModifier) ? now.selection.anchor : *target;
    return HexMove{{anchor, *target}, now.area, isPage ? rows : RowCount(0)};
}

ByteOffset HexInput::movedByRows(ByteOffset cursor, RowCount rows, const HexGrid& grid)
{
    if (!m_column || m_columnAt != cursor || *m_column >= grid.bytesPerRow())
        m_column = grid.columnOf(cursor);
    const RowNumber row = grid.rowOf(grid.movedByRows(cursor, rows));
    m_columnAt = grid.offsetAt(row, *m_column);
    return m_columnAt;
}

bool HexInput::isOnSelection(const QMouseEvent& event, const HexLayout::Hit& hit, const Situation& now) const
{
    return event.type() == QEvent::MouseButtonPress && event.modifiers() == Qt::NoModifier
        && (m_clicks != 2 || !isRepeated(event)) && !hit.isOffset
        && now.selection.range().contains(now.layout.grid().offsetAt(hit.row, hit.column));
}

HexMove HexInput::press(const QMouseEvent& event, const HexLayout::Hit& hit, const Situation& now)
{
    m_column.reset();
    const int count = clicks(event);
    const Unit unit = hit.isOffset || count == 3 ? Unit::Row : count == 2 ? Unit::Group : Unit::Byte;
    const HexArea area = hit.isOffset ? now.area : hit.area;
    const ByteOffset offset = now.layout.grid().offsetAt(hit.row, hit.column);
    ByteRange target = unitAt(unit, area, offset, now);
    m_drag = Drag{.point = event.position(), .origin = target, .area = area, .unit = unit};
    if (event.modifiers().testFlag(Qt::ShiftModifier)) {
        m_drag->origin = {now.selection.anchor, ByteCount(0)};
        m_drag->moved = true;
    } else if (unit == Unit::Byte) {
        return {Selection::at(offset), area, RowCount(0), false};
    }
    return {selectionBetween(m_drag->origin, target), area, RowCount(0), false};
}

std::optional<HexMove> HexInput::drag(const QPointF& point, const HexLayout::Hit& hit, const Situation& now)
{
    if (!m_drag)
        return std::nullopt;
    const ByteRange target
        = unitAt(m_drag->unit, m_drag->area, now.layout.grid().offsetAt(hit.row, hit.column), now);
    const bool far
        = (point - m_drag->point).manhattanLength() >= QGuiApplication::styleHints()->startDragDistance();
    // From outside, the nearest byte is not one that the mouse went to.
    const bool inside = now.layout.rowsBeyond(point.y()) == RowCount(0);
    m_drag->moved = m_drag->moved || far || (inside && target != m_drag->origin);
    if (!m_drag->moved)
        return std::nullopt;
    return HexMove{selectionBetween(m_drag->origin, target), m_drag->area, RowCount(0), false};
}

std::optional<HexArea> HexInput::dragArea() const
{
    return m_drag ? std::optional(m_drag->area) : std::nullopt;
}

bool HexInput::isRepeated(const QMouseEvent& event) const
{
    const QStyleHints* hints = QGuiApplication::styleHints();
    const bool near = (event.position() - m_lastPress).manhattanLength() < hints->startDragDistance();
    const bool soon
        = event.timestamp() - m_lastPressTime < static_cast<quint64>(hints->mouseDoubleClickInterval());
    return near && soon;
}

int HexInput::clicks(const QMouseEvent& event)
{
    if (event.type() == QEvent::MouseButtonDblClick)
        m_clicks = 2;
    else
        m_clicks = m_clicks == 2 && isRepeated(event) ? 3 : 1;
    m_lastPress = event.position();
    m_lastPressTime = event.timestamp();
    return m_clicks;
}

ByteRange HexInput::unitAt(Unit unit, HexArea area, ByteOffset offset, const Situation& now)
{
    const HexGrid& grid = now.layout.grid();
    const ByteRange row = grid.rowRange(grid.rowOf(offset));
    if (unit == Unit::Row)
        return row;
    if (unit == Unit::Group && area == HexArea::Characters)
        return now.model.wordAt(offset);
    const int size = unit == Unit::Group ? now.layout.format().groupSize : 1;
    const ByteOffset begin = offset - ByteCount(grid.columnOf(offset) % size);
    return {begin, std::min(ByteCount(size), row.end() - begin)};
}

} // namespace megascope

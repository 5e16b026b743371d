// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What happens to the view of a filter: keys, the mouse, the focus.

#include "ui/view/FilterView.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace megascope {

std::optional<std::int64_t> FilterView::rowForKey(const QKeyEvent& event) const
{
    const std::int64_t page = std::max(m_geometry.wholeRows() - 1, 1);
    switch (event.key()) {
    case Qt::Key_Up:
        return m_current - 1;
    case Qt::Key_Down:
        return m_current + 1;
    case Qt::Key_PageUp:
        return m_current - page;
    case Qt::Key_PageDown:
        return m_current + page;
    case Qt::Key_Home:
        return 0;
    case Qt::Key_End:
        return m_lines.rowCount() - 1;
    default:
        return std::nullopt;
    }
}

void FilterView::keyPressEvent(QKeyEvent* event)
{
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    if (event->matches(QKeySequence::Copy))
        return emit copyWanted();
    if (event->matches(QKeySequence::SelectAll)) {
        m_anchor = 0;
        m_current = std::max<std::int64_t>(m_lines.rowCount() - 1, 0);
        return viewport()->update();
    }
    if (event->key() == Qt::Key_Escape)
        return emit escaped();
    QScrollBar* const bar = horizontalScrollBar();
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)
        return bar->triggerAction(event->key() == Qt::Key_Left ? QAbstractSlider::SliderSingleStepSub
                                                               : QAbstractSlider::SliderSingleStepAdd);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return choose();
    const std::optional<std::int64_t> row = rowForKey(*event);
    if (!row)
        return event->ignore();
    setCurrent(*row, extend);
    if (!extend)
        choose();
}

std::optional<std::int64_t> FilterView::rowAt(const QPointF& point) const
{
    const int y = static_cast<int>(std::floor(point.y() * m_geometry.metrics().devicePixelRatio));
    const std::int64_t row = m_top + m_geometry.rowAt(y);
    return row >= 0 && row < m_lines.rowCount() ? std::optional(row) : std::nullopt;
}

void FilterView::mousePressEvent(QMouseEvent* event)
{
    const std::optional<std::int64_t> row = rowAt(event->position());
    const bool isSelected = row && *row >= firstSelected() && *row < firstSelected() + selectedCount();
    if (!row || (event->button() == Qt::RightButton && isSelected))
        return;
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    setCurrent(*row, extend);
    if (event->button() == Qt::LeftButton && !extend)
        choose();
}

void FilterView::mouseMoveEvent(QMouseEvent* event)
{
    if (!event->buttons().testFlag(Qt::LeftButton) || m_lines.rowCount() == 0)
        return;
    const int y = static_cast<int>(std::floor(event->position().y() * m_geometry.metrics().devicePixelRatio));
    if (const std::int64_t row = m_top + m_geometry.rowAt(y); row != m_current)
        setCurrent(row, true);
}

void FilterView::wheelEvent(QWheelEvent* event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier))
        return LargeScrollArea::wheelEvent(event);
    constexpr double notch = 120;
    m_zoomRemainder += event->angleDelta().y() / notch;
    const int steps = static_cast<int>(m_zoomRemainder);
    m_zoomRemainder -= steps;
    if (steps != 0)
        emit zoomRequested(steps);
    event->accept();
}

void FilterView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    const double rowTop = double(m_current - m_top + 1) * wheelRowHeight();
    const QPoint at(int(m_geometry.metrics().logical(m_geometry.gutterWidth())),
        std::clamp(int(rowTop), 0, viewport()->height()));
    emit contextMenuRequested(isKey ? viewport()->mapToGlobal(at) : event->globalPos());
}

void FilterView::focusInEvent(QFocusEvent* event)
{
    LargeScrollArea::focusInEvent(event);
    viewport()->update();
}

void FilterView::focusOutEvent(QFocusEvent* event)
{
    LargeScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace megascope

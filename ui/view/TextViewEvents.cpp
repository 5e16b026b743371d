// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What happens to a text view: keys, input methods, the mouse, the focus.

#include "ui/view/TextView.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <cmath>

namespace megascope {

QVariant TextView::inputMethodQuery(Qt::InputMethodQuery query) const
{
    switch (query) {
    case Qt::ImCursorRectangle:
        return composingRectangle().translated(viewport()->pos());
    case Qt::ImAnchorRectangle:
        return cursorRectangle().translated(viewport()->pos());
    case Qt::ImInputItemClipRectangle:
        return viewport()->geometry();
    case Qt::ImFont:
        return viewStyle().font;
    default: {
        const QVariant known = m_entry.query(query);
        return known.isValid() ? known : DocumentView::inputMethodQuery(query);
    }
    }
}

void TextView::inputMethodEvent(QInputMethodEvent* event)
{
    upToDateScene();
    m_entry.take(*event, situation());
    if (!m_entry.composition().isEmpty())
        showPlace(cursorPlace(), false);
    viewport()->update();
    event->accept();
}

ByteOffset TextView::offsetAt(const QPoint& point)
{
    upToDateScene();
    return TextInput::placeAt(devicePoint(point), situation()).offset;
}

void TextView::readAgain(Shown what)
{
    if (what == Shown::All)
        m_colors.documentChanged();
    else
        m_colors.readAgain();
    m_times.readAgain();
    if (m_sequencesLack)
        decideSequences();
    if (what == Shown::All || isWaiting()) {
        m_scene.readAgain();
        topMoved(false);
    }
    viewport()->update();
}

// Nothing comes to stand inside of what is hidden.
void TextView::insert(EditContent content)
{
    if (const Selection selection = textSelection(); selection.isEmpty()) {
        const TextRow row = m_scene.page().rows().at(selection.cursor);
        if (const ByteOffset place = row.outsideHidden(selection.cursor); place != selection.cursor)
            session().setSelection(Selection::at(place));
    }
    m_entry.insert(std::move(content));
}

void TextView::deleteForward()
{
    upToDateScene();
    m_entry.deleteForward(situation());
}

// Tab is typed; Ctrl+Tab goes to the next widget, and so does Tab where nothing can be typed.
bool TextView::focusNextPrevChild(bool next)
{
    return session().editor().isReadOnly() && DocumentView::focusNextPrevChild(next);
}

void TextView::keyPressEvent(QKeyEvent* event)
{
    const bool isTab = event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab;
    if (isTab && event->modifiers().testFlag(Qt::ControlModifier)) {
        DocumentView::focusNextPrevChild(event->key() == Qt::Key_Tab);
        return;
    }
    if (const std::optional<TextAction> action = m_input.key(*event, situation()))
        apply(*action);
    else if (!m_entry.key(*event, situation()))
        event->ignore();
}

QPoint TextView::devicePoint(const QPointF& point) const
{
    const TextMetrics& metrics = m_scene.geometry().metrics();
    // The pixel that it is in, which is not always the nearest.
    return {static_cast<int>(std::floor(point.x() * metrics.devicePixelRatio)),
        static_cast<int>(std::floor(point.y() * metrics.devicePixelRatio))};
}

void TextView::mousePressEvent(QMouseEvent* event)
{
    const bool pastes = event->button() == Qt::MiddleButton && !session().editor().isReadOnly();
    if (event->button() != Qt::LeftButton && !pastes)
        return event->ignore();
    m_mouse = event->position();
    if (!m_entry.composition().isEmpty())
        commitInput();
    upToDateScene();
    if (!pastes && m_input.isOnSelection(*event, devicePoint(m_mouse), situation())) {
        m_selectionDrag.press(m_mouse);
        return;
    }
    apply(m_input.press(*event, devicePoint(m_mouse), situation()));
    if (pastes) {
        m_input.release();
        emit primaryPasteRequested();
    }
}

void TextView::mouseDoubleClickEvent(QMouseEvent* event)
{
    mousePressEvent(event);
}

void TextView::mouseMoveEvent(QMouseEvent* event)
{
    m_mouse = event->position();
    if (m_selectionDrag.isPressed())
        return m_selectionDrag.move(m_mouse);
    if (!m_input.isDragging()) {
        upToDateScene();
        const QPoint point = devicePoint(m_mouse);
        const bool takes = point.x() < m_scene.geometry().gutterWidth()
            || session().selection().range().contains(TextInput::placeAt(point, situation()).offset);
        viewport()->setCursor(takes ? Qt::ArrowCursor : Qt::IBeamCursor);
        return;
    }
    if (!dragTo(m_mouse) || m_scene.geometry().contains(devicePoint(m_mouse)))
        m_autoScroll.stop();
    else if (!m_autoScroll.isActive())
        m_autoScroll.start(autoScrollInterval, this);
}

bool TextView::dragTo(const QPointF& point)
{
    upToDateScene();
    const std::optional<TextAction> action = m_input.drag(devicePoint(point), situation());
    if (action)
        apply(*action);
    return action.has_value();
}

void TextView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_autoScroll.stop();
    if (m_selectionDrag.release()) {
        upToDateScene();
        apply(m_input.press(*event, devicePoint(event->position()), situation()));
    }
    m_input.release();
}

void TextView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_autoScroll.timerId())
        return DocumentView::timerEvent(event);
    if (const std::int64_t rows = TextInput::rowsBeyond(devicePoint(m_mouse).y(), m_scene.geometry());
        rows != 0)
        scrollByRows(rows);
    dragTo(m_mouse);
}

void TextView::focusInEvent(QFocusEvent* event)
{
    DocumentView::focusInEvent(event);
    m_blink.restart(hasFocus());
    viewport()->update();
}

void TextView::focusOutEvent(QFocusEvent* event)
{
    DocumentView::focusOutEvent(event);
    m_blink.restart(false);
    m_entry.dropComposition();
    viewport()->update();
}

} // namespace megascope

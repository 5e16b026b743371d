// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexView.h"

#include "ui/view/HexAccessible.h"
#include "ui/view/HexLive.h"

#include <KLocalizedString>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <bit>
#include <cmath>

namespace megascope {

HexView::HexView(DocumentSession& session, QWidget* parent)
    : DocumentView(session, parent)
{
    HexAccessible::install();
    setAccessibleName(i18nc("@info:whatsthis accessible name", "Hex view"));
    setAttribute(Qt::WA_InputMethodEnabled);
    setInputMethodHints(Qt::ImhPreferNumbers | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    m_painter.setStyle(viewStyle());
    m_model.setSnapshot(session.snapshot());
    m_model.setEncoding(session.textFormat().encoding);
    m_shownSelection = session.selection();

    connect(&session, &DocumentSession::snapshotChanged, this, &HexView::takeSnapshot);
    connect(&session, &DocumentSession::selectionChanged, this, &HexView::takeSelection);
    connect(&session, &DocumentSession::textFormatChanged, this, [this] {
        m_model.setEncoding(this->session().textFormat().encoding);
        viewport()->update();
    });
    connect(&session.editor(), &DocumentEditor::stateChanged, viewport(), qOverload<>(&QWidget::update));
    layOut();
}

void HexView::setFormat(const HexFormat& format)
{
    HexFormat valid = format;
    valid.bytesPerRow = std::clamp(format.bytesPerRow, 0, HexFormat::maxBytesPerRow);
    valid.groupSize
        = static_cast<int>(std::bit_floor(static_cast<unsigned>(std::clamp(format.groupSize, 1, 8))));
    if (valid == m_format)
        return;
    m_format = valid;
    layOut();
}

QSize HexView::sizeHint() const
{
    constexpr int usualBytesPerRow = 16;
    HexFormat format = m_format;
    if (format.bytesPerRow == 0)
        format.bytesPerRow = usualBytesPerRow;
    const HexLayout layout(m_layout.metrics(), format, m_model.snapshot().size(), {});
    return {static_cast<int>(std::ceil(layout.contentWidth())) + verticalScrollBar()->sizeHint().width(),
        LargeScrollArea::sizeHint().height()};
}

void HexView::viewStyleChanged()
{
    m_painter.setStyle(viewStyle());
    layOut();
}

void HexView::layOut()
{
    m_layout = HexLayout(
        m_painter.metrics(devicePixelRatioF()), m_format, m_model.snapshot().size(), viewport()->size());
    m_model.setFormat(m_format, m_layout.grid().bytesPerRow());
    m_top = std::min(m_layout.grid().rowOf(m_topByte), m_layout.lastTop());
    m_model.setWindow(m_top, m_layout.touchedRows());

    QScrollBar* bar = horizontalScrollBar();
    bar->setRange(0, static_cast<int>(std::ceil(m_layout.scrollableWidth())));
    bar->setPageStep(viewport()->width());
    bar->setSingleStep(std::max(1, qRound(m_layout.metrics().cellWidth)));
    verticalPositionChanged();
}

void HexView::takeSnapshot()
{
    const ByteOffset before = topOffset();
    const auto changes = session().editor().document().changesSince(m_model.snapshot().revision());
    m_model.setSnapshot(session().snapshot());
    // What came or went above moves the rows by whole rows; by less they stay, though their bytes shift.
    const ByteCount row(m_layout.grid().bytesPerRow());
    for (const Change& change : changes.value_or(std::vector<Change>()))
        m_topByte += row * ((change.moved(m_topByte) - m_topByte) / row);
    m_topByte = std::min(m_topByte, session().snapshot().end());
    layOut();
    if (topOffset() != before)
        emit topOffsetChanged(topOffset());
}

void HexView::takeSelection(bool reveals)
{
    const Selection before = std::exchange(m_shownSelection, session().selection());
    if (before != m_shownSelection)
        m_typing.forgetDigit();
    if (m_shownSelection.anchor == before.anchor || (m_shownSelection.isEmpty() && before.isEmpty())) {
        const auto [first, last] = std::minmax(
            {m_layout.grid().rowOf(before.cursor), m_layout.grid().rowOf(m_shownSelection.cursor)});
        viewport()->update(m_layout.rowsRect(first, last, m_top).toAlignedRect());
        // The heads show the cursor's column.
        viewport()->update(QRectF(0, 0, viewport()->width(), m_layout.headHeight()).toAlignedRect());
    } else {
        viewport()->update();
    }
    if (m_shownSelection.cursor != before.cursor) {
        // A second click, or the drag, would find another row under the mouse.
        if (reveals && !m_input.dragArea())
            reveal(
                m_shownSelection.cursor, isNear(m_shownSelection.cursor) ? Reveal::Nearest : Reveal::Center);
        HexAccessible::tellCursorMoved(*this);
    }
}

// At most a page away from what is visible.
bool HexView::isNear(ByteOffset offset) const
{
    const RowNumber row = m_layout.grid().rowOf(offset);
    const RowNumber shown = m_layout.topShowing(row, m_top);
    return (shown > m_top ? shown - m_top : m_top - shown) <= RowCount(m_layout.fullRows());
}

bool HexView::moveTop(RowNumber top)
{
    const RowNumber row = std::clamp(top, RowNumber(0), m_layout.lastTop());
    m_topByte = m_layout.grid().rowBegin(row);
    const bool moved = row != std::exchange(m_top, row);
    if (moved)
        m_model.setWindow(m_top, m_layout.touchedRows());
    verticalPositionChanged();
    return moved;
}

void HexView::setTop(RowNumber top)
{
    if (moveTop(top))
        emit topOffsetChanged(m_topByte);
}

ByteOffset HexView::topOffset() const
{
    return m_layout.grid().rowBegin(m_top);
}

void HexView::setTopOffset(ByteOffset offset)
{
    moveTop(m_layout.grid().rowOf(offset));
}

void HexView::scrollIntoSight(ByteOffset offset, Reveal how)
{
    const RowNumber row = m_layout.grid().rowOf(offset);
    const RowNumber top = m_layout.topShowing(row, m_top);
    if (top != m_top)
        moveTop(how == Reveal::Center ? row - RowCount(m_layout.fullRows() / 2) : top);
    showColumn(m_layout.grid().columnOf(offset));
}

void HexView::showColumn(int column)
{
    horizontalScrollBar()->setValue(qRound(m_layout.scrollShowing(m_area, column, scrollX())));
}

double HexView::scrollX() const
{
    return horizontalScrollBar()->value();
}

LargeScrollArea::VerticalExtent HexView::verticalExtent() const
{
    return {.position = m_top.value(), .maximum = m_layout.lastTop().value(), .page = m_layout.fullRows()};
}

void HexView::scrollByRows(std::int64_t rows)
{
    const RowNumber farthest = rows > 0 ? RowNumber::max() : RowNumber(0);
    setTop(m_top.checkedAdd(RowCount(rows)).value_or(farthest));
}

void HexView::scrollByPages(int pages)
{
    scrollByRows(std::int64_t{pages} * m_layout.fullRows());
}

void HexView::scrollToPosition(std::int64_t position)
{
    setTop(RowNumber(position));
}

HexInput::Situation HexView::situation() const
{
    return {.model = m_model, .layout = m_layout, .selection = session().selection(), .area = m_area};
}

void HexView::apply(const HexMove& move)
{
    if (move.area != std::exchange(m_area, move.area))
        viewport()->update();
    if (move.scroll != RowCount(0))
        scrollByRows(move.scroll.value());
    session().setSelection(move.selection);
    if (move.reveals)
        reveal(session().selection().cursor, Reveal::Nearest);
}

void HexView::apply(const HexTyping::Outcome& outcome)
{
    DocumentEditor& editor = session().editor();
    if (!outcome) {
        if (!outcome.error().isEmpty())
            editor.refuse(outcome.error());
    } else if (outcome->isEmpty()) {
        m_typing.done(session().snapshot().revision());
        session().setSelection(outcome->selection);
        viewport()->update();
    } else if (m_writer ? writeDirectly(*outcome) : editor.apply(*outcome)) {
        m_typing.done(session().snapshot().revision());
    }
}

HexTyping::Situation HexView::typingSituation() const
{
    return {.model = m_model,
        .selection = session().selection(),
        .area = m_area,
        .encoding = session().textFormat().encoding,
        .revision = session().snapshot().revision(),
        .inserting = session().editor().isInserting()};
}

bool HexView::isAtLowDigit() const
{
    return m_typing.isAtLowDigit(session().selection(), session().snapshot().revision());
}

void HexView::insert(EditContent content)
{
    apply(HexTyping::Outcome(HexTyping::insertion(std::move(content), typingSituation())));
}

ByteOffset HexView::offsetAt(const QPoint& point)
{
    const HexLayout::Hit hit = m_layout.hit(point, m_top, scrollX());
    return m_layout.grid().offsetAt(hit.row, hit.column);
}

void HexView::readAgain(Shown what)
{
    if (what == Shown::Lacking && !isWaiting())
        return;
    m_model.readAgain();
    viewport()->update();
}

void HexView::deleteForward()
{
    const QKeyEvent press(QEvent::KeyPress, Qt::Key_Delete, Qt::NoModifier);
    apply(m_typing.key(press, typingSituation()).value());
}

QRect HexView::cursorRectangle() const
{
    return placeRectangle(session().selection().cursor);
}

QRect HexView::placeRectangle(ByteOffset offset) const
{
    const std::int64_t row = (m_layout.grid().rowOf(offset) - m_top).value();
    if (row < 0 || row >= m_layout.touchedRows())
        return {};
    return m_layout.cell(m_area, static_cast<int>(row), m_layout.grid().columnOf(offset))
        .translated(-scrollX(), 0)
        .toAlignedRect();
}

void HexView::inputMethodEvent(QInputMethodEvent* event)
{
    for (const QChar character : m_area == HexArea::Bytes ? event->commitString() : QString())
        apply(m_typing.text(character, typingSituation()));
    if (m_area == HexArea::Characters && !event->commitString().isEmpty())
        apply(m_typing.text(event->commitString(), typingSituation()));
    event->accept();
}

QVariant HexView::inputMethodQuery(Qt::InputMethodQuery query) const
{
    switch (query) {
    case Qt::ImEnabled:
        return !session().editor().isReadOnly();
    case Qt::ImReadOnly:
        return session().editor().isReadOnly();
    case Qt::ImCursorRectangle:
    case Qt::ImAnchorRectangle:
        return cursorRectangle().translated(viewport()->pos());
    case Qt::ImFont:
        return viewStyle().font;
    default:
        return DocumentView::inputMethodQuery(query);
    }
}

bool HexView::event(QEvent* event)
{
    if (event->type() == QEvent::DevicePixelRatioChange)
        layOut();
    return DocumentView::event(event);
}

void HexView::paintEvent(QPaintEvent* event)
{
    const std::vector<ByteRange> marked = marks(m_model.page().range());
    const std::vector<std::uint8_t> glowing = glow();
    QPainter painter(viewport());
    m_painter.paint(painter, event->rect(),
        {.layout = m_layout,
            .page = m_model.page(),
            .style = viewStyle(),
            .top = m_top,
            .scrollX = scrollX(),
            .selection = m_shownSelection,
            .activeArea = m_area,
            .focused = hasFocus(),
            .strongSelection = !hasFocus() && isSelectionStrong(),
            .changed = session().changes().touching(m_model.page().range()),
            .marks = marked,
            .glow = glowing,
            .inserting = session().editor().isInserting(),
            .atLowDigit = isAtLowDigit(),
            .waitPhase = waitPhase()});
    contentPainted();
}

void HexView::resizeEvent(QResizeEvent* /*event*/)
{
    layOut();
    sizeChanged();
}

void HexView::keyPressEvent(QKeyEvent* event)
{
    const bool isTab = event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab;
    if (isTab && event->modifiers().testFlag(Qt::ControlModifier)) {
        DocumentView::focusNextPrevChild(
            event->key() == Qt::Key_Tab && !event->modifiers().testFlag(Qt::ShiftModifier));
        return;
    }
    if (const std::optional<HexMove> move = m_input.key(*event, situation()))
        apply(*move);
    else if (const std::optional<HexTyping::Outcome> typed = m_typing.key(*event, typingSituation()))
        apply(*typed);
    else
        event->ignore();
}

// Tab goes to the other column; Ctrl+Tab to the next widget.
bool HexView::focusNextPrevChild(bool /*next*/)
{
    return false;
}

void HexView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return event->ignore();
    m_mouse = event->position();
    const HexLayout::Hit hit = m_layout.hit(m_mouse, m_top, scrollX());
    if (m_input.isOnSelection(*event, hit, situation()))
        m_selectionDrag.press(m_mouse);
    else
        apply(m_input.press(*event, hit, situation()));
}

void HexView::mouseDoubleClickEvent(QMouseEvent* event)
{
    mousePressEvent(event);
}

void HexView::mouseMoveEvent(QMouseEvent* event)
{
    m_mouse = event->position();
    if (m_selectionDrag.isPressed())
        return m_selectionDrag.move(m_mouse);
    if (!m_input.dragArea())
        return;
    if (!dragTo(m_mouse) || m_layout.rowsBeyond(m_mouse.y()) == RowCount(0))
        m_autoScroll.stop();
    else if (!m_autoScroll.isActive())
        m_autoScroll.start(autoScrollInterval, this);
}

bool HexView::dragTo(const QPointF& point)
{
    const HexLayout::Hit hit = m_layout.hit(point, m_top, scrollX(), m_input.dragArea());
    const std::optional<HexMove> move = m_input.drag(point, hit, situation());
    if (!move)
        return false;
    apply(*move);
    showColumn(hit.column);
    return true;
}

void HexView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_autoScroll.stop();
    if (m_selectionDrag.release())
        apply(m_input.press(*event, m_layout.hit(event->position(), m_top, scrollX()), situation()));
    m_input.release();
}

// The farther out the mouse is held, the faster.
void HexView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_autoScroll.timerId())
        return DocumentView::timerEvent(event);
    scrollByRows(m_layout.rowsBeyond(m_mouse.y()).value());
    dragTo(m_mouse);
}

void HexView::focusInEvent(QFocusEvent* event)
{
    DocumentView::focusInEvent(event);
    viewport()->update();
}

void HexView::focusOutEvent(QFocusEvent* event)
{
    DocumentView::focusOutEvent(event);
    viewport()->update();
}

} // namespace megascope

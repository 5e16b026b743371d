// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexView.h"

#include <KLocalizedString>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// Between two steps of scrolling while the mouse is held outside of the rows.
constexpr int autoScrollInterval = 40; // milliseconds

} // namespace

HexView::HexView(DocumentSession& session, QWidget* parent)
    : DocumentView(session, parent)
{
    setAccessibleName(i18nc("@info:whatsthis accessible name", "Hex view"));
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
    layOut();
}

void HexView::setFormat(const HexFormat& format)
{
    if (format == m_format)
        return;
    m_format = format;
    layOut();
}

void HexView::setBytesPerRow(int bytes)
{
    HexFormat format = m_format;
    format.bytesPerRow = std::clamp(bytes, 0, HexFormat::maxBytesPerRow);
    setFormat(format);
}

void HexView::setGroupSize(int bytes)
{
    HexFormat format = m_format;
    format.groupSize = std::max(1, bytes);
    setFormat(format);
}

void HexView::setUppercase(bool uppercase)
{
    HexFormat format = m_format;
    format.uppercase = uppercase;
    setFormat(format);
}

void HexView::setOffsetsDecimal(bool decimal)
{
    HexFormat format = m_format;
    format.decimalOffsets = decimal;
    setFormat(format);
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
    m_model.setSnapshot(session().snapshot());
    m_topByte = std::min(m_topByte, session().snapshot().end());
    layOut();
}

void HexView::takeSelection()
{
    const Selection before = std::exchange(m_shownSelection, session().selection());
    if (m_shownSelection.anchor == before.anchor || (m_shownSelection.isEmpty() && before.isEmpty()))
        updateRows(before.cursor, m_shownSelection.cursor);
    else
        viewport()->update();
    if (m_shownSelection.cursor != before.cursor)
        reveal(m_shownSelection.cursor, Reveal::Nearest);
}

// Repaints the rows of two positions and all between, and the heads, which show the cursor's column.
void HexView::updateRows(ByteOffset from, ByteOffset to)
{
    const auto [first, last] = std::minmax({m_layout.grid().rowOf(from), m_layout.grid().rowOf(to)});
    const RowNumber bottom = m_top.checkedAdd(RowCount(m_layout.touchedRows())).value_or(RowNumber::max());
    viewport()->update(QRectF(0, 0, viewport()->width(), m_layout.headHeight()).toAlignedRect());
    if (last < m_top || first > bottom)
        return;
    const auto screenRow
        = [&](RowNumber row) { return static_cast<int>((std::clamp(row, m_top, bottom) - m_top).value()); };
    const double top = m_layout.rowY(screenRow(first)) - 1;
    const double height = m_layout.rowY(screenRow(last) + 1) + 1 - top;
    viewport()->update(QRectF(0, top, viewport()->width(), height).toAlignedRect());
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

void HexView::reveal(ByteOffset offset, Reveal how)
{
    const RowNumber row = m_layout.grid().rowOf(offset);
    const RowCount page(m_layout.fullRows());
    const bool above = row < m_top;
    const bool below = !above && row - m_top >= page;
    if ((above || below) && how == Reveal::Center)
        setTop(row - RowCount(page.value() / 2));
    else if (above)
        setTop(row);
    else if (below)
        setTop(row - (page - RowCount(1)));

    QScrollBar* bar = horizontalScrollBar();
    const QRectF cell = m_layout.cell(m_area, 0, m_layout.grid().columnOf(offset));
    const double margin = m_layout.metrics().cellWidth;
    const int rightmost = static_cast<int>(cell.left() - margin - m_layout.offsetsWidth());
    const int leftmost = static_cast<int>(std::ceil(cell.right() + margin)) - viewport()->width();
    bar->setValue(std::min(rightmost, std::max(leftmost, bar->value())));
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
}

bool HexView::event(QEvent* event)
{
    if (event->type() == QEvent::DevicePixelRatioChange)
        layOut();
    return DocumentView::event(event);
}

void HexView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    m_painter.paint(painter, event->rect(),
        {.layout = m_layout,
            .page = m_model.page(),
            .style = viewStyle(),
            .top = m_top,
            .scrollX = static_cast<double>(horizontalScrollBar()->value()),
            .selection = m_shownSelection,
            .activeArea = m_area,
            .focused = hasFocus()});
    contentPainted();
}

void HexView::resizeEvent(QResizeEvent* /*event*/)
{
    layOut();
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
    const HexLayout::Hit hit = m_layout.hit(m_mouse, m_top, horizontalScrollBar()->value());
    apply(m_input.press(*event, hit, situation()));
}

void HexView::mouseDoubleClickEvent(QMouseEvent* event)
{
    mousePressEvent(event);
}

void HexView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_input.dragArea())
        return;
    m_mouse = event->position();
    const bool outside = m_mouse.y() < m_layout.headHeight() || m_mouse.y() >= viewport()->height();
    if (!outside)
        m_autoScroll.stop();
    else if (!m_autoScroll.isActive())
        m_autoScroll.start(autoScrollInterval, this);
    dragTo(m_mouse);
}

void HexView::dragTo(const QPointF& point)
{
    const HexLayout::Hit hit = m_layout.hit(point, m_top, horizontalScrollBar()->value(), m_input.dragArea());
    if (const std::optional<HexMove> move = m_input.drag(point, hit, situation()))
        apply(*move);
}

void HexView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_autoScroll.stop();
    m_input.release();
}

// The farther out the mouse is held, the faster.
void HexView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_autoScroll.timerId())
        return DocumentView::timerEvent(event);
    const double above = m_mouse.y() - m_layout.headHeight();
    const double distance = above < 0 ? above : m_mouse.y() - viewport()->height();
    const double rows = distance / m_layout.metrics().rowHeight;
    scrollByRows(static_cast<std::int64_t>(rows < 0 ? std::floor(rows) : std::floor(rows) + 1));
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

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/LargeScrollArea.h"

#include <QApplication>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// Positions multiply with values of the bar: 63 + 31 bits.
__extension__ using Wide = __int128;

// Positions up to here are the bar's values themselves. Half of what an int takes, because styles and
// QScrollBar add the page to the maximum.
constexpr std::int64_t largestBarMaximum = std::int64_t{1} << 30;

constexpr int fineDragDivisor = 256;

// Of a wheel's notch, in the unit of QWheelEvent::angleDelta().
constexpr double notch = 120;

int barMaximum(std::int64_t maximum)
{
    return static_cast<int>(std::min(maximum, largestBarMaximum));
}

// Only the two ends are shown as ends, so that a drag to an end always moves the slider.
int barValueAt(const LargeScrollArea::VerticalExtent& extent)
{
    const int last = barMaximum(extent.maximum);
    if (last == extent.maximum)
        return static_cast<int>(std::clamp<std::int64_t>(extent.position, 0, last));
    if (extent.position <= 0)
        return 0;
    if (extent.position >= extent.maximum)
        return last;
    return std::clamp(static_cast<int>(Wide(extent.position) * last / extent.maximum), 1, last - 1);
}

// Length of the slider: the page's share of the whole, in the bar's unit.
int barPage(const LargeScrollArea::VerticalExtent& extent)
{
    if (extent.maximum <= 0)
        return 1;
    const Wide page = Wide(extent.page) * barMaximum(extent.maximum) / extent.maximum;
    return static_cast<int>(std::clamp<Wide>(page, 1, largestBarMaximum));
}

std::int64_t clampedPosition(Wide position, std::int64_t maximum)
{
    return static_cast<std::int64_t>(std::clamp<Wide>(position, 0, maximum));
}

// A line from the origin to each end of the bar, so that the origin and both ends are met exactly.
std::int64_t draggedPosition(
    int value, int originValue, std::int64_t originPosition, const LargeScrollArea::VerticalExtent& extent)
{
    const int last = barMaximum(extent.maximum);
    if (value <= 0)
        return 0;
    if (value >= last)
        return extent.maximum;
    if (value < originValue)
        return clampedPosition(
            originPosition - Wide(originPosition) * (originValue - value) / originValue, extent.maximum);
    if (value > originValue)
        return clampedPosition(originPosition
                + Wide(extent.maximum - originPosition) * (value - originValue) / (last - originValue),
            extent.maximum);
    return originPosition;
}

} // namespace

LargeScrollArea::LargeScrollArea(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    QScrollBar* bar = verticalScrollBar();
    connect(bar, &QScrollBar::actionTriggered, this, &LargeScrollArea::takeBarAction);
    connect(bar, &QScrollBar::sliderPressed, this, &LargeScrollArea::beginDrag);
    connect(bar, &QScrollBar::sliderReleased, this, &LargeScrollArea::endDrag);
    bar->installEventFilter(this);
}

void LargeScrollArea::verticalPositionChanged()
{
    const VerticalExtent extent = verticalExtent();
    QScrollBar* bar = verticalScrollBar();
    {
        const QScopedValueRollback guard(m_updatingBar, true);
        bar->setRange(0, barMaximum(extent.maximum));
        bar->setPageStep(barPage(extent));
        // The slider stays under the mouse that drags it, unless it is slower than the mouse on purpose.
        if (!m_dragging || m_fineDrag)
            bar->setValue(barValueAt(extent));
    }
    m_knownBarValue = bar->value();
    viewport()->update();
}

double LargeScrollArea::wheelRowHeight() const
{
    return fontMetrics().height();
}

void LargeScrollArea::takeBarAction(int action)
{
    switch (action) {
    case QAbstractSlider::SliderSingleStepAdd:
        return scrollByRows(1);
    case QAbstractSlider::SliderSingleStepSub:
        return scrollByRows(-1);
    case QAbstractSlider::SliderPageStepAdd:
        return scrollByPages(1);
    case QAbstractSlider::SliderPageStepSub:
        return scrollByPages(-1);
    case QAbstractSlider::SliderToMinimum:
        return scrollToPosition(0);
    case QAbstractSlider::SliderToMaximum:
        return scrollToPosition(verticalExtent().maximum);
    case QAbstractSlider::SliderMove:
        return takeDrag(verticalScrollBar()->sliderPosition());
    default:
        break;
    }
}

void LargeScrollArea::beginDrag()
{
    m_dragging = true;
    m_fineDrag = false;
    m_dragValue = verticalScrollBar()->sliderPosition();
    setDragOrigin();
}

void LargeScrollArea::setDragOrigin()
{
    m_dragOriginValue = m_dragValue;
    m_dragOriginY = m_mouseY;
    m_dragOriginPosition = verticalExtent().position;
    m_mouseIsAtOrigin = false;
}

void LargeScrollArea::endDrag()
{
    m_dragging = false;
    m_fineDrag = false;
    verticalPositionChanged();
}

void LargeScrollArea::takeMouse(const QMouseEvent& event)
{
    const bool fine = event.modifiers().testFlag(Qt::ShiftModifier);
    const bool isMove = event.type() == QEvent::MouseMove;
    if (m_dragging && isMove && fine != m_fineDrag) {
        m_fineDrag = fine;
        setDragOrigin();
    }
    m_mouseY = qRound(event.position().y());
    m_mouseIsAtOrigin = isMove && m_mouseY == m_dragOriginY;
}

void LargeScrollArea::takeDrag(int barValue)
{
    const VerticalExtent extent = verticalExtent();
    m_dragValue = barValue;
    m_knownBarValue = barValue;
    if (!m_dragging)
        return scrollToPosition(draggedPosition(barValue, barValueAt(extent), extent.position, extent));
    if (m_mouseIsAtOrigin)
        return scrollToPosition(m_dragOriginPosition);
    if (!m_fineDrag)
        return scrollToPosition(draggedPosition(barValue, m_dragOriginValue, m_dragOriginPosition, extent));
    const int last = std::max(1, barMaximum(extent.maximum));
    const Wide way = Wide(barValue - m_dragOriginValue) * extent.maximum / (Wide(last) * fineDragDivisor);
    scrollToPosition(clampedPosition(m_dragOriginPosition + way, extent.maximum));
}

bool LargeScrollArea::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == verticalScrollBar()) {
        if (event->type() == QEvent::Wheel) {
            wheelEvent(static_cast<QWheelEvent*>(event));
            return true;
        }
        if (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonPress)
            takeMouse(*static_cast<QMouseEvent*>(event));
    }
    return QAbstractScrollArea::eventFilter(watched, event);
}

void LargeScrollArea::wheelEvent(QWheelEvent* event)
{
    const QPoint turned = event->angleDelta();
    if (std::abs(turned.x()) > std::abs(turned.y())) {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    const double linesPerNotch = static_cast<double>(
        std::min<std::int64_t>(QApplication::wheelScrollLines(), verticalExtent().page));
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        QScrollBar* bar = horizontalScrollBar();
        bar->setValue(bar->value() - qRound(turned.y() / notch * linesPerNotch * bar->singleStep()));
    } else if (event->phase() != Qt::NoScrollPhase && event->pixelDelta().y() != 0) {
        // Without a phase the pixels come from an X11 driver and are not to be trusted.
        wheelByRows(-event->pixelDelta().y() / wheelRowHeight());
    } else {
        wheelByRows(-turned.y() / notch * linesPerNotch);
    }
    event->accept();
}

void LargeScrollArea::wheelByRows(double rows)
{
    if (rows * m_wheelRemainder < 0)
        m_wheelRemainder = 0; // the other way: what was left of this one is not owed
    m_wheelRemainder += rows;
    // A hair more than the sum, because thirds of a notch add up to a little less than one.
    const double whole = std::trunc(m_wheelRemainder + std::copysign(1e-9, m_wheelRemainder));
    if (whole == 0)
        return;
    m_wheelRemainder -= whole;
    scrollByRows(static_cast<std::int64_t>(whole));
}

void LargeScrollArea::scrollContentsBy(int /*dx*/, int /*dy*/)
{
    if (m_updatingBar)
        return;
    // Somebody set the bar's value without an action: an assistive program, "scroll here".
    if (const int value = verticalScrollBar()->value(); value != m_knownBarValue)
        takeDrag(value);
    viewport()->update();
}

} // namespace megascope

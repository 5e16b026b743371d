// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/DocumentView.h"

#include "ui/session/Bookmarks.h"
#include "ui/session/BoundedReads.h"
#include "ui/session/DocumentFinder.h"
#include "ui/view/ScrollTicks.h"
#include "ui/view/SelectionDrag.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QInputMethod>
#include <QMimeData>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace megascope {

namespace {

constexpr int dropMarkWidth = 2; // pixels

// While something is dragged near the upper or the lower edge: how near, and how fast the document moves
// there.
constexpr int edgeRows = 2;
constexpr int dragScrollInterval = 50; // milliseconds
constexpr double fastestDragScroll = 4; // rows each time

// While bytes are waited for: how often something moves, and after how many moves they are asked for again.
constexpr int waitInterval = 120; // milliseconds
constexpr int ticksPerAsk = 5;

} // namespace

DocumentView::DocumentView(DocumentSession& session, QWidget* parent)
    : LargeScrollArea(parent)
    , m_session(session)
    , m_style(ViewStyle::fromPalette(palette(), QFontDatabase::systemFont(QFontDatabase::FixedFont)))
    , m_dropMark(new QWidget(viewport()))
{
    m_dropMark->setAutoFillBackground(true);
    m_dropMark->setBackgroundRole(QPalette::Highlight);
    m_dropMark->hide();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    // Each paint covers every pixel that it is asked for.
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAcceptDrops(true);
    m_ticks = new ScrollTicks(*this);
    connect(&session, &DocumentSession::readAgain, this, [this] { readAgain(Shown::All); });
    if (const BoundedReads* const reads = BoundedReads::instance())
        connect(reads, &BoundedReads::arrived, this, [this] { readAgain(Shown::Lacking); });
}

void DocumentView::setFinder(DocumentFinder* finder)
{
    m_finder = finder;
    m_ticks->follow(finder);
    if (finder)
        connect(finder, &DocumentFinder::marksChanged, viewport(), qOverload<>(&QWidget::update));
    viewport()->update();
}

void DocumentView::setBookmarks(Bookmarks* bookmarks)
{
    if (std::exchange(m_bookmarks, bookmarks) == bookmarks)
        return;
    const auto repaint = [this] {
        viewport()->update();
        m_ticks->update();
    };
    if (bookmarks)
        connect(bookmarks, &Bookmarks::changed, this, repaint);
    repaint();
}

std::vector<ByteRange> DocumentView::marks(const ByteRange& range) const
{
    return m_finder ? m_finder->marks(range) : std::vector<ByteRange>();
}

bool DocumentView::isSelectionStrong() const
{
    return hasFocus() || (m_finder && m_finder->isShown());
}

void DocumentView::setViewStyle(const ViewStyle& style)
{
    m_style = style;
    viewStyleChanged();
    viewport()->update();
    emit styleChanged();
}

void DocumentView::reveal(ByteOffset offset, Reveal how)
{
    if (!m_painted)
        m_revealed = {offset, how};
    scrollIntoSight(offset, how);
}

void DocumentView::commitInput()
{
    if (hasFocus())
        QGuiApplication::inputMethod()->commit();
}

void DocumentView::sizeChanged()
{
    if (m_revealed)
        scrollIntoSight(m_revealed->first, m_revealed->second);
}

void DocumentView::contentPainted()
{
    if (!isWaiting())
        m_waitTick.stop();
    else if (!m_waitTick.isActive())
        m_waitTick.start(waitInterval, this);
    if (m_painted)
        return;
    m_painted = true;
    m_revealed.reset();
    // Not from inside the paint: whoever hears it may change the view.
    QTimer::singleShot(0, this, &DocumentView::firstContentPainted);
}

double DocumentView::wheelRowHeight() const
{
    return QFontMetricsF(m_style.font).lineSpacing();
}

void DocumentView::wheelEvent(QWheelEvent* event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        LargeScrollArea::wheelEvent(event);
        return;
    }
    m_zoomRemainder += event->angleDelta().y();
    const std::div_t steps = std::div(m_zoomRemainder, QWheelEvent::DefaultDeltasPerStep);
    m_zoomRemainder = steps.rem;
    if (steps.quot != 0)
        emit zoomRequested(steps.quot);
    event->accept();
}

void DocumentView::contextMenuEvent(QContextMenuEvent* event)
{
    emit contextMenuRequested(event->globalPos());
    event->accept();
}

bool DocumentView::takes(const QMimeData& dropped) const
{
    return !dropped.hasUrls() && !m_session.editor().isReadOnly()
        && (dropped.hasText() || RangeCopy::of(&dropped));
}

void DocumentView::dragEnterEvent(QDragEnterEvent* event)
{
    event->setAccepted(takes(*event->mimeData()));
}

void DocumentView::dragMoveEvent(QDragMoveEvent* event)
{
    event->setAccepted(takes(*event->mimeData()));
    if (!event->isAccepted())
        return endDragging();
    m_dragged = event->position().toPoint();
    showDropMark();
    if (rowsTowards(m_dragged.y()) == 0)
        m_dragScroll.stop();
    else if (!m_dragScroll.isActive())
        m_dragScroll.start(dragScrollInterval, this);
}

void DocumentView::showDropMark()
{
    const QRect place = placeRectangle(offsetAt(m_dragged));
    m_dropMark->setGeometry(place.x(), place.y(), dropMarkWidth, place.height());
    m_dropMark->setVisible(!place.isEmpty());
}

void DocumentView::endDragging()
{
    m_dragScroll.stop();
    m_dropMark->hide();
}

// To scroll by while something is dragged at this height: more, the nearer to the edge; none elsewhere.
std::int64_t DocumentView::rowsTowards(int y) const
{
    const int height = viewport()->height();
    const double edge = std::min(edgeRows * wheelRowHeight(), height / 4.0);
    const auto rows = [&](double depth) {
        return depth > 0 ? std::lround(std::clamp(depth / edge * fastestDragScroll, 1.0, fastestDragScroll))
                         : 0;
    };
    return rows(y + 1 - (height - edge)) - rows(edge - y);
}

void DocumentView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_waitTick.timerId()) {
        // What was asked for long ago may have been forgotten.
        if (++m_waitPhase % ticksPerAsk == 0)
            readAgain(Shown::Lacking);
        return viewport()->update();
    }
    if (event->timerId() != m_dragScroll.timerId())
        return LargeScrollArea::timerEvent(event);
    scrollByRows(rowsTowards(m_dragged.y()));
    showDropMark();
}

void DocumentView::dragLeaveEvent(QDragLeaveEvent* event)
{
    endDragging();
    event->accept();
}

void DocumentView::dropEvent(QDropEvent* event)
{
    endDragging();
    event->setAccepted(takes(*event->mimeData()));
    if (!event->isAccepted() || !m_session.editor().mayEdit())
        return;
    const ByteOffset to = offsetAt(event->position().toPoint());
    const RangeCopy* const copy = RangeCopy::of(event->mimeData());
    if (copy && event->proposedAction() == Qt::MoveAction
        && SelectionDrag::moveInside(m_session, *copy, to)) {
        event->setDropAction(Qt::TargetMoveAction);
        return;
    }
    m_session.setSelection(Selection::at(to));
    std::expected<EditContent, QString> content = pasteContent(*event->mimeData(), pasteKind(), m_session);
    event->setDropAction(content ? event->proposedAction() : Qt::IgnoreAction);
    if (content)
        insert(*std::move(content));
    else if (!content.error().isEmpty())
        m_session.editor().refuse(content.error());
}

} // namespace megascope

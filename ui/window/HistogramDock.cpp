// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/HistogramDock.h"

#include "ui/panel/HistogramPanel.h"
#include "ui/panel/TimeHistogram.h"
#include "ui/session/DocumentFinder.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/PaneFinder.h"

#include <KLocalizedString>

#include <QEvent>

#include <algorithm>
#include <utility>

namespace megascope {

HistogramDock::HistogramDock(DocumentPane& pane, QWidget* parent)
    : QDockWidget(i18nc("@title:window", "Histogram over Time"), parent)
    , m_pane(pane)
    , m_panel(new HistogramPanel(this))
{
    setObjectName(QStringLiteral("time_histogram"));
    setWidget(m_panel);
    setFocusProxy(m_panel);
    connect(m_panel, &HistogramPanel::placeChosen, this, &HistogramDock::scrollTo);
    connect(&pane.finder(), &PaneFinder::left, this, &HistogramDock::leave);
    connect(&pane, &DocumentPane::sessionChanged, this, &HistogramDock::follow);
    connect(&pane, &DocumentPane::layoutChanged, this, &HistogramDock::watchView);
    connect(this, &QDockWidget::visibilityChanged, this, [this](bool isShown) {
        if (!isShown)
            leave();
        else if (!m_panel->histogram())
            follow();
    });
}

void HistogramDock::follow()
{
    if (!isVisible())
        return;
    m_panel->setSession(&m_pane.session());
    m_finder = m_pane.finder().finder();
    if (m_finder)
        connect(m_finder, &DocumentFinder::matchesChanged, this, &HistogramDock::showMatches);
    showMatches();
    watchView();
}

void HistogramDock::leave()
{
    if (m_finder)
        disconnect(m_finder, nullptr, this, nullptr);
    m_panel->setSession(nullptr);
}

void HistogramDock::watchView()
{
    if (m_view)
        m_view->viewport()->removeEventFilter(this);
    m_view = m_pane.activeView();
    if (!m_view || !m_panel->histogram())
        return;
    m_view->viewport()->installEventFilter(this);
    showSight();
}

// Whatever moves the view makes it paint. What it shows is asked for afterwards.
bool HistogramDock::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Paint && isVisible() && !std::exchange(m_isSightOld, true))
        QMetaObject::invokeMethod(this, &HistogramDock::showSight, Qt::QueuedConnection);
    return QDockWidget::eventFilter(watched, event);
}

void HistogramDock::showSight()
{
    m_isSightOld = false;
    if (!m_view)
        return;
    const ByteOffset top = m_view->topOffset();
    const QPoint corner(m_view->viewport()->width() - 1, m_view->viewport()->height() - 1);
    m_panel->plot().setShownRange({top, std::max(top, m_view->offsetAt(corner))});
}

void HistogramDock::showMatches()
{
    const bool isShown = m_finder && m_finder->isShown();
    m_panel->plot().setMatches(isShown ? m_finder->matches() : nullptr);
}

void HistogramDock::scrollTo(ByteOffset place)
{
    for (DocumentView* view : m_pane.findChildren<DocumentView*>())
        view->setTopOffset(std::min(place, m_pane.session().snapshot().end()));
}

} // namespace megascope

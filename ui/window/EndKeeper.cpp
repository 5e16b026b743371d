// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/EndKeeper.h"

#include "ui/session/DocumentFollower.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"

#include <QEvent>

#include <algorithm>
#include <utility>

namespace megascope {

EndKeeper::EndKeeper(DocumentPane& pane)
    : QObject(&pane)
    , m_pane(pane)
{
    connect(&pane, &DocumentPane::sessionChanged, this, &EndKeeper::followSession);
    connect(&pane, &DocumentPane::layoutChanged, this, &EndKeeper::followViews);
    followSession();
    followViews();
}

void EndKeeper::followSession()
{
    const DocumentSession* const session = &m_pane.session();
    const DocumentFollower* const follower = &m_pane.session().follower();
    m_size = session->size();
    m_tops.clear();
    m_isKeeping = true;
    connect(session, &DocumentSession::snapshotChanged, this, &EndKeeper::takeContent);
    connect(session, &DocumentSession::selectionChanged, this, &EndKeeper::takeSelection);
    connect(follower, &DocumentFollower::rotating, this, [this] { m_tops.clear(); });
    connect(follower, &DocumentFollower::followingChanged, this, &EndKeeper::keep);
}

void EndKeeper::followViews()
{
    m_tops.clear();
    for (DocumentView* view : m_pane.findChildren<DocumentView*>()) {
        view->viewport()->installEventFilter(this);
        disconnect(view, nullptr, this, nullptr);
        connect(view, &DocumentView::topOffsetChanged, this, [this, view] { judge(*view); });
        connect(view, &DocumentView::styleChanged, this, [this] {
            m_tops.clear();
            putSoon();
        });
    }
    putSoon();
}

bool EndKeeper::isKeeping() const
{
    return m_isKeeping && m_pane.session().follower().isFollowing();
}

void EndKeeper::keep()
{
    m_tops.clear();
    m_isKeeping = true;
    putSoon();
    emit changed();
}

void EndKeeper::setKeeping(bool keeping)
{
    if (std::exchange(m_isKeeping, keeping) != keeping)
        emit changed();
}

void EndKeeper::takeContent()
{
    if (const ByteCount size = m_pane.session().size(); std::exchange(m_size, size) > size)
        m_tops.clear();
    putSoon();
}

// Going to the end of the document is asking for what comes there.
void EndKeeper::takeSelection()
{
    if (!m_pane.session().follower().isFollowing())
        return;
    if (m_pane.session().selection().cursor == m_pane.session().snapshot().end()) {
        if (!m_isKeeping)
            keep();
        return;
    }
    // The views bring the cursor into sight first.
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (const DocumentView* const view = m_pane.activeView())
                judge(*view);
        },
        Qt::QueuedConnection);
}

void EndKeeper::judge(const DocumentView& view)
{
    if (!m_pane.session().follower().isFollowing())
        return;
    if (m_isKeeping) {
        const auto top = m_tops.constFind(&view);
        if (top != m_tops.cend() && view.topOffset() < *top)
            setKeeping(false);
    } else if (const LargeScrollArea::VerticalExtent extent = view.verticalExtent();
        extent.position >= extent.maximum) {
        keep();
    }
}

void EndKeeper::putSoon()
{
    if (!isKeeping() || std::exchange(m_isPutting, true))
        return;
    QMetaObject::invokeMethod(this, &EndKeeper::put, Qt::QueuedConnection);
}

// When all views know the document as it is now.
void EndKeeper::put()
{
    m_isPutting = false;
    if (!isKeeping())
        return;
    const QList<DocumentView*> views = m_pane.findChildren<DocumentView*>();
    const bool isScrolledUp = std::ranges::any_of(views, [this](const DocumentView* view) {
        const auto top = m_tops.constFind(view);
        return top != m_tops.cend() && view->topOffset() < *top;
    });
    if (isScrolledUp)
        return setKeeping(false);
    for (DocumentView* view : views) {
        view->setTopOffset(m_pane.session().snapshot().end());
        m_tops[view] = view->topOffset();
    }
}

bool EndKeeper::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) {
        m_tops.clear();
        putSoon();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/PlaceFinder.h"

#include "ui/session/BoundedReads.h"
#include "ui/session/DocumentSession.h"

namespace megascope {

PlaceFinder::PlaceFinder(DocumentSession& session)
    : QObject(&session)
    , m_session(session)
{
    connect(&session, &DocumentSession::indexProgressed, this, &PlaceFinder::tryAgain);
    connect(&session, &DocumentSession::indexingEnded, this, &PlaceFinder::tryAgain);
    if (const BoundedReads* const reads = BoundedReads::instance())
        connect(reads, &BoundedReads::arrived, this, &PlaceFinder::tryAgain);
}

bool PlaceFinder::find(const Place& place)
{
    m_pending.reset();
    const std::expected<ResolvedPlace, QString> found = resolvePlace(m_session, place);
    if (!found) {
        emit failed(found.error());
        return false;
    }
    moveTo(found->offset);
    if (!found->exact)
        m_pending = place;
    return true;
}

void PlaceFinder::tryAgain()
{
    if (!m_pending)
        return;
    if (m_session.selection() != m_estimate) {
        m_pending.reset();
        return;
    }
    const std::expected<ResolvedPlace, QString> found = resolvePlace(m_session, *m_pending);
    if (found && !found->exact)
        return;
    m_pending.reset();
    if (found)
        moveTo(found->offset);
    else
        emit failed(found.error());
}

void PlaceFinder::moveTo(ByteOffset offset)
{
    m_session.moveCursor(offset, false);
    m_estimate = m_session.selection();
}

} // namespace megascope

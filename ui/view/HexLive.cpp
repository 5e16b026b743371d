// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexLive.h"

#include "ui/session/DocumentSession.h"

#include <QTimerEvent>

namespace megascope {

namespace {

using Clock = Afterglow::Clock;

constexpr int fadeInterval = 50; // milliseconds

} // namespace

HexLive::HexLive(const DocumentSession& session)
    : m_session(session)
    , m_revision(session.snapshot().revision())
{
}

void HexLive::setHeld(bool held)
{
    if (held == m_held)
        return;
    m_held = held;
    m_heldAt = Clock::now();
    if (held)
        m_fade.stop();
    else
        m_glow.clear(); // it is as old as the pause
    emit faded();
    m_glowing = m_glow.ranges();
}

// Bytes that an edit put elsewhere, or that were typed, are no news; those that the file got by itself are.
bool HexLive::wasEdited()
{
    const auto changes = m_session.editor().document().changesSince(m_revision);
    m_revision = m_session.snapshot().revision();
    return changes && !changes->empty();
}

void HexLive::look(const ByteRange& range)
{
    if (wasEdited())
        m_bytes.forget();
    const LiveBytes::Look look = m_bytes.look(m_session.snapshot(), range);
    m_foundChange = !look.changed.empty();
    m_wasElsewhere = look.isElsewhere;
    if (m_held) {
        m_glow.clear();
        m_heldAt = Clock::now();
    }
    const Clock::time_point now = Clock::now();
    m_glow.fade(m_held ? m_heldAt : now);
    m_glow.add(look.changed, m_held ? m_heldAt : now);
    if (look.changed.empty() && !m_held)
        return; // the timer tells what fades
    m_glowing.insert(m_glowing.end(), look.changed.begin(), look.changed.end());
    emit faded();
    m_glowing = m_glow.ranges();
    if (!m_held && !m_fade.isActive())
        m_fade.start(fadeInterval, this);
}

std::vector<std::uint8_t> HexLive::strengths(const ByteRange& range) const
{
    return m_glow.strengths(range, m_held ? m_heldAt : Clock::now());
}

void HexLive::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_fade.timerId())
        return QObject::timerEvent(event);
    m_glow.fade(Clock::now());
    emit faded(); // what is over is painted once more, without
    m_glowing = m_glow.ranges();
    if (m_glow.isEmpty())
        m_fade.stop();
}

} // namespace megascope

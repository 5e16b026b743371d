// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/CursorBlink.h"

#include <QApplication>
#include <QTimerEvent>

namespace megascope {

void CursorBlink::restart(bool blinking)
{
    const int period = QApplication::cursorFlashTime(); // on and off, in milliseconds
    m_on = true;
    if (blinking && period > 0)
        m_timer.start(period / 2, this);
    else
        m_timer.stop();
}

void CursorBlink::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_timer.timerId())
        return QObject::timerEvent(event);
    m_on = !m_on;
    emit toggled();
}

} // namespace megascope

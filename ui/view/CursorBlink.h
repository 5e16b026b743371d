// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QBasicTimer>
#include <QObject>

namespace megascope {

// Tells when a blinking cursor is to be shown, in the rhythm that the desktop wants; it may want none.
class CursorBlink final : public QObject {
    Q_OBJECT

public:
    // Shown now; and blinking from now on, or not.
    void restart(bool blinking);
    [[nodiscard]] bool isOn() const { return m_on; }

signals:
    void toggled();

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    bool m_on = true;
    QBasicTimer m_timer;
};

} // namespace megascope

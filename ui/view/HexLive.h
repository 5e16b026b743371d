// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/Afterglow.h"
#include "ui/model/LiveBytes.h"

#include <QBasicTimer>
#include <QObject>

namespace megascope {

class DocumentSession;

// The live side of a hex view: finds what others have changed in the part that is in sight, and how strongly
// that is to be shown now. GUI thread only.
class HexLive final : public QObject {
    Q_OBJECT

public:
    // Borrowed.
    explicit HexLive(const DocumentSession& session);

    // Held: what a look finds stays marked until the next one, however long that takes.
    void setHeld(bool held);
    // Reads `range` again. What was edited since the last time counts as seen.
    void look(const ByteRange& range);
    // Something in the range that was looked at last is other than before; some of it was not looked at
    // before.
    [[nodiscard]] bool foundChange() const { return m_foundChange; }
    [[nodiscard]] bool wasElsewhere() const { return m_wasElsewhere; }

    // As Afterglow::strengths().
    [[nodiscard]] std::vector<std::uint8_t> strengths(const ByteRange& range) const;
    // What glows, or has done so until a moment ago.
    [[nodiscard]] const std::vector<ByteRange>& glowing() const { return m_glowing; }

signals:
    void faded(); // glowing() is to be painted again

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    [[nodiscard]] bool wasEdited();

    const DocumentSession& m_session;
    LiveBytes m_bytes;
    Revision m_revision; // of the last look
    Afterglow m_glow;
    std::vector<ByteRange> m_glowing;
    bool m_foundChange = false;
    bool m_wasElsewhere = false;
    bool m_held = false;
    Afterglow::Clock::time_point m_heldAt; // what stays marked did not get older since
    QBasicTimer m_fade; // runs while something fades
};

} // namespace megascope

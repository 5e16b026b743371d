// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/GrowingSpool.h"

#include <QObject>

namespace megascope {

class IncomingStatus;
class MainWindow;

// What a window does about documents that come bit by bit: tells how far they are, and what went wrong; asks
// whether to go on; shows compressed files as they are. GUI thread only.
class IncomingCommands final : public QObject {
    Q_OBJECT

public:
    // Belongs to the window.
    explicit IncomingCommands(MainWindow& window);

    // Takes no more of what comes.
    void stop();
    // Opens the compressed file once more, as it is or unpacked.
    void showPacked(bool packed);

private:
    void takeSession();
    void followState();
    void tellFailure(const Error& error);
    void askToGoOn(ByteCount size);
    void warnOfEdits();
    void showPossible();

    MainWindow& m_window;
    IncomingStatus* m_status = nullptr; // made when it is first needed
    GrowingSpool::Phase m_phase = GrowingSpool::Phase::Coming; // as it was told
    bool m_hasWhyPacked = false; // was told
    bool m_hasWarned = false;
};

// Puts what it can do into the window's action collection.
void addIncomingActions(MainWindow& window);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QObject>

#include <expected>

class QLabel;
class QMenu;

namespace megascope {

class LiveMode;
class MainWindow;

// The commands of the live mode, and what the status line says of it. All of it but the actions is made when
// it is first asked for. GUI thread only.
class LiveCommands final : public QObject {
    Q_OBJECT

public:
    // Belongs to the window, and adds its actions.
    explicit LiveCommands(MainWindow& window);

    void setOn(bool on);
    // The same, so many times a second from now on.
    void start(int rate);
    void togglePause();
    void step();
    // Asks first, once for each document.
    void setWriting(bool on);
    // Null before it was asked for.
    [[nodiscard]] LiveMode* mode() const { return m_mode; }

private:
    LiveMode& live();
    void addActions();
    void fillRates(QMenu& menu);
    void tell(const std::expected<void, QString>& outcome);
    void show();
    void showLabel();
    [[nodiscard]] bool mayWrite();

    MainWindow& m_window;
    LiveMode* m_mode = nullptr;
    QLabel* m_label = nullptr;
    bool m_warned = false; // of direct writing to the document that is shown
};

void addLiveActions(MainWindow& window);
// For the command line.
void startLive(MainWindow& window, int rate);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QObject>

class QAction;
class QToolButton;

namespace megascope {

class EndKeeper;
class MainWindow;

// Following the file of a window as a log: the switch in the menu, and what the status line shows of it. GUI
// thread only.
class FollowCommands final : public QObject {
    Q_OBJECT

public:
    // Belongs to the window. `action` switches following.
    FollowCommands(MainWindow& window, QAction* action);

private:
    void followSession();
    void showState();
    void makeButton();

    MainWindow& m_window;
    QAction* m_action;
    EndKeeper* m_keeper = nullptr; // null before a file was followed
    QToolButton* m_button = nullptr; // likewise
};

// Puts what it can do into the window's action collection.
void addFollowActions(MainWindow& window);

} // namespace megascope

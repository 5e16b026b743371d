// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentFollower.h"

#include <QList>
#include <QObject>

#include <optional>

class QAction;

namespace megascope {

class MainWindow;

// Tells in the window what others do to its file, in one message at a time, and offers what can be done about
// it. GUI thread only.
class FileChangeBar final : public QObject {
    Q_OBJECT

public:
    // Belongs to the window.
    explicit FileChangeBar(MainWindow& window);

private:
    using Event = DocumentFollower::Event;

    void followSession();
    void show(Event event);
    void tellRotation();
    void showEarlier();
    void showSession(std::unique_ptr<DocumentSession> session);
    void compare();
    [[nodiscard]] QList<QAction*> choices(Event event);

    MainWindow& m_window;
    std::optional<Event> m_shown; // or told to be ignored, until another one comes
    ByteOffset m_earlierPlace; // at the top of the view when the log was rotated
};

} // namespace megascope

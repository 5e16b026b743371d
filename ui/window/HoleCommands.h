// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QObject>
#include <QPointer>

class QLabel;

namespace megascope {

class DataFinder;
class MainWindow;

// Going from data to data over the holes of a sparse file, and what the status line says of the hole that the
// cursor is in. GUI thread only.
class HoleCommands final : public QObject {
    Q_OBJECT

public:
    // Belongs to the window, and adds its actions.
    explicit HoleCommands(MainWindow& window);

    void goToData(bool forward);

private:
    void showHole();

    MainWindow& m_window;
    QPointer<DataFinder> m_finder; // of the document that is shown; null before it was asked for
    QLabel* m_label = nullptr; // null before the first hole
};

void addHoleActions(MainWindow& window);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/Bookmarks.h"

#include <QObject>
#include <QPointer>

class QDockWidget;

namespace megascope {

class FilterPanel;
class MainWindow;
class PaneNotes;

// Filtering the lines of a window's document, and bookmarks in it. The panel is made when it is first asked
// for. GUI thread only.
class FilterCommands final : public QObject {
    Q_OBJECT

public:
    // Belongs to the window.
    explicit FilterCommands(MainWindow& window);

    // Opens the panel, with what is selected.
    void filter();
    // Null before it was asked for.
    [[nodiscard]] FilterPanel* panel() const { return m_panel; }

    [[nodiscard]] Bookmarks& bookmarks() const { return *m_bookmarks; }
    // On the line of the cursor, or of the row that has the keyboard.
    void toggleBookmark();
    void goToBookmark(bool forward);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // of the pane: other colours

private:
    void takeViews();
    void makePanel();
    void applyStyle();
    void showContextMenu(const QPoint& globalPosition);
    void goTo(const ByteRange& line);

    MainWindow& m_window;
    QPointer<Bookmarks> m_bookmarks; // of the document that is shown
    PaneNotes* m_notes;
    QDockWidget* m_dock = nullptr;
    FilterPanel* m_panel = nullptr;
};

// Puts what it can do into the window's action collection.
void addFilterActions(MainWindow& window);

} // namespace megascope

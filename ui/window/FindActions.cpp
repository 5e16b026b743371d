// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"
#include "ui/window/PaneFinder.h"

#include <KActionCollection>
#include <KLocalizedString>
#include <KStandardAction>

#include <QAction>
#include <QStatusBar>

namespace megascope {

namespace {

constexpr int toldFor = 5000; // milliseconds

} // namespace

void addFindActions(MainWindow& window)
{
    using Direction = DocumentFinder::Direction;
    KActionCollection* actions = window.actionCollection();
    PaneFinder* finder = &window.pane().finder();
    KStandardAction::find(finder, &PaneFinder::ask, actions);
    KStandardAction::findNext(finder, [finder] { finder->find(Direction::Forward); }, actions);
    KStandardAction::findPrev(finder, [finder] { finder->find(Direction::Backward); }, actions);
    QObject::connect(finder, &PaneFinder::told, &window,
        [&window](const QString& text) { window.statusBar()->showMessage(text, toldFor); });
    addCommands(window,
        {{"edit_find_all", i18nc("@action", "Find &All"), "edit-find", QKeySequence(Qt::ALT | Qt::Key_F3),
             [finder] { finder->findAll(); }},
            {"edit_find_selection", i18nc("@action", "Use &Selection for Find"), "",
                QKeySequence(Qt::CTRL | Qt::Key_E), [finder] { finder->useSelection(); }}});
}

} // namespace megascope

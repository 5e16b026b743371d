// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"
#include "ui/window/PaneFinder.h"
#include "ui/window/ReplaceCommands.h"
#include "ui/window/ResultsDock.h"

#include <KActionCollection>
#include <KLocalizedString>
#include <KStandardAction>

#include <QAction>
#include <QStatusBar>

namespace megascope {

namespace {

constexpr int toldFor = 5000; // milliseconds

// Matches are listed at the bottom of the window.
ResultsDock* addResults(MainWindow& window)
{
    auto* dock = new ResultsDock(window);
    window.addDockWidget(Qt::BottomDockWidgetArea, dock);
    window.actionCollection()->addAction(QStringLiteral("view_find_results"), dock->toggleViewAction());
    QObject::connect(&window.pane().finder(), &PaneFinder::allWanted, dock, &ResultsDock::list);
    return dock;
}

} // namespace

void addFindActions(MainWindow& window)
{
    using Direction = DocumentFinder::Direction;
    KActionCollection* actions = window.actionCollection();
    PaneFinder* finder = &window.pane().finder();
    KStandardAction::find(finder, &PaneFinder::ask, actions);
    KStandardAction::findNext(finder, [finder] { finder->find(Direction::Forward); }, actions);
    KStandardAction::findPrev(finder, [finder] { finder->find(Direction::Backward); }, actions);
    auto* replace = new ReplaceCommands(window.pane(), &window);
    QAction* ask = KStandardAction::replace(replace, &ReplaceCommands::ask, actions);
    QList<QKeySequence> keys = actions->defaultShortcuts(ask);
    keys.append(QKeySequence(Qt::CTRL | Qt::Key_H)); // as elsewhere
    actions->setDefaultShortcuts(ask, keys);
    QObject::connect(finder, &PaneFinder::told, &window,
        [&window](const QString& text) { window.statusBar()->showMessage(text, toldFor); });
    ResultsDock* results = addResults(window);
    addCommands(window,
        {{"edit_find_all", i18nc("@action", "Find &All"), "edit-find",
             QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_F), [finder] { finder->findAll(); }},
            {"edit_find_everywhere", i18nc("@action", "Find All in Open &Files"), "",
                QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F),
                [finder, results] {
                    if (finder->finder()->isReady())
                        results->findEverywhere(finder->finder()->pattern());
                    else
                        finder->ask();
                }},
            {"edit_find_selection", i18nc("@action", "Use &Selection for Find"), "",
                QKeySequence(Qt::CTRL | Qt::Key_E), [finder] { finder->useSelection(); }},
            {"edit_replace_next", i18nc("@action", "Replace and Find &Next"), "",
                QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R), [replace] { replace->replace(); }},
            {"edit_replace_all", i18nc("@action", "Replace A&ll"), "",
                QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_R), [replace] { replace->replaceAll(); }},
            {"edit_replace_preview", i18nc("@action", "Pre&view Replacements…"), "",
                QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_P), [replace] { replace->preview(); }}});
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/FindResults.h"
#include "ui/view/DocumentView.h"
#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"
#include "ui/window/PaneFinder.h"

#include <KActionCollection>
#include <KLocalizedString>
#include <KStandardAction>

#include <QAction>
#include <QDockWidget>
#include <QStatusBar>

namespace megascope {

namespace {

constexpr int toldFor = 5000; // milliseconds

// Matches are listed at the bottom of the window.
void addResults(MainWindow& window)
{
    DocumentPane* pane = &window.pane();
    auto* dock = new QDockWidget(i18nc("@title:window", "Find Results"), &window);
    dock->setObjectName(QStringLiteral("find_results"));
    auto* results = new FindResults(dock);
    dock->setWidget(results);
    window.addDockWidget(Qt::BottomDockWidgetArea, dock);
    dock->hide();
    window.actionCollection()->addAction(QStringLiteral("view_find_results"), dock->toggleViewAction());

    QObject::connect(&pane->finder(), &PaneFinder::allWanted, dock,
        [pane, dock, results](const std::shared_ptr<FoundMatches>& matches) {
            results->show(pane->session(), matches);
            dock->show();
            dock->raise();
        });
    QObject::connect(&pane->finder(), &PaneFinder::left, results, &FindResults::clear);
    QObject::connect(results, &FindResults::emptied, dock, [pane, dock] {
        dock->hide();
        if (pane->activeView())
            pane->activeView()->setFocus();
    });
    QObject::connect(results, &FindResults::chosen, pane, [pane](const ByteRange& match) {
        pane->session().setSelection({match.begin(), match.end()});
        pane->revealCursor();
    });
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
    QObject::connect(finder, &PaneFinder::told, &window,
        [&window](const QString& text) { window.statusBar()->showMessage(text, toldFor); });
    addResults(window);
    addCommands(window,
        {{"edit_find_all", i18nc("@action", "Find &All"), "edit-find",
             QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_F), [finder] { finder->findAll(); }},
            {"edit_find_selection", i18nc("@action", "Use &Selection for Find"), "",
                QKeySequence(Qt::CTRL | Qt::Key_E), [finder] { finder->useSelection(); }}});
}

} // namespace megascope

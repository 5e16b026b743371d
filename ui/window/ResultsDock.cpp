// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/ResultsDock.h"

#include "ui/panel/FindResults.h"
#include "ui/session/DocumentFinder.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"
#include "ui/window/PaneFinder.h"

#include <KLocalizedString>

#include <QFileInfo>

namespace megascope {

namespace {

// All of this program.
QList<MainWindow*> openWindows()
{
    QList<MainWindow*> windows;
    for (KMainWindow* window : KMainWindow::memberList()) {
        if (auto* one = qobject_cast<MainWindow*>(window))
            windows.append(one);
    }
    return windows;
}

} // namespace

ResultsDock::ResultsDock(MainWindow& window)
    : QDockWidget(i18nc("@title:window", "Find Results"), &window)
    , m_window(window)
{
    setObjectName(QStringLiteral("find_results"));
    hide();
}

FindResults& ResultsDock::results()
{
    if (m_results)
        return *m_results;
    m_results = new FindResults(this);
    setWidget(m_results);
    DocumentPane* pane = &m_window.pane();
    connect(
        &pane->finder(), &PaneFinder::left, m_results, [this, pane] { m_results->forget(pane->session()); });
    connect(m_results, &FindResults::emptied, this, [this, pane] {
        hide();
        if (pane->activeView())
            pane->activeView()->setFocus();
    });
    connect(m_results, &FindResults::chosen, this, &ResultsDock::showMatch);
    return *m_results;
}

void ResultsDock::list(const std::shared_ptr<FoundMatches>& matches)
{
    results().show(m_window.pane().session(), matches);
    show();
    raise();
}

void ResultsDock::findEverywhere(const Pattern& pattern)
{
    for (MainWindow* window : openWindows()) {
        DocumentSession& session = window->pane().session();
        const bool isEmpty = session.size() == ByteCount(0);
        const auto matches = isEmpty ? nullptr : DocumentFinder::allIn(session, pattern);
        if (!matches)
            continue;
        const QString name = session.title();
        results().show(session, matches,
            name.isEmpty() ? i18nc("@title:tab a document without a file", "Untitled") : name);
        show();
        raise();
    }
}

void ResultsDock::showMatch(const ByteRange& match, const DocumentSession* session)
{
    for (MainWindow* window : openWindows()) {
        DocumentPane& pane = window->pane();
        if (&pane.session() != session)
            continue;
        pane.session().setSelection({match.begin(), match.end()});
        pane.revealCursor();
        if (window == &m_window)
            return;
        window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
        window->raise();
        window->activateWindow();
        pane.activeView()->setFocus();
    }
}

} // namespace megascope

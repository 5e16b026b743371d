// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PaneFinder.h"

#include "ui/panel/FindBar.h"
#include "ui/session/SelectionPattern.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"

#include <KConfigGroup>
#include <KSharedConfig>

#include <utility>

namespace megascope {

namespace {

KConfigGroup findGroup()
{
    return KSharedConfig::openStateConfig()->group(QStringLiteral("Find"));
}

constexpr auto historyKey = "History";

} // namespace

PaneFinder::PaneFinder(DocumentPane& pane)
    : QObject(&pane)
    , m_pane(pane)
    , m_bar(new FindBar(&pane))
{
    connect(m_bar, &FindBar::told, this, &PaneFinder::told);
    connect(m_bar, &FindBar::findAllRequested, this, &PaneFinder::findAll);
    connect(m_bar, &FindBar::closed, this, [this] { m_pane.activeView()->setFocus(); });
    connect(m_bar, &FindBar::historyChanged, this, [this] {
        KConfigGroup group = findGroup();
        group.writeEntry(historyKey, m_bar->history());
        group.sync();
    });
}

void PaneFinder::leave()
{
    emit left();
}

void PaneFinder::follow(DocumentSession& session)
{
    m_finder = new DocumentFinder(session);
    connect(m_finder, &DocumentFinder::found, &m_pane, &DocumentPane::revealCursor);
    m_bar->follow(session, *m_finder);
}

// What a start without a search does not need.
void PaneFinder::readSettings()
{
    if (!std::exchange(m_settingsRead, true))
        m_bar->setHistory(findGroup().readEntry(historyKey, QStringList()));
}

bool PaneFinder::takeSelection()
{
    readSettings();
    const std::optional<Pattern> pattern = selectionPattern(m_pane.session(), m_bar->pattern().kind);
    if (pattern)
        m_bar->setPattern(*pattern);
    return pattern.has_value();
}

void PaneFinder::ask()
{
    takeSelection();
    m_bar->open();
}

void PaneFinder::find(DocumentFinder::Direction direction)
{
    readSettings();
    if (m_finder->isReady())
        m_bar->find(direction);
    else
        m_bar->open();
}

void PaneFinder::findAll()
{
    if (!m_finder->isReady())
        return ask();
    if (const std::shared_ptr<FoundMatches> matches = m_finder->findAll())
        emit allWanted(matches);
}

void PaneFinder::useSelection()
{
    if (takeSelection())
        m_bar->find(DocumentFinder::Direction::Forward);
}

bool PaneFinder::escape()
{
    if (m_finder->isSeeking())
        return m_finder->stop();
    if (!m_bar->isVisible())
        return false;
    m_bar->close();
    return true;
}

} // namespace megascope

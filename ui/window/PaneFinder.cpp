// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PaneFinder.h"

#include "ui/panel/FindBar.h"
#include "ui/panel/PatternField.h"
#include "ui/panel/ReplaceRow.h"
#include "ui/session/SelectionPattern.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"

#include <KConfigGroup>
#include <KSharedConfig>

#include <QLayout>

namespace megascope {

namespace {

KConfigGroup findGroup()
{
    return KSharedConfig::openStateConfig()->group(QStringLiteral("Find"));
}

constexpr auto historyKey = "History";
constexpr auto replacementsKey = "Replacements";

} // namespace

PaneFinder::PaneFinder(DocumentPane& pane)
    : QObject(&pane)
    , m_pane(pane)
{
}

FindBar& PaneFinder::bar()
{
    if (!m_bar)
        makeBar();
    return *m_bar;
}

void PaneFinder::makeBar()
{
    m_bar = new FindBar(&m_pane);
    m_pane.layout()->addWidget(m_bar);
    m_bar->setHistory(findGroup().readEntry(historyKey, QStringList()));
    connect(m_bar, &FindBar::told, this, &PaneFinder::told);
    connect(m_bar, &FindBar::findAllRequested, this, &PaneFinder::findAll);
    connect(m_bar, &FindBar::closed, this, [this] { m_pane.activeView()->setFocus(); });
    connect(m_bar, &FindBar::historyChanged, this, [this] {
        KConfigGroup group = findGroup();
        group.writeEntry(historyKey, m_bar->history());
        group.sync();
    });
    m_bar->follow(m_pane.session(), *m_finder);
}

void PaneFinder::leave()
{
    emit left();
}

void PaneFinder::follow(DocumentSession& session)
{
    m_finder = new DocumentFinder(session);
    connect(m_finder, &DocumentFinder::found, &m_pane, &DocumentPane::revealCursor);
    if (m_bar)
        m_bar->follow(session, *m_finder);
}

bool PaneFinder::takeSelection()
{
    const std::optional<Pattern> pattern = selectionPattern(m_pane.session(), bar().pattern().kind);
    if (pattern)
        bar().setPattern(*pattern);
    return pattern.has_value();
}

void PaneFinder::ask()
{
    takeSelection();
    bar().open();
}

void PaneFinder::makeReplaceRow()
{
    m_hasReplaceRow = true;
    ReplaceRow& row = bar().replaceRow();
    PatternField* field = &row.field();
    field->setHistory(findGroup().readEntry(replacementsKey, QStringList()));
    connect(&row, &ReplaceRow::allWanted, this, &PaneFinder::replaceAllWanted);
    connect(&row, &ReplaceRow::listWanted, this, &PaneFinder::replacementsWanted);
    connect(field, &PatternField::historyChanged, this, [field] {
        KConfigGroup group = findGroup();
        group.writeEntry(replacementsKey, field->history());
        group.sync();
    });
}

void PaneFinder::askReplacement()
{
    takeSelection();
    if (!m_hasReplaceRow)
        makeReplaceRow();
    bar().openForReplace();
}

bool PaneFinder::hasReplacement() const
{
    return m_hasReplaceRow && m_bar->isVisible() && m_bar->replaceRow().isVisible();
}

void PaneFinder::find(DocumentFinder::Direction direction)
{
    if (m_finder->isReady())
        bar().find(direction);
    else
        bar().open();
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
        bar().find(DocumentFinder::Direction::Forward);
}

bool PaneFinder::escape()
{
    if (m_finder->isSeeking())
        return m_finder->stop();
    if (!m_bar || !m_bar->isVisible())
        return false;
    m_bar->close();
    return true;
}

} // namespace megascope

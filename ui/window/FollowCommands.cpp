// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/FollowCommands.h"

#include "ui/session/DocumentFollower.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/EndKeeper.h"
#include "ui/window/FileChangeBar.h"
#include "ui/window/MainWindow.h"

#include <KActionCollection>
#include <KLocalizedString>

#include <QAction>
#include <QStatusBar>
#include <QToolButton>

namespace megascope {

FollowCommands::FollowCommands(MainWindow& window, QAction* action)
    : QObject(&window)
    , m_window(window)
    , m_action(action)
{
    connect(action, &QAction::triggered, this,
        [this](bool on) { m_window.pane().session().follower().setFollowing(on); });
    connect(&window.pane(), &DocumentPane::sessionChanged, this, &FollowCommands::followSession);
    connect(&window.pane(), &DocumentPane::pathChanged, this, &FollowCommands::showState);
    followSession();
}

void FollowCommands::followSession()
{
    connect(&m_window.pane().session().follower(), &DocumentFollower::followingChanged, this,
        &FollowCommands::showState);
    showState();
}

void FollowCommands::showState()
{
    const DocumentFollower& follower = m_window.pane().session().follower();
    const bool isFollowing = follower.isFollowing();
    m_action->setEnabled(follower.canFollow());
    m_action->setChecked(isFollowing);
    if (isFollowing && !m_keeper) {
        m_keeper = new EndKeeper(m_window.pane());
        connect(m_keeper, &EndKeeper::changed, this, &FollowCommands::showState);
        makeButton();
        m_keeper->keep();
    }
    if (!m_button)
        return;
    m_button->setVisible(isFollowing);
    m_button->setText(m_keeper->isKeeping()
            ? i18nc("@info:status the end of the file is kept in sight", "Following")
            : i18nc("@info:status the file is followed, but not its end", "Not at the End"));
}

void FollowCommands::makeButton()
{
    m_button = new QToolButton(m_window.statusBar());
    m_button->setAutoRaise(true);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setIcon(m_action->icon());
    m_button->setToolTip(i18nc("@info:tooltip", "The file is followed as a log; click to stay at its end"));
    connect(m_button, &QToolButton::clicked, m_keeper, &EndKeeper::keep);
    m_window.statusBar()->addPermanentWidget(m_button);
}

void addFollowActions(MainWindow& window)
{
    QAction* const action = window.actionCollection()->addAction(QStringLiteral("view_follow"));
    action->setText(i18nc("@option:check", "F&ollow the File"));
    action->setIconText(i18nc("@action:intoolbar", "Follow"));
    action->setIcon(QIcon::fromTheme(QStringLiteral("arrow-down-double")));
    action->setCheckable(true);
    KActionCollection::setDefaultShortcut(action, QKeySequence(Qt::ALT | Qt::Key_End));
    new FollowCommands(window, action);
    new FileChangeBar(window);
}

} // namespace megascope

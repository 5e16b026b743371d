// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/LiveCommands.h"

#include "ui/window/Commands.h"
#include "ui/window/DeviceQuestions.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/LiveMode.h"
#include "ui/window/MainWindow.h"

#include <KActionCollection>
#include <KActionMenu>
#include <KLocalizedString>
#include <KMessageBox>

#include <QActionGroup>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QStatusBar>
#include <QToolButton>

namespace megascope {

using State = LiveMode::State;

LiveCommands::LiveCommands(MainWindow& window)
    : QObject(&window)
    , m_window(window)
{
    addActions();
    connect(&window.pane(), &DocumentPane::sessionChanged, this, [this] {
        m_warned = false;
        show();
    });
    connect(&window.pane(), &DocumentPane::pathChanged, this, &LiveCommands::show);
    show();
}

LiveMode& LiveCommands::live()
{
    if (!m_mode) {
        m_mode = new LiveMode(m_window.pane());
        m_mode->setParent(this);
        connect(m_mode, &LiveMode::changed, this, &LiveCommands::show);
    }
    return *m_mode;
}

void LiveCommands::addActions()
{
    addCommands(m_window,
        {{"view_live", i18nc("@option:check looks at the file all the time", "&Live"), "media-record",
             QKeySequence(Qt::Key_F9), [this] { setOn(!m_mode || m_mode->state() == State::Off); }},
            {"view_live_pause", i18nc("@option:check live mode", "&Pause"), "media-playback-pause",
                QKeySequence(Qt::SHIFT | Qt::Key_F9), [this] { togglePause(); }},
            {"view_live_step", i18nc("@action live mode", "&Single Step"), "media-skip-forward",
                QKeySequence(Qt::Key_F6), [this] { step(); }},
            {"view_live_write", i18nc("@option:check live mode", "&Write Directly…"), "", {},
                [this] { setWriting(!m_mode || !m_mode->writesDirectly()); }}});
    for (const char* id : {"view_live", "view_live_pause", "view_live_write"})
        m_window.actionCollection()->action(QString::fromLatin1(id))->setCheckable(true);
    auto* rates = new KActionMenu(i18nc("@title:menu live mode", "&Rate"), &m_window);
    rates->setPopupMode(QToolButton::InstantPopup);
    m_window.actionCollection()->addAction(QStringLiteral("view_live_rate"), rates);
    connect(rates->menu(), &QMenu::aboutToShow, this, [this, menu = rates->menu()] { fillRates(*menu); });
}

void LiveCommands::fillRates(QMenu& menu)
{
    menu.clear();
    auto* group = new QActionGroup(&menu);
    for (const int rate : LiveMode::rates) {
        QAction* const action
            = menu.addAction(i18ncp("@item:inmenu", "%1 Time a Second", "%1 Times a Second", rate), this,
                [this, rate] { live().setRate(rate); });
        action->setCheckable(true);
        action->setChecked(live().rate() == rate);
        group->addAction(action);
    }
}

void LiveCommands::tell(const std::expected<void, QString>& outcome)
{
    if (!outcome)
        m_window.pane().showMessage(DocumentSession::Severity::Information, outcome.error());
    show(); // a check mark may have come by the click alone
}

void LiveCommands::setOn(bool on)
{
    if (on)
        tell(live().start());
    else if (m_mode)
        m_mode->stop();
}

void LiveCommands::start(int rate)
{
    live().setRate(rate);
    setOn(true);
}

void LiveCommands::togglePause()
{
    tell(live().state() == State::Running ? live().pause() : live().start());
}

void LiveCommands::step()
{
    tell(live().step());
}

bool LiveCommands::mayWrite()
{
    if (m_warned)
        return true;
    const DocumentSession& session = m_window.pane().session();
    const QString text = i18n("What you type over bytes in the hex view goes into “%1” at once, and other "
                              "programs that use the file see it at once. It is not an edit: it cannot be "
                              "undone, and nothing keeps what was there before.",
        QFileInfo(session.path()).fileName());
    if (KMessageBox::warningContinueCancel(&m_window, text, i18nc("@title:window", "Write Directly"),
            KGuiItem(i18nc("@action:button", "Write Directly")), KStandardGuiItem::cancel(), QString(),
            KMessageBox::Notify | KMessageBox::Dangerous)
        != KMessageBox::Continue)
        return false;
    m_warned = mayWriteToDevice(m_window, session);
    return m_warned;
}

void LiveCommands::setWriting(bool on)
{
    if (!on) {
        if (m_mode)
            m_mode->stopWriting();
    } else if (live().state() == State::Off) {
        tell(std::unexpected(i18n("Switch the live mode on first.")));
    } else if (m_window.pane().session().editor().mayEdit() && mayWrite()) {
        tell(live().startWriting());
    }
    show();
}

void LiveCommands::show()
{
    const bool isOn = m_mode && m_mode->state() != State::Off;
    const auto check = [this](const char* id, bool on) {
        m_window.actionCollection()->action(QString::fromLatin1(id))->setChecked(on);
    };
    check("view_live", isOn);
    check("view_live_pause", isOn && m_mode->state() == State::Paused);
    check("view_live_write", isOn && m_mode->writesDirectly());
    const bool hasFile = m_window.pane().session().fileSource() != nullptr;
    setPossible(m_window, "view_live", hasFile);
    setPossible(m_window, "view_live_step", hasFile);
    setPossible(m_window, "view_live_pause", isOn);
    setPossible(m_window, "view_live_write", isOn);
    if (isOn || m_label)
        showLabel();
}

void LiveCommands::showLabel()
{
    if (!m_label) {
        m_label = new QLabel(m_window.statusBar());
        m_label->setObjectName(QStringLiteral("live"));
        m_window.statusBar()->addPermanentWidget(m_label);
    }
    m_label->setVisible(m_mode->state() != State::Off);
    QString text = m_mode->state() == State::Paused
        ? i18nc("@info:status live mode", "Live, paused")
        : i18nc("@info:status live mode, times a second", "Live, %1/s", m_mode->rate());
    if (m_mode->writesDirectly())
        text = i18nc("@info:status", "%1, writes directly", text);
    m_label->setText(text);
    m_label->setToolTip(m_mode->writesDirectly()
            ? i18nc("@info:tooltip", "What is typed in the hex view goes into the file at once")
            : i18nc("@info:tooltip", "What is in sight is read again and again"));
}

void addLiveActions(MainWindow& window)
{
    new LiveCommands(window);
}

void startLive(MainWindow& window, int rate)
{
    window.findChild<LiveCommands*>()->start(rate);
}

} // namespace megascope

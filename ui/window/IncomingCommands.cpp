// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/IncomingCommands.h"

#include "ui/panel/IncomingStatus.h"
#include "ui/session/FileOpening.h"
#include "ui/session/IncomingContent.h"
#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"
#include "ui/window/SaveCommands.h"

#include <KActionCollection>
#include <KLocalizedString>

#include <QAction>
#include <QFile>
#include <QPointer>
#include <QStatusBar>

#include <utility>

namespace megascope {

namespace {

using Phase = GrowingSpool::Phase;
using Severity = DocumentSession::Severity;

constexpr auto packedId = "file_show_packed";
constexpr auto stopId = "file_stop_input";

QString textOf(const Error& error)
{
    return QString::fromStdString(error.message());
}

} // namespace

IncomingCommands::IncomingCommands(MainWindow& window)
    : QObject(&window)
    , m_window(window)
{
    DocumentPane* const pane = &window.pane();
    connect(pane, &DocumentPane::sessionChanged, this, &IncomingCommands::takeSession);
    connect(pane, &DocumentPane::pathChanged, this, &IncomingCommands::takeSession);
    connect(pane, &DocumentPane::stateChanged, this, &IncomingCommands::warnOfEdits);
}

void IncomingCommands::takeSession()
{
    IncomingContent* const content = m_window.pane().session().incoming();
    m_phase = Phase::Coming;
    m_hasWhyPacked = false;
    m_hasWarned = false;
    if (content && !m_status) {
        m_status = new IncomingStatus(m_window.statusBar());
        m_window.statusBar()->addWidget(m_status);
    }
    if (m_status)
        m_status->setContent(content);
    if (content)
        connect(content, &IncomingContent::changed, this, &IncomingCommands::followState);
    followState();
}

void IncomingCommands::followState()
{
    const DocumentSession& session = m_window.pane().session();
    IncomingContent* const content = session.incoming();
    const std::optional<Error> whyPacked = content ? content->whyPacked() : session.whyPacked();
    if (whyPacked && !std::exchange(m_hasWhyPacked, true))
        m_window.pane().showMessage(Severity::Warning,
            i18n("This looks compressed, but cannot be unpacked, and is shown as it is. %1",
                textOf(*whyPacked)));
    if (content) {
        const GrowingSpool::State state = content->state();
        if (std::exchange(m_phase, state.phase) != state.phase) {
            if (state.phase == Phase::Paused)
                askToGoOn(state.size);
            else if (state.error)
                tellFailure(*state.error);
        }
    }
    showPossible();
}

void IncomingCommands::tellFailure(const Error& error)
{
    m_window.pane().showMessage(Severity::Error,
        error.kind == ErrorKind::Damaged ? i18n("Not everything could be unpacked. %1", textOf(error))
                                         : i18n("What came so far is shown, and no more. %1", textOf(error)));
}

void IncomingCommands::askToGoOn(ByteCount size)
{
    IncomingContent* const content = m_window.pane().session().incoming();
    auto* const goOn = new QAction(
        QIcon::fromTheme(QStringLiteral("media-playback-start")), i18nc("@action:button", "Go On"));
    connect(goOn, &QAction::triggered, content, &IncomingContent::goOn);
    auto* const stop = new QAction(
        QIcon::fromTheme(QStringLiteral("media-playback-stop")), i18nc("@action:button", "Stay Here"));
    connect(stop, &QAction::triggered, content, &IncomingContent::stop);
    m_window.pane().showMessage(Severity::Warning,
        i18n("%1 of this are on the disk by now, and there is more. To go on takes as much room as half of "
             "what is free.",
            sizeText(size)),
        {goOn, stop});
}

void IncomingCommands::warnOfEdits()
{
    const DocumentSession& session = m_window.pane().session();
    if (!session.incoming() || !session.editor().isModified() || std::exchange(m_hasWarned, true))
        return;
    m_window.pane().showMessage(Severity::Information,
        i18n(
            "Edits of what no file holds as it is shown would not survive a crash. “Save As” makes a file of "
            "it."));
}

void IncomingCommands::stop()
{
    if (IncomingContent* const content = m_window.pane().session().incoming())
        content->stop();
}

void IncomingCommands::showPacked(bool packed)
{
    DocumentPane& pane = m_window.pane();
    const auto open = [this, packed] {
        const QPointer shown = &m_window.pane().session();
        const std::string path = QFile::encodeName(shown->path()).toStdString();
        const OpenOptions options{.backend = {}, .encoding = {}, .packed = packed, .streamLimit = {}};
        askStorage(
            *this, [path, options] { return openDocumentFile(path, options); },
            [pane = &m_window.pane(), options, shown](const Result<OpenedFile>& file) {
                if (shown != &pane->session()) // another document has come meanwhile
                    return;
                if (file)
                    pane->setSession(DocumentSession::of(*file, options));
                else
                    pane->showMessage(Severity::Error, textOf(file.error()));
            },
            [] {});
    };
    if (!pane.session().path().isEmpty() && m_window.saveCommands().mayGiveUp(open))
        open();
    showPossible(); // unchecks it where nothing was done
}

void IncomingCommands::showPossible()
{
    const DocumentSession& session = m_window.pane().session();
    const IncomingContent* const content = session.incoming();
    setPossible(m_window, stopId, content && !content->state().isOver());
    setPossible(m_window, packedId, session.isPacked() || (content && !session.path().isEmpty()));
    m_window.actionCollection()->action(QLatin1String(packedId))->setChecked(session.isPacked());
}

void addIncomingActions(MainWindow& window)
{
    auto* const commands = new IncomingCommands(window);
    addCommands(window,
        {{stopId, i18nc("@action", "Stop Readin&g Input"), "media-playback-stop",
            QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_S), [commands] { commands->stop(); }}});
    QAction* const packed = window.actionCollection()->addAction(QLatin1String(packedId));
    packed->setText(i18nc("@option:check of a compressed file", "Show &Packed Bytes"));
    packed->setCheckable(true);
    packed->setEnabled(false);
    KActionCollection::setDefaultShortcut(packed, QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_K));
    QObject::connect(packed, &QAction::triggered, commands, &IncomingCommands::showPacked);
    setPossible(window, stopId, false);
}

} // namespace megascope

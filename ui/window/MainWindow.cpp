// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/MainWindow.h"

#include "ui/panel/StatusLine.h"
#include "ui/panel/WorkProgress.h"
#include "ui/session/FileOpening.h"
#include "ui/window/ConvertCommands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/EncodingMenu.h"
#include "ui/window/LateOpening.h"
#include "ui/window/SaveCommands.h"
#include "ui/window/WindowActions.h"

#include <KActionCollection>
#include <KConfigGroup>
#include <KLocalizedString>
#include <KRecentFilesAction>
#include <KSharedConfig>
#include <KStandardAction>
#include <KXMLGUIFactory>

#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QMap>
#include <QMenu>
#include <QMimeData>
#include <QToolButton>

#include <algorithm>

namespace megascope {

namespace {

KConfigGroup viewGroup()
{
    return KSharedConfig::openConfig()->group(QStringLiteral("View"));
}

KConfigGroup recentGroup()
{
    return KSharedConfig::openStateConfig()->group(QStringLiteral("Recent Files"));
}

// To load the list is to look for each file: false when one lies on a storage that does not answer.
bool recentFilesAnswer()
{
    const QStringList paths = recentGroup().entryMap().values();
    return answerInTime([paths] {
        return std::ranges::count_if(paths, [](const QString& path) { return QFile::exists(path); });
    }).has_value();
}

} // namespace

MainWindow::MainWindow()
    : m_settings(ViewSettings::load(viewGroup()))
{
    setComponentName(QStringLiteral("megascope"),
        i18n("Megascope")); // finds megascopeui.rc whatever the program is called
    setAcceptDrops(true);
    createPane();
    createStatusLine();
    m_recentFiles = createActions(*this);
    connect(m_recentFiles, &KRecentFilesAction::recentListCleared, this, &MainWindow::saveRecentFiles);
    setupGUI(QSize(1100, 760), Keys | Save | Create | ToolBar);
    delete actionCollection()->takeAction(actionCollection()->action(
        KStandardAction::name(KStandardAction::HelpContents))); // there is no handbook
    setAutoSaveSettings();
    for (QDockWidget* dock : findChildren<QDockWidget*>())
        dock->hide(); // what was found in an earlier start is gone
    showDocument();
}

MainWindow::~MainWindow() = default;

void MainWindow::createPane()
{
    m_pane = new DocumentPane(m_settings, this);
    setCentralWidget(m_pane);
    m_saveCommands = new SaveCommands(*m_pane, this);
    m_convertCommands = new ConvertCommands(*m_pane, this);
    connect(m_pane, &DocumentPane::sessionChanged, this, &MainWindow::showDocument);
    connect(m_pane, &DocumentPane::pathChanged, this, &MainWindow::showDocument);
    connect(m_pane, &DocumentPane::stateChanged, this, &MainWindow::showState);
    connect(m_pane, &DocumentPane::zoomRequested, this, &MainWindow::zoomBy);
    connect(m_pane, &DocumentPane::contextMenuRequested, this, &MainWindow::showContextMenu);
    connect(m_pane, &DocumentPane::firstContentPainted, this, &MainWindow::firstContentPainted);
    connect(m_pane, &DocumentPane::firstContentPainted, this, &MainWindow::finishAfterFirstPaint,
        Qt::QueuedConnection);
}

void MainWindow::createStatusLine()
{
    m_statusLine = new StatusLine(this);
    setStatusBar(m_statusLine);
    m_workProgress = new WorkProgress(m_statusLine);
    m_statusLine->addWidget(m_workProgress);
    connect(
        m_statusLine, &StatusLine::goToRequested, m_pane, [this] { m_pane->askPlace(Place::Kind::Line); });
    connect(m_pane, &DocumentPane::layoutChanged, this,
        [this] { m_statusLine->setHexShown(m_pane->shownLayout() != ViewSettings::Layout::Text); });
    auto* encodings = new QMenu(m_statusLine);
    makeEncodingMenu(*encodings, *m_pane);
    m_statusLine->encodingButton()->setMenu(encodings);
}

// What the first picture does not need.
void MainWindow::finishAfterFirstPaint()
{
    m_pane->session().startIndexing();
    if (m_recentFiles->urls().isEmpty()) {
        if (!recentFilesAnswer())
            return; // the list stays as it is, for the next start
        m_recentFiles->loadEntries(recentGroup());
    }
    const QString path = m_pane->session().path();
    if (path.isEmpty())
        return;
    m_recentFiles->addUrl(QUrl::fromLocalFile(path));
    saveRecentFiles();
}

void MainWindow::saveRecentFiles()
{
    KConfigGroup group = recentGroup();
    m_recentFiles->saveEntries(group);
    group.sync();
}

void MainWindow::showDocument()
{
    DocumentSession& session = m_pane->session();
    m_statusLine->setSession(&session);
    m_workProgress->setSession(&session);
    setWindowFilePath(session.path());
    showState();
    m_pane->setFocus();
}

void MainWindow::showState()
{
    const DocumentSession& session = m_pane->session();
    const bool isModified = session.editor().isModified();
    QString title = session.title();
    if (title.isEmpty() && isModified) // a window without a title could not say that
        title = i18nc("@title:window a document without a file", "Untitled");
    setCaption(title, isModified);
}

bool MainWindow::queryClose()
{
    return m_saveCommands->mayGiveUp([this] { close(); });
}

Result<MainWindow*> MainWindow::openFile(const std::filesystem::path& path, const OpenOptions& options,
    const std::function<void(MainWindow&)>& late)
{
    std::error_code ignored;
    const std::filesystem::path absolute = std::filesystem::absolute(path, ignored);
    auto opening = std::make_unique<FileOpening>(
        absolute.empty() || options.isStandardInput ? path : absolute, options);
    if (!opening->isDone()) {
        new LateOpening(*this, std::move(opening), late);
        return nullptr;
    }
    Result<std::unique_ptr<DocumentSession>> session = opening->take();
    if (!session) {
        m_pane->showMessage(
            DocumentSession::Severity::Error, QString::fromStdString(session.error().message()));
        return std::unexpected(session.error());
    }
    return &place(*std::move(session));
}

// Not shown yet where it is a new one.
MainWindow& MainWindow::place(std::unique_ptr<DocumentSession> session)
{
    const bool isFree = !m_pane->session().fileSource() && !m_pane->session().editor().isModified();
    auto* window = isFree ? this : new MainWindow;
    window->m_pane->setSession(std::move(session));
    return *window;
}

MainWindow& MainWindow::show(std::unique_ptr<DocumentSession> session)
{
    MainWindow& window = place(std::move(session));
    window.show();
    return window;
}

void MainWindow::openFiles(const QList<QUrl>& urls)
{
    for (const QUrl& url : urls) {
        if (!url.isLocalFile()) {
            m_pane->showMessage(DocumentSession::Severity::Error,
                i18n("%1: only files of this machine and of mounted file systems can be opened.",
                    url.toDisplayString()));
            continue;
        }
        const auto window = openFile(QFile::encodeName(url.toLocalFile()).toStdString());
        if (window && *window)
            (*window)->show();
    }
}

void MainWindow::askForFiles()
{
    const QString folder = answeringFolder(m_pane->session().path());
    openFiles(
        QFileDialog::getOpenFileUrls(this, i18nc("@title:window", "Open"), QUrl::fromLocalFile(folder)));
}

void MainWindow::setSettings(const ViewSettings& settings)
{
    KConfigGroup group = viewGroup();
    settings.save(group, std::exchange(m_settings, settings));
    m_pane->setSettings(m_settings);
    emit settingsChanged();
}

void MainWindow::zoomBy(int steps)
{
    ViewSettings settings = m_settings;
    settings.zoom = std::clamp(settings.zoom + steps, ViewSettings::smallestZoom, ViewSettings::largestZoom);
    setSettings(settings);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    event->acceptProposedAction();
    openFiles(event->mimeData()->urls());
}

void MainWindow::showContextMenu(const QPoint& globalPosition)
{
    if (auto* menu = qobject_cast<QMenu*>(guiFactory()->container(QStringLiteral("view_context"), this)))
        menu->popup(globalPosition);
}

} // namespace megascope

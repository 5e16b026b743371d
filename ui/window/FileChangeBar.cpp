// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/FileChangeBar.h"

#include "core/file/OpenFileName.h"
#include "core/file/Vfs.h"
#include "ui/session/FileOpening.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QAction>
#include <QFile>

namespace megascope {

namespace {

using Severity = DocumentSession::Severity;

const QString changeTopic = QStringLiteral("file-change");
const QString rotationTopic = QStringLiteral("rotation");

QString eventText(DocumentFollower::Event event, bool isEdited)
{
    using Event = DocumentFollower::Event;
    switch (event) {
    case Event::Changed:
        return isEdited ? i18n("The file was changed by another program. Your edits are kept; what is around "
                               "them is what the file holds now.")
                        : i18n("The file was changed by another program. This is what it holds now.");
    case Event::CutShort:
        return isEdited ? i18n("The file was cut short by another program. Your edits are kept; what the "
                               "file no longer holds is shown as missing.")
                        : i18n("The file was cut short by another program.");
    case Event::Replaced:
        return i18n(
            "Another file has taken this file's place on the disk. What the old one held is still shown.");
    case Event::Removed:
    case Event::Restored:
        break;
    }
    return i18n("The file was removed or renamed by another program. What it held is still shown.");
}

// The file that was followed before, by the name that it has now; where it has none, the open file itself,
// which cannot be written to then. For any thread.
struct EarlierFile {
    std::optional<OpenedFile> named;
    std::shared_ptr<FileSource> nameless;
};

Result<EarlierFile> openAgain(const FileSource& earlier)
{
    const Vfs& vfs = systemVfs();
    if (const auto name = nameOf(vfs, earlier.file()))
        return openDocumentFile(*name, {}).transform(
            [](const OpenedFile& file) { return EarlierFile{.named = file, .nameless = nullptr}; });
    return vfs.open(handleOf(earlier.file())).and_then([&](std::shared_ptr<VfsFile> file) {
        std::filesystem::path name = earlier.path();
        name += " (earlier)";
        return FileSource::fromFile(vfs, std::move(file), name)
            .transform([](const std::shared_ptr<FileSource>& source) {
                return EarlierFile{.named = {}, .nameless = source};
            });
    });
}

} // namespace

FileChangeBar::FileChangeBar(MainWindow& window)
    : QObject(&window)
    , m_window(window)
{
    connect(&window.pane(), &DocumentPane::sessionChanged, this, &FileChangeBar::followSession);
    followSession();
}

void FileChangeBar::followSession()
{
    m_shown.reset();
    const DocumentFollower* const follower = &m_window.pane().session().follower();
    connect(follower, &DocumentFollower::happened, this, &FileChangeBar::show);
    connect(follower, &DocumentFollower::started, this, [this] {
        m_shown.reset();
        m_window.pane().closeMessage(changeTopic);
    });
    connect(follower, &DocumentFollower::rotating, this, [this] {
        if (const DocumentView* const view = m_window.pane().activeView())
            m_earlierPlace = view->topOffset();
    });
    connect(follower, &DocumentFollower::rotated, this, &FileChangeBar::tellRotation);
}

// The same again, a hundred times a second, is no news.
void FileChangeBar::show(Event event)
{
    DocumentPane& pane = m_window.pane();
    if (event == Event::Restored) {
        if (m_shown == Event::Replaced || m_shown == Event::Removed) {
            m_shown.reset();
            pane.closeMessage(changeTopic);
        }
        return;
    }
    if (event == m_shown)
        return;
    m_shown = event;
    const bool isEdited = pane.session().editor().isModified();
    const bool isQuiet = event == Event::Changed && !isEdited;
    pane.showMessage(isQuiet ? Severity::Information : Severity::Warning, eventText(event, isEdited),
        choices(event), changeTopic);
}

QList<QAction*> FileChangeBar::choices(Event event)
{
    DocumentPane* const pane = &m_window.pane();
    QList<QAction*> actions;
    const auto add = [&](const char* icon, const QString& text, const auto& run) {
        auto* const action = new QAction(QIcon::fromTheme(QString::fromLatin1(icon)), text);
        connect(action, &QAction::triggered, this, run);
        actions.append(action);
    };
    const bool isEdited = pane->session().editor().isModified();
    const bool hasOther = event == Event::Replaced || (event != Event::Removed && isEdited);
    if (hasOther)
        add("view-refresh", i18nc("@action:button", "Reload"), [pane] { pane->reload(); });
    if (hasOther && isEdited)
        add("document-edit", i18nc("@action:button", "Keep My Edits on Top"),
            [pane] { pane->reloadWith(DocumentSession::Edits::Keep); });
    if (hasOther)
        add("document-preview", i18nc("@action:button opens what the file holds now beside this", "Compare…"),
            [this] { compare(); });
    add("", i18nc("@action:button a change of the file", "Ignore"), [] { });
    return actions;
}

// What is on the disk, in a window beside this one.
void FileChangeBar::compare()
{
    const std::string path = QFile::encodeName(m_window.pane().session().path()).toStdString();
    if (const Result<MainWindow*> window = m_window.openFile(path))
        (*window)->show();
    m_shown.reset();
}

void FileChangeBar::tellRotation()
{
    DocumentPane& pane = m_window.pane();
    m_shown.reset();
    pane.closeMessage(changeTopic);
    QList<QAction*> actions;
    if (pane.session().follower().earlier()) {
        actions.append(new QAction(QIcon::fromTheme(QStringLiteral("document-open-recent")),
            i18nc("@action:button", "Show Earlier File")));
        connect(actions.front(), &QAction::triggered, this, &FileChangeBar::showEarlier);
    }
    pane.showMessage(
        Severity::Information, i18n("The log was rotated; this is the new file."), actions, rotationTopic);
}

void FileChangeBar::showEarlier()
{
    const auto show = [this](const Result<EarlierFile>& file) {
        if (file)
            showSession(file->named ? DocumentSession::of(*file->named, {})
                                    : DocumentSession::fromSource(file->nameless));
        else
            m_window.pane().showMessage(Severity::Error, QString::fromStdString(file.error().message()));
    };
    askStorage(
        *this, [earlier = m_window.pane().session().follower().earlier()] { return openAgain(*earlier); },
        show, [] {});
}

void FileChangeBar::showSession(std::unique_ptr<DocumentSession> session)
{
    DocumentPane& pane = m_window.pane();
    MainWindow& window = m_window.show(std::move(session));
    window.pane().chooseLayout(pane.shownLayout());
    window.pane().session().setSelection(Selection::at(m_earlierPlace));
    window.pane().activeView()->setTopOffset(m_earlierPlace);
}

} // namespace megascope

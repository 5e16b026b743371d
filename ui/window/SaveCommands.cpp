// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/SaveCommands.h"

#include "ui/session/DocumentConverter.h"
#include "ui/session/IncomingContent.h"
#include "ui/session/StorageQuestion.h"
#include "ui/view/DocumentView.h"
#include "ui/window/Commands.h"
#include "ui/window/DeviceQuestions.h"
#include "ui/window/DocumentPane.h"

#include <KLocalizedString>
#include <KMessageBox>
#include <KStandardGuiItem>

#include <QAction>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QScopedValueRollback>

#include <utility>

namespace megascope {

namespace {

using Severity = DocumentSession::Severity;

QString strategyText(SaveStrategy strategy)
{
    switch (strategy) {
    case SaveStrategy::Patch:
        return i18nc("how a file is saved", "The changed bytes are written into the file.");
    case SaveStrategy::Shift:
        return i18nc("how a file is saved", "What follows the changes is moved inside of the file.");
    case SaveStrategy::Replace:
        break;
    }
    return i18nc("how a file is saved", "A new file is written, which then takes the place of the old one.");
}

QString nameOf(const DocumentSession& session)
{
    return session.title().isEmpty() ? i18nc("a document without a file", "Untitled") : session.title();
}

} // namespace

SaveCommands::SaveCommands(DocumentPane& pane, QWidget* window)
    : QObject(window)
    , m_pane(pane)
    , m_window(window)
{
}

bool SaveCommands::isFree()
{
    if (m_pane.session().saver().isSaving())
        m_pane.showMessage(Severity::Information, i18n("The document is being saved already."));
    else if (m_pane.session().saver().isCutShort())
        offerToFinish(QString());
    else if (m_pane.session().converter().isConverting())
        m_pane.showMessage(
            Severity::Information, i18n("The document is being converted. Save it when that is done."));
    else if (m_pane.session().isRewriting())
        m_pane.showMessage(
            Severity::Information, i18n("Matches are being replaced. Save when that is done."));
    else
        return true;
    return false;
}

void SaveCommands::save()
{
    if (!isFree())
        return;
    m_pane.activeView()->commitInput();
    if (m_pane.session().path().isEmpty())
        saveAs();
    else
        planAndSave(false);
}

// The plan asks the storage, which may take long; if the document is another one by then, it is made again.
void SaveCommands::planAndSave(bool overwriteChanged)
{
    DocumentSession& session = m_pane.session();
    const Revision revision = session.snapshot().revision();
    askStorage(
        session, session.saver().planning({}, overwriteChanged),
        [this, revision, overwriteChanged](const Result<SavePlan>& plan) {
            if (m_pane.session().snapshot().revision() != revision) {
                if (isFree())
                    planAndSave(overwriteChanged);
            } else if (plan) {
                if (isFree())
                    carryOut(*plan);
            } else {
                refuse(plan.error());
            }
        },
        [this] {
            m_pane.showMessage(Severity::Information,
                i18n("The storage of the file is slow to answer. The document is saved when it does."));
        });
}

QString SaveCommands::describe(const SavePlan& plan) const
{
    QString text = i18n("%1 About %2 will be written; the disk needs room for %3 more.",
        strategyText(plan.strategy), sizeText(plan.bytesToWrite), sizeText(plan.extraSpace));
    const ByteCount kept = m_pane.session().saver().undoBytes(plan);
    if (kept > ByteCount(0))
        text += QLatin1Char(' ') + i18n("%1 are kept for undo.", sizeText(kept));
    text += QLatin1String("<br><br>");
    text += plan.canBeStopped ? i18n("It can be stopped at any time; the file then stays as it was.")
                              : i18n("Once the file is being written to, it cannot be stopped. If it is cut "
                                     "short by a crash, it is finished "
                                     "when the file is opened again.");
    return text;
}

void SaveCommands::carryOut(const SavePlan& plan)
{
    if (!mayWriteToDevice(*m_window, m_pane.session())) {
        m_then = nullptr;
        return;
    }
    if (plan.bytesToWrite <= writtenWithoutAsking) {
        begin(plan);
        return;
    }
    const auto answer = KMessageBox::questionTwoActions(m_window, describe(plan),
        i18nc("@title:window", "Save “%1”", nameOf(m_pane.session())), KStandardGuiItem::save(),
        KStandardGuiItem::cancel());
    if (answer == KMessageBox::PrimaryAction)
        begin(plan);
    else
        m_then = nullptr;
}

void SaveCommands::begin(const SavePlan& plan)
{
    willTellEnd().save(plan);
}

// The file is neither old nor new, so nothing of the document can be written elsewhere.
void SaveCommands::offerToFinish(const QString& reason)
{
    auto* finish = new QAction(
        QIcon::fromTheme(QStringLiteral("document-save")), i18nc("@action:button", "Finish Saving"));
    connect(finish, &QAction::triggered, this, [this] {
        if (m_pane.session().saver().isCutShort())
            m_pane.session().saver().finishCutShort();
    });
    m_pane.showMessage(Severity::Error,
        i18n("Saving was cut short. %1 What is missing is written now, or when the file is opened again.",
            reason),
        {finish});
}

// Nothing was written. The first choice loses nothing.
void SaveCommands::refuse(const Error& error)
{
    m_then = nullptr;
    auto* saveAs = new QAction(
        QIcon::fromTheme(QStringLiteral("document-save-as")), i18nc("@action:button", "Save As…"));
    connect(saveAs, &QAction::triggered, this, &SaveCommands::saveAs);
    QList<QAction*> choices{saveAs};
    if (error.kind == ErrorKind::Changed) {
        using Edits = DocumentSession::Edits;
        const auto reload = [this](const QString& text, Edits edits) {
            auto* action = new QAction(text);
            connect(
                action, &QAction::triggered, &m_pane, [pane = &m_pane, edits] { pane->reloadWith(edits); });
            return action;
        };
        auto* overwrite = new QAction(i18nc("@action:button", "Overwrite"));
        connect(overwrite, &QAction::triggered, this, &SaveCommands::overwriteChanged);
        choices << reload(i18nc("@action:button", "Reload and Keep Edits"), Edits::Keep) << overwrite
                << reload(i18nc("@action:button", "Reload and Lose Edits"), Edits::Lose);
    }
    m_pane.showMessage(
        Severity::Error, i18n("Not saved. %1", QString::fromStdString(error.message())), choices);
}

void SaveCommands::overwriteChanged()
{
    if (!isFree())
        return;
    planAndSave(true);
}

DocumentSaver& SaveCommands::willTellEnd()
{
    DocumentSaver& saver = m_pane.session().saver();
    connect(&saver, &DocumentSaver::ended, this, &SaveCommands::tellEnd,
        static_cast<Qt::ConnectionType>(Qt::UniqueConnection));
    return saver;
}

void SaveCommands::tellEnd(const SaveOutcome& outcome)
{
    const Result<SaveResult>& result = outcome.result;
    const std::function<void()> then = std::exchange(m_then, nullptr);
    if (!result) {
        if (result.error().kind == ErrorKind::Cancelled)
            m_pane.showMessage(Severity::Information, i18n("Saving was stopped. The file is as it was."));
        else if (m_pane.session().saver().isCutShort())
            offerToFinish(QString::fromStdString(result.error().message()));
        else
            refuse(result.error());
        return;
    }
    for (const std::string& attribute : result->notKept)
        m_pane.showMessage(Severity::Warning,
            i18n("Saved, but this could not be kept: %1", QString::fromStdString(attribute)));
    if (then)
        then();
}

void SaveCommands::saveTo(const QString& title, const ByteRange& range, bool moves)
{
    if (!isFree())
        return;
    const QFileInfo file(m_pane.session().contentPath());
    const QString proposed = answeringFolder(file.filePath()) + u'/' + file.fileName();
    const QString path = QFileDialog::getSaveFileName(m_window, title, proposed);
    if (path.isEmpty()) {
        m_then = nullptr;
        return;
    }
    willTellEnd().saveCopy(QFile::encodeName(path).toStdString(), range, moves);
}

void SaveCommands::saveAs()
{
    // A document of which more comes goes on as it is.
    const IncomingContent* const incoming = m_pane.session().incoming();
    saveTo(i18nc("@title:window", "Save As"), m_pane.session().snapshot().all(),
        !incoming || incoming->state().isOver());
}

void SaveCommands::saveCopyAs()
{
    saveTo(i18nc("@title:window", "Save a Copy As"), m_pane.session().snapshot().all(), false);
}

void SaveCommands::saveSelectionAs()
{
    const ByteRange range = m_pane.session().selection().range();
    if (!range.empty())
        saveTo(i18nc("@title:window", "Save Selection As"), range, false);
}

// A storage may never answer.
void SaveCommands::offerToGiveUp(const std::function<void()>& then)
{
    auto* waits = new QAction(
        QIcon::fromTheme(QStringLiteral("document-save")), i18nc("@action:button", "Close When Saved"));
    auto* leaves = new QAction(
        QIcon::fromTheme(QStringLiteral("window-close")), i18nc("@action:button", "Close Anyway"));
    connect(waits, &QAction::triggered, this, [this, then] {
        if (willTellEnd().isSaving())
            m_then = then;
        else
            then();
    });
    connect(leaves, &QAction::triggered, this, [this, then] {
        DocumentSaver& saver = m_pane.session().saver();
        const QScopedValueRollback left(m_isLeft, saver.isSaving()); // `then` may ask, or may not
        if (m_isLeft)
            saver.leaveEdits();
        then();
    });
    m_pane.showMessage(Severity::Information,
        m_pane.session().saver().canLeaveEdits()
            ? i18n("The document is being saved. If it is closed before that is done, its edits are offered "
                   "when Megascope starts again.")
            : i18n(
                  "The document is being saved. If it is closed before that is done, its edits may be lost."),
        {waits, leaves});
}

bool SaveCommands::mayGiveUp(const std::function<void()>& then)
{
    if (m_isLeft)
        return true;
    if (m_pane.session().saver().isSaving()) {
        offerToGiveUp(then);
        return false;
    }
    if (m_pane.session().converter().isConverting()) {
        m_pane.showMessage(Severity::Information,
            i18n("The document is being converted. Close it when that is done, or stop that first."));
        return false;
    }
    if (m_pane.session().isRewriting()) {
        m_pane.showMessage(Severity::Information,
            i18n("Matches are being replaced. Close the document when that is done, or stop that first."));
        return false;
    }
    if (!m_pane.session().editor().isModified() || m_pane.session().saver().isCutShort())
        return true; // what was cut short is finished by the next open
    const auto answer = KMessageBox::warningTwoActionsCancel(m_window,
        i18n("“%1” has unsaved edits. Save them?", nameOf(m_pane.session())),
        i18nc("@title:window", "Unsaved Edits"), KStandardGuiItem::save(), KStandardGuiItem::discard());
    if (answer == KMessageBox::PrimaryAction) {
        m_then = then;
        save();
    }
    return answer == KMessageBox::SecondaryAction;
}

} // namespace megascope

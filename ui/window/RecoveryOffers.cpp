// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/RecoveryOffers.h"

#include "core/file/Vfs.h"
#include "core/save/EditRecovery.h"
#include "core/save/StateFolder.h"
#include "ui/session/RecoveryTask.h"
#include "ui/session/RestoredSession.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QAction>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <memory>
#include <vector>

namespace megascope {

namespace {

using Severity = DocumentSession::Severity;
using Found = RecoveryTask::Found;
using namespace std::chrono_literals;

QString nameOf(const UnsavedEdits& edits)
{
    return edits.file.empty() ? i18nc("a document without a file", "a new document")
                              : QFile::decodeName(edits.file.c_str());
}

QString timeOf(const UnsavedEdits& edits)
{
    constexpr std::int64_t nanosecondsPerMillisecond = 1'000'000;
    return QLocale().toString(
        QDateTime::fromMSecsSinceEpoch(edits.last.nanoseconds / nanosecondsPerMillisecond),
        QLocale::ShortFormat);
}

// What is to be known of the file; empty when it is the one that was edited.
QString stateOf(const Found& found)
{
    if (found.isSaveCutShort)
        return i18n("A save of the file was cut short; it is finished when the file is opened.");
    if (found.unreadable)
        return i18n("The file cannot be read now: %1.", QString::fromStdString(found.unreadable->reason()));
    if (found.isChanged)
        return i18n(
            "The file was changed since: they are made as far as they fit, and can be saved elsewhere.");
    return {};
}

// What is offered in a window, until it is recovered or discarded.
using Offers = std::shared_ptr<std::vector<Found>>;

void offer(MainWindow& window, const Found& found, const Offers& offers);

void show(MainWindow& window, const Found& found, const Offers& offers, const Result<ReadEdits>& read)
{
    if (!read && read.error().kind == ErrorKind::Cancelled)
        return offer(window, found, offers);
    const UnsavedEdits& edits = found.edits;
    Result<DocumentSession::Restored> restored
        = read.and_then([&](const ReadEdits& each) { return DocumentSession::restore(edits, each); });
    if (!restored) {
        window.pane().showMessage(Severity::Error,
            i18n("The edits of %1 could not be recovered. %2", nameOf(edits),
                QString::fromStdString(restored.error().message())));
        return;
    }
    std::erase_if(*offers, [&](const Found& each) { return each.edits.log == edits.log; });
    MainWindow& shown = window.show(std::move(restored->session));
    if (&shown == &window) { // the messages of the document before are gone
        for (const Found& each : *offers)
            offer(window, each, offers);
    }
    if (!restored->isWhole)
        shown.pane().showMessage(Severity::Warning,
            i18n("Some of the last edits could not be recovered: their record is damaged."));
    if (!restored->isSameFile)
        shown.pane().showMessage(Severity::Warning,
            i18n("The file was changed since these edits were made. Look at them, and save them elsewhere."));
}

// What was typed is read at once. Of what takes longer, it is told, and it can be stopped.
void recover(MainWindow& window, const Found& found, const Offers& offers)
{
    constexpr auto moment = 300ms;
    auto* const delay = new QTimer(&window);
    auto* const stops = new QAction(QIcon::fromTheme(QStringLiteral("process-stop")),
        i18nc("@action:button reading unsaved edits", "Stop"), delay);
    RecoveryTask* const task = RecoveryTask::read(&window, found.edits,
        [&window, found, offers, delay, stops = QPointer(stops)](const Result<ReadEdits>& read) {
            delete delay;
            if (stops) // closes its message
                stops->trigger();
            show(window, found, offers, read);
        });
    QObject::connect(stops, &QAction::triggered, task, &RecoveryTask::cancel);
    QObject::connect(delay, &QTimer::timeout, &window, [&window, found, stops] {
        window.pane().showMessage(Severity::Information,
            i18n("The unsaved edits of %1 are being read…", nameOf(found.edits)), {stops});
    });
    delay->setSingleShot(true);
    delay->start(moment);
}

void discard(MainWindow& window, const UnsavedEdits& edits, const Offers& offers)
{
    std::erase_if(*offers, [&](const Found& each) { return each.edits.log == edits.log; });
    if (const Result<void> done = EditRecovery::discard(systemVfs(), edits); !done)
        window.pane().showMessage(Severity::Error, QString::fromStdString(done.error().message()));
    else if (!edits.file.empty())
        RecoveryTask::discardUnbegun(edits.file);
}

void offer(MainWindow& window, const Found& found, const Offers& offers)
{
    const UnsavedEdits& edits = found.edits;
    auto* recovers = new QAction(QIcon::fromTheme(QStringLiteral("document-revert")),
        i18nc("@action:button unsaved edits", "Recover"));
    auto* discards = new QAction(
        QIcon::fromTheme(QStringLiteral("edit-delete")), i18nc("@action:button unsaved edits", "Discard"));
    QObject::connect(
        recovers, &QAction::triggered, &window, [&window, found, offers] { recover(window, found, offers); });
    QObject::connect(
        discards, &QAction::triggered, &window, [&window, edits, offers] { discard(window, edits, offers); });
    QString text = i18ncp("number of edits, file, time", "%1 unsaved edit of %2 was left behind, of %3.",
        "%1 unsaved edits of %2 were left behind, the last of %3.", qlonglong(edits.edits), nameOf(edits),
        timeOf(edits));
    if (const QString state = stateOf(found); !state.isEmpty())
        text += QLatin1Char(' ') + state;
    window.pane().showMessage(Severity::Warning, text, {recovers, discards});
}

} // namespace

void offerRecovery(MainWindow& window)
{
    if (recoveryFolder().empty())
        return;
    const auto offers = std::make_shared<std::vector<Found>>();
    RecoveryTask::find(&window, [&window, offers](const Result<Found>& found) {
        if (!found) {
            window.pane().showMessage(Severity::Warning, QString::fromStdString(found.error().message()));
            return;
        }
        offers->push_back(*found);
        offer(window, *found, offers);
    });
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/RecoveryOffers.h"

#include "core/file/Vfs.h"
#include "core/save/EditRecovery.h"
#include "core/save/StateFolder.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QAction>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QPointer>

namespace megascope {

namespace {

using Severity = DocumentSession::Severity;

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

// Why the edits do not fit any more; empty when they do.
QString misfit(const UnsavedEdits& edits)
{
    if (edits.file.empty())
        return {};
    const Result<FileStatus> status = systemVfs().status(edits.file);
    if (!status)
        return i18n("The file cannot be read now: %1.", QString::fromStdString(status.error().reason()));
    if (status->identity != edits.identity)
        return i18n(
            "The file was changed since: they are made as far as they fit, and can be saved elsewhere.");
    return {};
}

void recover(MainWindow& window, const UnsavedEdits& edits)
{
    Result<DocumentSession::Restored> restored = DocumentSession::restore(edits);
    if (!restored) {
        window.pane().showMessage(Severity::Error,
            i18n("The edits of %1 could not be recovered. %2", nameOf(edits),
                QString::fromStdString(restored.error().message())));
        return;
    }
    MainWindow& shown = window.show(std::move(restored->session));
    if (!restored->isWhole)
        shown.pane().showMessage(Severity::Warning,
            i18n("Some of the last edits could not be recovered: their record is damaged."));
    if (!restored->isSameFile)
        shown.pane().showMessage(Severity::Warning,
            i18n("The file was changed since these edits were made. Look at them, and save them elsewhere."));
}

void discard(MainWindow& window, const UnsavedEdits& edits)
{
    if (const Result<void> done = EditRecovery::discard(systemVfs(), edits); !done)
        window.pane().showMessage(Severity::Error, QString::fromStdString(done.error().message()));
}

void offer(MainWindow& window, const UnsavedEdits& edits)
{
    auto* recovers = new QAction(QIcon::fromTheme(QStringLiteral("document-revert")),
        i18nc("@action:button unsaved edits", "Recover"));
    auto* discards = new QAction(
        QIcon::fromTheme(QStringLiteral("edit-delete")), i18nc("@action:button unsaved edits", "Discard"));
    QObject::connect(recovers, &QAction::triggered, &window, [&window, edits] { recover(window, edits); });
    QObject::connect(discards, &QAction::triggered, &window, [&window, edits] { discard(window, edits); });
    QString text = i18ncp("number of edits, file, time", "%1 unsaved edit of %2 was left behind, of %3.",
        "%1 unsaved edits of %2 were left behind, the last of %3.", qlonglong(edits.edits), nameOf(edits),
        timeOf(edits));
    if (const QString reason = misfit(edits); !reason.isEmpty())
        text += QLatin1Char(' ') + reason;
    window.pane().showMessage(Severity::Warning, text, {recovers, discards});
}

} // namespace

void offerRecovery(MainWindow& window)
{
    const std::filesystem::path folder = recoveryFolder();
    if (folder.empty())
        return;
    const Result<std::vector<UnsavedEdits>> found = EditRecovery::find(systemVfs(), folder);
    if (!found) {
        window.pane().showMessage(Severity::Warning, QString::fromStdString(found.error().message()));
        return;
    }
    for (const UnsavedEdits& edits : *found)
        offer(window, edits);
}

} // namespace megascope

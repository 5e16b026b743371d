// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/RecoveryTask.h"

#include "core/file/Vfs.h"
#include "core/save/Recovery.h"
#include "core/save/StateFolder.h"

#include <utility>

namespace megascope {

namespace {

using Found = RecoveryTask::Found;

Result<std::optional<Found>> foundIn(const std::filesystem::path& log, const std::stop_token& stop)
{
    const Vfs& vfs = systemVfs();
    return EditRecovery::look(vfs, log, stop).transform([&](const std::optional<UnsavedEdits>& edits) {
        std::optional<Found> found;
        if (!edits)
            return found;
        found = Found{.edits = *edits, .unreadable = {}};
        if (edits->file.empty())
            return found;
        found->isSaveCutShort = mayBeUnfinished(vfs, edits->file, stateFolder());
        const Result<FileStatus> status = vfs.status(edits->file);
        if (!status)
            found->unreadable = status.error();
        found->isChanged = status && status->identity != edits->identity;
        return found;
    });
}

} // namespace

Result<ReadEdits> readEdits(const UnsavedEdits& edits, const std::stop_token& stop)
{
    ReadEdits all{.log = nullptr, .file = {}};
    if (!edits.file.empty()) {
        // A new file that was not complete when the program ended is in nobody's way, but as large as the
        // other: opening it removes that.
        Result<OpenedFile> opened = openDocumentFile(edits.file,
            {.backend = {}, .encoding = {}, .packed = true, .streamLimit = {}}); // as it was edited
        if (!opened)
            return std::unexpected(opened.error());
        all.file = *std::move(opened);
    }
    return EditRecovery::read(systemVfs(), edits, stop)
        .transform([&](std::shared_ptr<EditRecovery::Log> log) {
            all.log = std::move(log);
            return std::move(all);
        });
}

RecoveryTask::RecoveryTask(QObject* parent)
    : ReportedTask(ByteCount(0))
{
    setParent(parent);
}

void RecoveryTask::find(QObject* parent, const TakeFound& take)
{
    auto* const task = new RecoveryTask(parent);
    task->start([task, parent, take](const std::stop_token&, Progress&) -> End {
        return [task, parent, take, logs = EditRecovery::logsIn(systemVfs(), recoveryFolder())] {
            task->deleteLater();
            if (!logs)
                return take(std::unexpected(logs.error()));
            for (const std::filesystem::path& log : *logs)
                look(parent, log, take);
        };
    });
}

void RecoveryTask::look(QObject* parent, const std::filesystem::path& log, const TakeFound& take)
{
    auto* const task = new RecoveryTask(parent);
    task->start([task, log, take](const std::stop_token& stop, Progress&) -> End {
        return [task, take, found = foundIn(log, stop)] {
            task->deleteLater();
            if (!found)
                take(std::unexpected(found.error()));
            else if (*found)
                take(**found);
        };
    });
}

RecoveryTask* RecoveryTask::read(QObject* parent, const UnsavedEdits& edits, TakeRead take)
{
    auto* const task = new RecoveryTask(parent);
    task->start([task, edits, take = std::move(take)](const std::stop_token& stop, Progress&) -> End {
        return [task, take, read = readEdits(edits, stop)] {
            task->deleteLater();
            take(read);
        };
    });
    return task;
}

void RecoveryTask::discardUnbegun(const std::filesystem::path& file)
{
    LooseThread::letGo([file] {
        const Vfs& vfs = systemVfs();
        const auto left = findUnfinished(vfs, file, stateFolder());
        for (const UnfinishedSave& each : left.value_or(std::vector<UnfinishedSave>()))
            if (each.state == UnfinishedSave::State::NotBegun)
                (void)discardSave(vfs, each);
    });
}

} // namespace megascope

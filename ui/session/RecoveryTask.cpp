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

Result<std::vector<Found>> findAll(const std::stop_token& stop)
{
    const Vfs& vfs = systemVfs();
    return EditRecovery::find(vfs, recoveryFolder(), stop).transform([&](std::vector<UnsavedEdits> edits) {
        std::vector<Found> found;
        for (UnsavedEdits& each : edits) {
            const bool isCutShort = !each.file.empty() && mayBeUnfinished(vfs, each.file, stateFolder());
            found.push_back({std::move(each), isCutShort});
        }
        return found;
    });
}

} // namespace

Result<ReadEdits> readEdits(const UnsavedEdits& edits, const std::stop_token& stop)
{
    const Vfs& vfs = systemVfs();
    Progress progress;
    Result<std::optional<FileIdentity>> finished;
    // A new file that was not complete when the program ended is in nobody's way, but as large as the other.
    if (!edits.file.empty())
        finished = finishSaves(vfs, edits.file, stateFolder(), progress);
    return EditRecovery::read(vfs, edits, stop).transform([&](std::shared_ptr<EditRecovery::Log> log) {
        return ReadEdits{std::move(log), finished && *finished};
    });
}

RecoveryTask::RecoveryTask(QObject* parent)
    : ReportedTask(ByteCount(0))
{
    setParent(parent);
}

void RecoveryTask::find(QObject* parent, TakeFound take)
{
    auto* const task = new RecoveryTask(parent);
    task->start([task, take = std::move(take)](const std::stop_token& stop, Progress&) -> End {
        return [task, take, found = findAll(stop)] {
            task->deleteLater();
            take(found);
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

} // namespace megascope

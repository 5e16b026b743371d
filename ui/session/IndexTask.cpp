// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/IndexTask.h"

#include "core/task/Background.h"
#include "core/task/ParallelFor.h"

#include <chrono>

namespace megascope {

using namespace std::chrono_literals;

IndexTask::IndexTask(std::shared_ptr<LineIndex> index, const Snapshot& snapshot)
{
    m_work->progress.total = snapshot.size().value();
    connect(&m_report, &QTimer::timeout, this,
        [this] { emit progressed(m_work->progress.done, m_work->progress.total); });
    m_report.start(100ms);

    m_thread = LooseThread([this, slot = m_postbox.slot(), work = m_work, index = std::move(index), snapshot](
                               const std::stop_token& stop) {
        giveWay();
        const bool complete
            = fillLineIndex(*index, snapshot, taskThreads(), work->progress, stop, {.loss = &work->loss});
        slot.post([this, complete] { reportEnd(complete); });
    });
}

IndexTask::~IndexTask() = default;

void IndexTask::reportEnd(bool complete)
{
    m_report.stop();
    emit progressed(m_work->progress.done, m_work->progress.total);
    emit ended(complete);
}

} // namespace megascope

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
    m_progress.total = snapshot.size().value();
    connect(
        &m_report, &QTimer::timeout, this, [this] { emit progressed(m_progress.done, m_progress.total); });
    m_report.start(100ms);

    m_thread = std::jthread([this, index = std::move(index), snapshot](std::stop_token stop) {
        giveWay();
        const bool complete
            = fillLineIndex(*index, snapshot, taskThreads(), m_progress, std::move(stop), {.loss = &m_loss});
        QMetaObject::invokeMethod(this, [this, complete] { reportEnd(complete); }, Qt::QueuedConnection);
    });
}

IndexTask::~IndexTask() = default;

void IndexTask::reportEnd(bool complete)
{
    m_report.stop();
    emit progressed(m_progress.done, m_progress.total);
    emit ended(complete);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/SaveTask.h"

#include <chrono>

namespace megascope {

using namespace std::chrono_literals;

SaveTask::SaveTask(Work work, ByteCount total)
{
    m_progress.total = total.value();
    connect(
        &m_report, &QTimer::timeout, this, [this] { emit progressed(m_progress.done, m_progress.total); });
    m_report.start(100ms);
    m_thread = std::jthread([this, work = std::move(work)](std::stop_token stop) {
        const Result<SaveResult> result = work({std::move(stop), m_progress});
        QMetaObject::invokeMethod(
            this,
            [this, result] {
                m_report.stop();
                emit ended({result});
            },
            Qt::QueuedConnection);
    });
}

SaveTask::~SaveTask() = default;

} // namespace megascope

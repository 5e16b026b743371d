// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/ReportedTask.h"

#include <chrono>
#include <utility>

namespace megascope {

using namespace std::chrono_literals;

ReportedTask::ReportedTask(ByteCount total)
{
    m_progress->total = total.value();
    connect(
        &m_report, &QTimer::timeout, this, [this] { emit progressed(m_progress->done, m_progress->total); });
    m_report.start(100ms);
}

ReportedTask::~ReportedTask() = default;

void ReportedTask::abandon(QObject* owner)
{
    cancel();
    blockSignals(true);
    m_isAbandoned = true;
    setParent(owner);
}

void ReportedTask::start(std::function<End(std::stop_token stop, Progress& progress)> work)
{
    m_thread = LooseThread(
        [this, slot = slot(), progress = m_progress, work = std::move(work)](const std::stop_token& stop) {
            slot.post([this, end = work(stop, *progress)] {
                m_report.stop();
                if (m_isAbandoned)
                    deleteLater();
                else
                    end();
            });
        });
}

} // namespace megascope

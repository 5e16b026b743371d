// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/Save.h"
#include "core/task/Progress.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <thread>

namespace megascope {

// How a save ended.
struct SaveOutcome {
    Result<SaveResult> result;
};

// Writes in the background, and tells how far it has come. Starts when constructed; when destroyed, it is
// asked to stop and waited for.
class SaveTask final : public QObject {
    Q_OBJECT

public:
    using Work = std::function<Result<SaveResult>(const SaveWatch& watch)>;
    // `total` is about what will be written, in bytes.
    SaveTask(Work work, ByteCount total);
    ~SaveTask() override;

    void cancel() { m_thread.request_stop(); }

signals:
    void progressed(qint64 bytesDone, qint64 bytesTotal);
    void ended(const megascope::SaveOutcome& outcome); // the last signal

private:
    Progress m_progress;
    QTimer m_report;
    std::jthread m_thread; // last: joined before what it uses is gone
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/task/Progress.h"
#include "core/text/LineIndex.h"
#include "core/text/LineIndexer.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <thread>

namespace megascope {

// Fills a line index in the background, and tells how far it has come. Starts when constructed; stops when
// destroyed.
class IndexTask final : public QObject {
    Q_OBJECT

public:
    IndexTask(std::shared_ptr<LineIndex> index, const Snapshot& snapshot);
    ~IndexTask() override;

    // The first bytes that could not be read, if there are any.
    [[nodiscard]] std::optional<ByteRange> loss() const { return m_loss.range(); }

signals:
    void progressed(qint64 bytesDone, qint64 bytesTotal);
    void ended(bool complete); // the last signal; the task may be deleted later from the receiver

private:
    void reportEnd(bool complete);

    Progress m_progress;
    FirstLoss m_loss;
    QTimer m_report;
    std::jthread m_thread; // last: joined before what it uses is gone
};

} // namespace megascope

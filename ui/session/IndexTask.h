// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/file/LooseThread.h"
#include "core/task/Progress.h"
#include "core/text/LineIndex.h"
#include "core/text/LineIndexer.h"
#include "ui/session/Postbox.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace megascope {

// Fills a line index in the background, and tells how far it has come. Starts when constructed; stops when
// destroyed. Where the storage does not answer, it is not waited for then, and the index may still be written
// to.
class IndexTask final : public QObject {
    Q_OBJECT

public:
    IndexTask(std::shared_ptr<LineIndex> index, const Snapshot& snapshot);
    ~IndexTask() override;

    // The first bytes that could not be read, if there are any.
    [[nodiscard]] std::optional<ByteRange> loss() const { return m_work->loss.range(); }
    // Stops. False when it has not stopped in a moment: the index is somebody else's from now on.
    [[nodiscard]] bool stop() { return m_thread.end(); }

signals:
    void progressed(qint64 bytesDone, qint64 bytesTotal);
    void ended(bool complete); // the last signal; the task may be deleted later from the receiver

private:
    void reportEnd(bool complete);

    struct Work {
        Progress progress;
        FirstLoss loss;
    };
    std::shared_ptr<Work> m_work = std::make_shared<Work>();
    QTimer m_report;
    Postbox m_postbox{*this};
    LooseThread m_thread; // last: ended before what it uses is gone
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/LooseThread.h"
#include "core/file/Units.h"
#include "core/task/Progress.h"
#include "ui/session/Postbox.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <stop_token>

namespace megascope {

// Work in a thread of its own that tells how far it has come. When destroyed, it is asked to stop and waited
// for; but only for a moment, because a storage may never answer. A base; what the work uses is its own,
// because the members of the derived class are gone by then.
class ReportedTask : public QObject {
    Q_OBJECT

public:
    void cancel() { m_thread.requestStop(); }
    // Cancels it, and does not wait for that: it sends no more signals, and goes when its work has ended,
    // with `owner` at the latest.
    void abandon(QObject* owner);

signals:
    void progressed(qint64 bytesDone, qint64 bytesTotal); // ten times a second

protected:
    // `total` is about how many bytes it is about.
    explicit ReportedTask(ByteCount total);
    ~ReportedTask() override;

    // What is called in the GUI thread when the work is done, after the last report.
    using End = std::function<void()>;
    // Called once.
    void start(std::function<End(std::stop_token stop, Progress& progress)> work);
    // For what the work tells meanwhile.
    [[nodiscard]] const Postbox::Slot& slot() const { return m_postbox.slot(); }

private:
    std::shared_ptr<Progress> m_progress = std::make_shared<Progress>();
    QTimer m_report;
    bool m_isAbandoned = false;
    Postbox m_postbox{*this};
    LooseThread m_thread; // last: ended before what it uses is gone
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileAlarm.h"
#include "core/file/FileSight.h"
#include "core/file/LooseThread.h"
#include "ui/session/Postbox.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

class QSocketNotifier;

namespace megascope {

// Looks what becomes of an open file: at once when the system tells of a change, where it does, and once a
// second. The looks happen in a thread of their own, so that a file system that hangs does not hang the
// window; while one is under way no other is begun. GUI thread only.
class FileWatch final : public QObject {
    Q_OBJECT

public:
    FileWatch(std::shared_ptr<FileSource> source, KnownContent known, QObject* parent = nullptr);
    ~FileWatch() override { m_thread.end(std::chrono::milliseconds(0)); }

    // What later looks are held against.
    [[nodiscard]] const KnownContent& known() const { return *m_known; }
    void setKnown(KnownContent known);
    // Whether, and how, the file that takes the name is to be opened.
    void setNext(const std::optional<FileSourceOptions>& next) { m_next = next; }
    // Begins a look now; when one is under way, another after it.
    void look();

signals:
    void seen(const megascope::FileSight& sight);

private:
    void arm(std::shared_ptr<FileAlarm> alarm);
    void take(const FileSight& sight);
    void alarmed();
    void lookSoon();

    const std::shared_ptr<FileSource> m_source;
    std::shared_ptr<const KnownContent> m_known;
    std::optional<FileSourceOptions> m_next;
    std::shared_ptr<FileAlarm> m_alarm; // null before the first look, and where it would not be told anything
    QSocketNotifier* m_notifier = nullptr;
    QTimer m_tick;
    QTimer m_pause; // from an alarm to the look
    QElapsedTimer m_lastLook; // since it began
    int m_pace; // milliseconds between two looks
    bool m_looking = false;
    bool m_again = false;
    Postbox m_postbox{*this};
    LooseThread m_thread;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSource.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>

namespace megascope {

// Looks once a second what became of an open file. The look happens in a thread of its own, so that a file
// system that hangs does not hang the window; while one look is under way no other is begun.
class FileWatch final : public QObject {
    Q_OBJECT

public:
    struct Sight {
        Result<FileStatus> opened; // through the open descriptor
        Result<FileStatus> named; // what the path names
    };

    explicit FileWatch(std::shared_ptr<FileSource> source);
    ~FileWatch() override;

    // Begins a look now.
    void look();

signals:
    void seen(const megascope::FileWatch::Sight& sight);

private:
    std::shared_ptr<FileSource> m_source;
    QTimer m_tick;
    QThreadPool m_thread;
    bool m_looking = false;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/FileWatch.h"

#include <chrono>

namespace megascope {

using namespace std::chrono_literals;

FileWatch::FileWatch(std::shared_ptr<FileSource> source)
    : m_source(std::move(source))
{
    m_thread.setMaxThreadCount(1);
    connect(&m_tick, &QTimer::timeout, this, &FileWatch::look);
    m_tick.start(1s);
}

FileWatch::~FileWatch()
{
    m_thread.waitForDone();
}

void FileWatch::look()
{
    if (m_looking)
        return;
    m_looking = true;
    m_thread.start([this, source = m_source] {
        Sight sight{source->refresh(), source->statusOfPath()};
        QMetaObject::invokeMethod(
            this,
            [this, sight = std::move(sight)] {
                m_looking = false;
                emit seen(sight);
            },
            Qt::QueuedConnection);
    });
}

} // namespace megascope

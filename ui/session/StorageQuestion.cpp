// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/StorageQuestion.h"

#include "ui/session/BoundedReads.h"

#include <QDir>
#include <QFileInfo>

namespace megascope {

StorageQuestion::StorageQuestion(std::function<void()> ask, QObject* parent)
    : QObject(parent)
{
    m_thread = LooseThread(
        [this, slot = m_postbox.slot(), state = m_state, ask = std::move(ask)](const std::stop_token&) {
            ask();
            {
                const std::scoped_lock lock(state->mutex);
                state->isAnswered = true;
                state->came.notify_all();
            }
            slot.post([this] { emit answered(); });
        });
}

bool StorageQuestion::isAnswered() const
{
    std::unique_lock lock(m_state->mutex);
    const auto isThere = [&] { return m_state->isAnswered; };
    if (BoundedReads::instance())
        return m_state->came.wait_for(lock, LooseThread::moment, isThere);
    m_state->came.wait(lock, isThere);
    return true;
}

QString answeringFolder(const QString& file)
{
    const QString folder = QFileInfo(file).path();
    return answerInTime([folder] { return QFileInfo::exists(folder); }) ? folder : QDir::homePath();
}

} // namespace megascope

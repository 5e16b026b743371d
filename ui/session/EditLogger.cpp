// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/EditLogger.h"

#include "core/file/ReadPatience.h"
#include "core/file/Vfs.h"
#include "core/save/EditStorage.h"
#include "core/save/StateFolder.h"

#include <chrono>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// Two seconds are promised; the disk takes a part of them.
constexpr auto syncDelay = 1s;

} // namespace

EditLogger::EditLogger(Document& document, const LoggedFile& file)
{
    if (const std::filesystem::path folder = recoveryFolder(); !folder.empty())
        m_log = std::make_shared<RecoveryLog>(systemVfs(), folder, document, file);
    m_thread.setMaxThreadCount(1);
    m_delay.setSingleShot(true);
    m_delay.setInterval(syncDelay);
    connect(&m_delay, &QTimer::timeout, this, &EditLogger::sync);
}

EditLogger::~EditLogger()
{
    m_thread.waitForDone();
    if (m_log)
        m_log->remove();
}

void EditLogger::append()
{
    if (!m_log)
        return;
    const UnboundedReads whatMayBeLost;
    take(m_log->append());
    if (!m_delay.isActive() && !m_log->isSynced())
        m_delay.start();
}

// A log that cannot be synced is no reason not to save.
std::function<void()> EditLogger::noteSaving()
{
    if (!m_log)
        return [] { };
    const UnboundedReads whatMayBeLost;
    take(m_log->noteSaving());
    return [log = m_log] { (void)log->sync(); };
}

void EditLogger::sync()
{
    m_thread.start([this, log = m_log] {
        const Result<void> synced = log->sync();
        QMetaObject::invokeMethod(this, [this, synced] { take(synced); }, Qt::QueuedConnection);
    });
}

void EditLogger::startOver(const LoggedFile& file)
{
    const UnboundedReads whatMayBeLost;
    if (m_log)
        take(m_log->startOver(file));
}

Result<std::shared_ptr<EditStorage>> EditLogger::lendStorage()
{
    if (m_log) {
        Result<std::shared_ptr<EditStorage>> lent = m_log->lendStorage();
        if (lent)
            return lent;
        take(std::unexpected(lent.error()));
    }
    return EditStorage::createNameless(systemVfs(), spoolFolder());
}

void EditLogger::adopt(std::unique_ptr<RecoveryLog> log)
{
    m_log = std::move(log);
}

void EditLogger::leave()
{
    m_delay.stop();
    m_thread.waitForDone();
    if (m_log)
        (void)m_log->sync();
    m_log.reset();
}

void EditLogger::take(const Result<void>& result)
{
    const bool hadFailed = std::exchange(m_failed, !result);
    if (m_failed && !hadFailed)
        emit failed(QString::fromStdString(result.error().message()));
}

} // namespace megascope

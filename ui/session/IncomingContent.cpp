// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/IncomingContent.h"

#include "core/file/Vfs.h"

#include <chrono>

namespace megascope {

using namespace std::chrono_literals;

IncomingContent::IncomingContent(OpenedSource opened)
    : m_opened(std::move(opened))
    , m_spool(*m_opened.source->spool())
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(50ms);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (m_isHeard)
            tell();
    });
    m_spool.setListener([this] {
        if (!m_isHeard.exchange(true))
            QMetaObject::invokeMethod(this, &IncomingContent::hear, Qt::QueuedConnection);
    });
    tellAgain(); // of what came before anybody listened
}

IncomingContent::~IncomingContent()
{
    m_spool.setListener({});
    m_spool.stop();
}

std::optional<Error> IncomingContent::whyPacked() const
{
    return m_opened.findings ? m_opened.findings->whyPacked() : m_opened.whyPacked;
}

void IncomingContent::stop()
{
    m_spool.stop();
}

void IncomingContent::goOn()
{
    m_spool.goOn(m_spool.state().size + std::max(streamRoom(systemVfs()), ByteCount(1)));
    tellAgain();
}

void IncomingContent::tellAgain()
{
    m_isHeard = true;
    m_rest.start();
}

void IncomingContent::hear()
{
    if (!m_rest.isActive())
        tell();
}

void IncomingContent::tell()
{
    m_isHeard = false;
    m_rest.start();
    emit changed();
}

} // namespace megascope

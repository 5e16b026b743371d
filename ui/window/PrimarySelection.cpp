// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PrimarySelection.h"

#include "ui/session/DocumentSession.h"
#include "ui/window/ClipboardTask.h"

#include <QGuiApplication>

#include <chrono>

namespace megascope {

using namespace std::chrono_literals;

PrimarySelection::PrimarySelection(DocumentSession& session)
    : QObject(&session)
    , m_session(session)
{
    if (!QGuiApplication::clipboard()->supportsSelection())
        return;
    m_rest.setSingleShot(true);
    m_rest.setInterval(200ms);
    connect(&m_rest, &QTimer::timeout, this, &PrimarySelection::copy);
    connect(&session, &DocumentSession::selectionChanged, this, [this] { m_rest.start(); });
}

PrimarySelection::~PrimarySelection() = default;

// What was given before stays there when nothing is selected any more, as everywhere.
void PrimarySelection::copy()
{
    const ByteRange range = m_session.selection().range();
    if (range.empty() || copySize(range.count(), CopyFormat::Text) > copyWithoutAsking)
        return;
    m_task = std::make_unique<ClipboardTask>(ClipboardTask::Order{
        .snapshot = m_session.snapshot(),
        .range = range,
        .encoding = m_session.textFormat().encoding,
        .clipboard = QClipboard::Selection,
    });
    // Nobody asked for this copy: nobody is told when it fails.
    connect(m_task.get(), &ClipboardTask::ended, this, [this] { m_task.release()->deleteLater(); });
}

} // namespace megascope

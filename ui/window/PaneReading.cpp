// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/PaneReading.h"

#include "ui/session/BoundedReads.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"

#include <KLocalizedString>

#include <QAction>
#include <QIcon>
#include <QTimer>

#include <chrono>

namespace megascope {

using namespace std::chrono_literals;

PaneReading::PaneReading(DocumentPane& pane, DocumentSession& session)
    : QObject(&session)
    , m_pane(pane)
    , m_session(session)
{
    if (!BoundedReads::instance())
        return;
    connect(&session, &DocumentSession::readAgain, this, [this] {
        m_isTold = false;
        delete m_message;
    });
    auto* tick = new QTimer(this);
    connect(tick, &QTimer::timeout, this, &PaneReading::look);
    tick->start(500ms);
}

void PaneReading::look()
{
    const FileSource* const file = m_session.fileSource();
    if (m_isTold || !file)
        return;
    const std::optional<Gap> failed = file->failedRead();
    if (!failed)
        return;
    m_isTold = true;
    auto* retry
        = new QAction(QIcon::fromTheme(QStringLiteral("view-refresh")), i18nc("@action:button", "Try Again"));
    connect(retry, &QAction::triggered, &m_session, &DocumentSession::retryReading);
    m_message = m_pane.showMessage(DocumentSession::Severity::Warning,
        i18n("Some bytes of this file cannot be read; all others are shown. The last place: %1.",
            QString::fromStdString(errorOf(*failed, {}).reason())),
        {retry});
}

} // namespace megascope

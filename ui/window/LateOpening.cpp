// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/LateOpening.h"

#include "ui/session/FileOpening.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QAction>
#include <QFile>
#include <QIcon>

namespace megascope {

using Severity = DocumentSession::Severity;

LateOpening::LateOpening(MainWindow& window, std::unique_ptr<FileOpening> opening, Then then)
    : QObject(&window)
    , m_window(window)
    , m_opening(std::move(opening))
    , m_then(std::move(then))
{
    auto* cancel = new QAction(QIcon::fromTheme(QStringLiteral("dialog-cancel")),
        i18nc("@action:button stop opening a file", "Cancel"));
    connect(cancel, &QAction::triggered, this, &QObject::deleteLater);
    const QString path = QFile::decodeName(m_opening->path().c_str());
    m_message = m_window.pane().showMessage(Severity::Information, i18n("Opening %1…", path), {cancel});
    connect(m_opening.get(), &FileOpening::done, this, &LateOpening::finish);
}

LateOpening::~LateOpening()
{
    delete m_message;
}

void LateOpening::finish()
{
    deleteLater();
    delete m_message;
    Result<std::unique_ptr<DocumentSession>> session = m_opening->take();
    if (!session) {
        m_window.pane().showMessage(Severity::Error, QString::fromStdString(session.error().message()));
        return;
    }
    MainWindow& window = m_window.show(*std::move(session));
    if (m_then)
        m_then(window);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/HoleCommands.h"

#include "core/document/DataRuns.h"
#include "ui/session/DataFinder.h"
#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QLabel>
#include <QStatusBar>

namespace megascope {

namespace {

QString hex(ByteOffset offset)
{
    return QStringLiteral("0x") + QString::number(offset.value(), 16).toUpper();
}

} // namespace

HoleCommands::HoleCommands(MainWindow& window)
    : QObject(&window)
    , m_window(window)
{
    addCommands(window,
        {{"go_next_data", i18nc("@action behind a hole of a sparse file", "Next &Data"), "",
             QKeySequence(Qt::Key_F7), [this] { goToData(true); }},
            {"go_previous_data", i18nc("@action before a hole of a sparse file", "Pre&vious Data"), "",
                QKeySequence(Qt::SHIFT | Qt::Key_F7), [this] { goToData(false); }}});
    const DocumentPane* const pane = &window.pane();
    connect(pane, &DocumentPane::selectionChanged, this, &HoleCommands::showHole);
    connect(pane, &DocumentPane::stateChanged, this, &HoleCommands::showHole);
    connect(pane, &DocumentPane::firstContentPainted, this, &HoleCommands::showHole, Qt::QueuedConnection);
}

void HoleCommands::goToData(bool forward)
{
    DocumentPane* const pane = &m_window.pane();
    if (!m_finder) {
        m_finder = new DataFinder(pane->session());
        connect(m_finder, &DataFinder::found, pane, &DocumentPane::revealCursor);
        connect(m_finder, &DataFinder::failed, pane, [pane](const QString& reason) {
            pane->showMessage(DocumentSession::Severity::Information, reason);
        });
    }
    m_finder->find(forward);
}

void HoleCommands::showHole()
{
    const DocumentSession& session = m_window.pane().session();
    const auto hole = holeAround(session.snapshot(), session.selection().cursor);
    if (!hole) {
        if (m_label)
            m_label->hide();
        return;
    }
    if (!m_label) {
        m_label = new QLabel(m_window.statusBar());
        m_label->setObjectName(QStringLiteral("hole"));
        m_label->setToolTip(i18nc(
            "@info:tooltip", "The file takes no space here, and reads as zeros; the last offset included"));
        m_window.statusBar()->insertWidget(1, m_label);
    }
    m_label->setText(i18nc("@info:status first and last offset of a hole", "Hole, %1 – %2",
        hex(hole->begin()), hex(hole->end() - ByteCount(1))));
    m_label->show();
}

void addHoleActions(MainWindow& window)
{
    new HoleCommands(window);
}

} // namespace megascope

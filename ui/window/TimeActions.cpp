// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentTimes.h"
#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/HistogramDock.h"
#include "ui/window/MainWindow.h"

#include <KActionCollection>
#include <KLocalizedString>

#include <QAction>

namespace megascope {

namespace {

// The panel is made when it is wanted for the first time.
void addHistogram(MainWindow& window)
{
    QAction* action = window.actionCollection()->addAction(QStringLiteral("view_histogram"));
    action->setText(i18nc("@option:check", "Histogram over &Time"));
    action->setCheckable(true);
    KActionCollection::setDefaultShortcut(action, QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_G));
    QObject::connect(action, &QAction::triggered, &window, [&window, action](bool on) {
        auto* dock = window.findChild<HistogramDock*>();
        if (!dock) {
            dock = new HistogramDock(window.pane(), &window);
            window.addDockWidget(Qt::BottomDockWidgetArea, dock);
            QObject::connect(dock->toggleViewAction(), &QAction::toggled, action, &QAction::setChecked);
        }
        dock->setVisible(on);
    });
}

// What differences are measured from: the line with the cursor.
void measureFromCursor(DocumentPane& pane)
{
    DocumentTimes& times = DocumentTimes::of(pane.session());
    const std::optional<TimedLines> lines = times.lines();
    const std::optional<TimedLine> line
        = lines ? lines->lineFor(pane.session().selection().cursor) : std::nullopt;
    if (line)
        times.setOrigin(line->time);
    else
        pane.showMessage(DocumentSession::Severity::Information,
            i18n("No time was recognised at or before the line with the cursor."));
}

} // namespace

void addTimeActions(MainWindow& window)
{
    DocumentPane* pane = &window.pane();
    addHistogram(window);
    const auto showDifferences = [&window] {
        ViewSettings settings = window.settings();
        settings.timeDifferences = true;
        window.setSettings(settings);
    };
    addCommands(window,
        {{"go_time", i18nc("@action", "Go to &Time…"), "", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T),
             [pane] { pane->askPlace(Place::Kind::Time); }},
            {"time_measure_here", i18nc("@action", "Measure Time from &Here"), "", {},
                [pane, showDifferences] {
                    showDifferences();
                    DocumentTimes& times = DocumentTimes::of(pane->session());
                    if (times.isKnown())
                        return measureFromCursor(*pane);
                    QObject::connect(
                        &times, &DocumentTimes::changed, pane, [pane] { measureFromCursor(*pane); },
                        Qt::SingleShotConnection);
                    times.want();
                }},
            {"time_measure_before", i18nc("@action", "Measure Time from the Line &Before"), "", {},
                [pane, showDifferences] {
                    showDifferences();
                    DocumentTimes::of(pane->session()).setOrigin(std::nullopt);
                }}});
}

} // namespace megascope

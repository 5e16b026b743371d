// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/TimeFinder.h"

#include "ui/session/DocumentSession.h"
#include "ui/session/DocumentTimes.h"
#include "ui/session/WorkTask.h"

#include <KLocalizedString>

namespace megascope {

TimeFinder::TimeFinder(DocumentSession& session)
    : QObject(&session)
    , m_session(session)
{
}

TimeFinder::~TimeFinder() = default;

void TimeFinder::find(const TimeQuery& query)
{
    stop();
    m_query = query;
    m_start = m_session.selection();
    connect(&DocumentTimes::of(m_session), &DocumentTimes::changed, this, &TimeFinder::goOn,
        Qt::UniqueConnection);
    connect(&m_session, &DocumentSession::snapshotChanged, this, &TimeFinder::goOn, Qt::UniqueConnection);
    goOn();
}

void TimeFinder::stop()
{
    m_query.reset();
    if (m_task) {
        m_task->abandon(&m_session);
        (void)m_task.release();
    }
}

// Once it is known how lines bear their times, and again where the document changes meanwhile.
void TimeFinder::goOn()
{
    if (!m_query)
        return;
    const TimeQuery query = *m_query;
    stop();
    m_query = query;
    DocumentTimes& times = DocumentTimes::of(m_session);
    if (!times.isKnown()) {
        times.want();
        return;
    }
    const std::optional<TimedLines> lines = times.lines();
    if (!lines) {
        stop();
        emit failed(i18n("No times were recognised in the lines of this document."));
        return;
    }
    m_task = std::make_unique<WorkTask>([this, query, lines = *lines, cursor = m_session.selection().cursor](
                                            const std::stop_token& stop, Progress&) -> std::function<void()> {
        std::optional<TimedLine> here = lines.lineFor(cursor);
        if (!here)
            here = searchTime(lines, LogTime::min(), lines.snapshot().all(), stop).at;
        Outcome outcome{here ? query.meaning(lines.format(), here->time) : LogTime(), {}};
        outcome.found = searchTime(lines, outcome.wanted, lines.snapshot().all(), stop);
        return [this, outcome] { take(outcome); };
    });
}

void TimeFinder::take(const Outcome& outcome)
{
    m_task.release()->deleteLater();
    m_query.reset();
    const std::optional<TimestampFormat> format = DocumentTimes::of(m_session).format();
    const TimeFound& place = outcome.found;
    const std::optional<TimedLine> line = place.at ? place.at : place.before;
    if (!line || !format) {
        emit failed(i18n("No line with a time was found in this document."));
        return;
    }
    QString remark;
    const QString time = QString::fromStdString(timeText(*format, line->time));
    if (!place.at)
        remark = i18n("The document ends before that; its last time is %1.", time);
    else if (!place.before && place.at->time > outcome.wanted)
        remark = i18n("The document begins after that; its first time is %1.", time);
    if (m_session.selection() == m_start)
        m_session.setSelection(Selection::at(line->begin));
    emit found(remark);
}

} // namespace megascope

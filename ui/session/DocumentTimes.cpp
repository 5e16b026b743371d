// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentTimes.h"

#include "core/text/NewlineSearch.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/WorkTask.h"

#include <algorithm>
#include <chrono>

namespace megascope {

namespace {

// When a document can have been written at the latest.
LogTime latestTime(const DocumentSession& session)
{
    const auto now = std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
    if (!session.fileSource())
        return now;
    const LogTime written(
        std::chrono::nanoseconds(session.fileSource()->status().identity.modified.nanoseconds));
    return written > LogTime() ? std::min(written, now) : now;
}

// Of a selection within one line so much is looked at.
constexpr ByteCount lookedAt = kibibytes(64);

} // namespace

DocumentTimes& DocumentTimes::of(DocumentSession& session)
{
    auto* times = session.findChild<DocumentTimes*>(Qt::FindDirectChildrenOnly);
    return times ? *times : *new DocumentTimes(session);
}

DocumentTimes::DocumentTimes(DocumentSession& session)
    : QObject(&session)
    , m_session(session)
{
    connect(&session, &DocumentSession::textFormatChanged, this, &DocumentTimes::forget);
    connect(&session, &DocumentSession::snapshotChanged, this, &DocumentTimes::takeSnapshot);
}

DocumentTimes::~DocumentTimes() = default;

void DocumentTimes::want()
{
    if (m_isKnown || m_task)
        return;
    const Snapshot snapshot = m_session.snapshot();
    m_revision = snapshot.revision();
    m_task = std::make_unique<WorkTask>(
        [this, snapshot, text = m_session.textFormat(), latest = latestTime(m_session)](
            const std::stop_token& stop, Progress&) -> std::function<void()> {
            return [this, format = detectTimestamps(snapshot, text, latest, stop)] {
                m_task.release()->deleteLater();
                m_isKnown = true;
                m_format = format;
                emit changed();
            };
        });
}

std::optional<TimedLines> DocumentTimes::lines() const
{
    return m_format.transform([this](const TimestampFormat& format) {
        return TimedLines(m_session.snapshot(), m_session.textFormat(), format);
    });
}

void DocumentTimes::setOrigin(const std::optional<LogTime>& origin)
{
    m_origin = origin;
    emit changed();
}

// What was made out holds on across edits and what is appended; where there were no times, some may have
// come.
void DocumentTimes::takeSnapshot()
{
    const bool isContinued = m_session.editor().document().changesSince(m_revision).has_value();
    if (!isContinued || (m_isKnown && !m_format))
        forget();
    else
        m_revision = m_session.snapshot().revision();
}

void DocumentTimes::forget()
{
    if (m_task) {
        m_task->abandon(&m_session);
        (void)m_task.release();
    }
    m_format.reset();
    m_origin.reset();
    m_isKnown = false;
    emit changed();
}

std::optional<std::chrono::nanoseconds> selectedTime(DocumentSession& session)
{
    const ByteRange range = session.selection().range();
    if (range.empty())
        return std::nullopt;
    // Where it ends with a line end, that line is the last.
    const ByteRange head(range.begin(), std::min(range.count() - ByteCount(1), lookedAt));
    const bool isLong = range.count() > lookedAt;
    if (!isLong && !firstNewline(session.snapshot(), head, session.textFormat().newline))
        return std::nullopt;
    DocumentTimes& times = DocumentTimes::of(session);
    times.want();
    const std::optional<TimedLines> lines = times.lines();
    if (!lines)
        return std::nullopt;
    const std::optional<TimedLine> first = lines->lineFor(range.begin());
    const std::optional<TimedLine> last = lines->lineFor(range.end() - ByteCount(1));
    if (!first || !last || first->begin == last->begin)
        return std::nullopt;
    return lines->format().difference(first->time, last->time);
}

} // namespace megascope

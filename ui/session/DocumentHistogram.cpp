// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentHistogram.h"

#include "ui/session/DocumentSession.h"
#include "ui/session/DocumentTimes.h"
#include "ui/session/TimeTask.h"

#include <algorithm>

namespace megascope {

namespace {

using namespace std::chrono_literals;

constexpr std::int64_t mostBuckets = 200;
// A file that is written to makes others not more often than this.
constexpr auto remakeInterval = 1s;
constexpr std::chrono::nanoseconds shortestZoom = 100us;

} // namespace

DocumentHistogram::DocumentHistogram(DocumentSession& session)
    : m_session(session)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(remakeInterval);
    connect(&m_delay, &QTimer::timeout, this, &DocumentHistogram::make);
    connect(&session, &DocumentSession::snapshotChanged, this, [this] {
        if (!m_delay.isActive())
            m_delay.start();
    });
    connect(&session, &DocumentSession::indexingEnded, this, &DocumentHistogram::count);
    connect(&DocumentTimes::of(session), &DocumentTimes::changed, this, [this] {
        const bool isAwaited = m_state == State::Running && !m_task;
        if (isAwaited || DocumentTimes::of(m_session).format() != m_format)
            make();
    });
    make();
}

DocumentHistogram::~DocumentHistogram() = default;

void DocumentHistogram::setState(State state)
{
    m_state = state;
    emit changed();
}

void DocumentHistogram::drop()
{
    if (m_task) {
        m_task->abandon(&m_session);
        (void)m_task.release();
    }
}

void DocumentHistogram::stop()
{
    if (m_state != State::Running)
        return;
    drop();
    setState(State::Stopped);
}

void DocumentHistogram::showAll()
{
    m_zoom.reset();
    make();
}

void DocumentHistogram::zoom(LogTime center, double factor)
{
    if (!m_whole || m_buckets.count() == 0)
        return;
    const Times shown = m_zoom.value_or(*m_whole);
    const auto scaled = [factor](std::chrono::nanoseconds part) {
        return std::chrono::nanoseconds(
            static_cast<std::int64_t>(static_cast<double>(part.count()) * factor));
    };
    center = std::clamp(center, shown.first, shown.second);
    const LogTime from = std::max(center - scaled(center - shown.first), m_whole->first);
    const LogTime to = std::min(center + scaled(shown.second - center), m_whole->second);
    if (to - from < shortestZoom && factor < 1)
        return;
    const bool isAll = from == m_whole->first && to == m_whole->second;
    m_zoom = isAll ? std::nullopt : std::optional(Times(from, to));
    make();
}

void DocumentHistogram::make()
{
    drop();
    DocumentTimes& times = DocumentTimes::of(m_session);
    if (!times.isKnown()) {
        times.want();
        return setState(State::Running);
    }
    m_format = times.format();
    if (!m_format) {
        m_buckets = {};
        m_counts.clear();
        return setState(State::NoTimes);
    }
    m_task = std::make_unique<TimeTask>(
        [this, lines = *times.lines(), zoom = m_zoom](
            const std::stop_token& stop, Progress& progress) -> std::function<void()> {
            Made made{timeSpan(lines, stop), {}, lines.snapshot().revision()};
            if (made.span && !stop.stop_requested()) {
                const Times shown = zoom.value_or(Times(made.span->first.time, made.span->last.time));
                made.buckets = cutIntoBuckets(
                    lines, shown.first, std::max(shown.first, shown.second), mostBuckets, progress, stop);
            }
            return [this, made] { take(made); };
        });
    connect(m_task.get(), &ReportedTask::progressed, this, &DocumentHistogram::progressed);
    setState(State::Running);
}

void DocumentHistogram::take(const Made& made)
{
    m_task.release()->deleteLater();
    m_buckets = made.buckets;
    m_revision = made.revision;
    m_whole.reset();
    if (made.span)
        m_whole = {made.span->first.time, made.span->last.time};
    m_state = State::Done;
    count();
}

// Lines once all are counted, of the content that was looked at; else bytes.
void DocumentHistogram::count()
{
    const std::vector<ByteOffset>& borders = m_buckets.borders;
    const Snapshot& snapshot = m_session.snapshot();
    const LineMap& lines = m_session.lineMap();
    m_countsLines = snapshot.revision() == m_revision && lines.newlines(snapshot).has_value();
    const auto before = [&](ByteOffset border) {
        if (!m_countsLines || border == ByteOffset(0))
            return m_countsLines ? 0 : border.value();
        // The last line of a file may have no line end.
        const std::int64_t line
            = lines.lineAt(snapshot, border - ByteCount(1)).value_or(LineNumber(0)).value();
        return line + 1;
    };
    m_counts.assign(m_buckets.count(), 0);
    std::int64_t last = borders.empty() ? 0 : before(borders.front());
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        const bool isEmpty = borders[i + 1] == borders[i];
        const std::int64_t next = isEmpty ? last : before(borders[i + 1]);
        m_counts[i] = next - std::exchange(last, next);
    }
    emit changed();
}

} // namespace megascope

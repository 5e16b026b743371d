// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentHistogram.h"

#include "ui/session/DocumentSession.h"
#include "ui/session/DocumentTimes.h"
#include "ui/session/WorkTask.h"

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
    connect(&session, &DocumentSession::indexingEnded, this, &DocumentHistogram::countLines);
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
    for (std::unique_ptr<WorkTask>* task : {&m_task, &m_counting}) {
        if (*task)
            task->release()->abandon(&m_session);
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
        m_counts = {};
        return setState(State::NoTimes);
    }
    m_task = std::make_unique<WorkTask>(
        [this, lines = *times.lines(), map = m_session.sharedLineMap(), zoom = m_zoom](
            const std::stop_token& stop, Progress& progress) -> std::function<void()> {
            Made made{timeSpan(lines, stop), {}, {}, lines.snapshot().revision()};
            if (made.span && !stop.stop_requested()) {
                const Times shown = zoom.value_or(Times(made.span->first.time, made.span->last.time));
                made.buckets = cutIntoBuckets(
                    lines, shown.first, std::max(shown.first, shown.second), mostBuckets, progress, stop);
                made.counts = counted(made.buckets, lines.snapshot(), *map, stop);
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
    m_counts = made.counts;
    setState(State::Done);
    countLines(); // they may be known by now
}

// Again with lines in place of bytes. Reads what lies around each border.
void DocumentHistogram::countLines()
{
    const Snapshot& snapshot = m_session.snapshot();
    if (m_task || m_counting || m_counts.areLines || m_buckets.count() == 0 || m_session.isIndexing()
        || snapshot.revision() != m_revision)
        return;
    m_counting
        = std::make_unique<WorkTask>([this, buckets = m_buckets, snapshot, map = m_session.sharedLineMap()](
                                         const std::stop_token& stop, Progress&) -> std::function<void()> {
              return [this, counts = counted(buckets, snapshot, *map, stop)] {
                  m_counting.release()->deleteLater();
                  m_counts = counts;
                  emit changed();
              };
          });
}

// Lines once all are known; else bytes.
DocumentHistogram::Counts DocumentHistogram::counted(
    const TimeBuckets& buckets, const Snapshot& snapshot, const LineMap& lines, const std::stop_token& stop)
{
    const std::vector<ByteOffset>& borders = buckets.borders;
    Counts counts{std::vector<std::int64_t>(buckets.count(), 0), lines.newlines(snapshot).has_value()};
    const auto before = [&](ByteOffset border) {
        if (!counts.areLines || border == ByteOffset(0))
            return counts.areLines ? 0 : border.value();
        // The last line of a file may have no line end.
        const std::int64_t line
            = lines.lineAt(snapshot, border - ByteCount(1)).value_or(LineNumber(0)).value();
        return line + 1;
    };
    std::int64_t last = borders.empty() ? 0 : before(borders.front());
    for (std::size_t i = 0; i < counts.all.size() && !stop.stop_requested(); ++i) {
        const bool isEmpty = borders[i + 1] == borders[i];
        const std::int64_t next = isEmpty ? last : before(borders[i + 1]);
        counts.all[i] = next - std::exchange(last, next);
    }
    return counts;
}

} // namespace megascope

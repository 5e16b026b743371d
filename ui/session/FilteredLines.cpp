// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/FilteredLines.h"

#include "core/search/MatchChanges.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/NamelessFile.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// After the last key in a pattern, and after the last edit of a document, of a large one.
constexpr auto patternDelay = 120ms;
constexpr auto editDelay = 500ms;
constexpr auto largeEditDelay = 1500ms;
constexpr ByteCount largeDocument = mebibytes(256);
// Old rows are shown so long, so that typing does not flicker.
constexpr auto rowsStay = 250ms;

// Each of two stores has so much memory before it goes on in a file.
constexpr ByteCount storeMemory = mebibytes(32);

ByteRange movedLine(const ByteRange& line, std::span<const Change> changes)
{
    ByteOffset begin = line.begin();
    ByteOffset end = line.end();
    for (const Change& change : changes) {
        begin = change.moved(begin);
        end = change.moved(end);
    }
    return {begin, std::max(begin, end)};
}

} // namespace

FilteredLines::FilteredLines(DocumentSession& session, QObject* parent)
    : QObject(parent ? parent : &session)
    , m_session(session)
{
    m_delay.setSingleShot(true);
    m_patience.setSingleShot(true);
    connect(&m_delay, &QTimer::timeout, this, &FilteredLines::begin);
    connect(&m_patience, &QTimer::timeout, this, &FilteredLines::show);
    connect(&session, &DocumentSession::snapshotChanged, this, &FilteredLines::takeSnapshot);
    connect(&session, &DocumentSession::textFormatChanged, this, [this] { prepare(false); });
}

FilteredLines::~FilteredLines()
{
    delete m_task;
}

void FilteredLines::setSpec(const FilterSpec& spec)
{
    if (spec == m_spec)
        return;
    m_spec = spec;
    prepare(true);
}

// Begins anew.
void FilteredLines::prepare(bool keepRows)
{
    m_errors.clear();
    auto filter = LineFilter::compile(m_spec, m_session.textFormat());
    if (!filter) {
        m_errors = std::move(filter.error());
        if (keepRows) {
            emit stateChanged();
            return;
        }
    }
    abandon();
    m_delay.stop();
    m_filter = filter ? *std::move(filter) : nullptr;
    if (!keepRows || !m_filter)
        drop();
    m_comingAtEnd = false;
    if (m_filter)
        m_delay.start(patternDelay);
    emit stateChanged();
}

void FilteredLines::drop()
{
    if (!std::exchange(m_shown, nullptr))
        return;
    ++m_generation;
    emit reset();
}

void FilteredLines::abandon()
{
    m_patience.stop();
    m_coming.reset();
    if (m_task)
        std::exchange(m_task, nullptr)->abandon(this);
    if (m_shown && !m_shown->outcome) { // it went on where the document had grown
        m_shown->outcome.emplace();
        m_shown->outcome->end.search.kind = SearchEnd::Kind::Stopped;
    }
}

void FilteredLines::begin()
{
    if (!m_filter)
        return;
    abandon();
    m_delay.stop();
    m_coming = std::make_unique<Pass>();
    m_coming->stores.shown = std::make_shared<MatchStore>(makeNamelessFile, storeMemory);
    m_coming->stores.passing = m_filter->context() == 0
        ? m_coming->stores.shown
        : std::make_shared<MatchStore>(makeNamelessFile, storeMemory);
    const ByteOffset begin = textBegin(m_session.snapshot(), m_session.textFormat().encoding);
    if (!m_comingAtEnd)
        m_patience.start(m_shown ? rowsStay : 0ms);
    run(*m_coming, {.from = begin, .owed = 0, .shownTo = begin});
}

void FilteredLines::run(Pass& pass, const FilterStart& start)
{
    pass.revision = m_session.snapshot().revision();
    pass.end = m_session.snapshot().end();
    pass.changesTo.reset();
    pass.outcome.reset();
    m_done = 0;
    m_total = (m_session.snapshot().end() - start.from).value();
    m_clock.start();
    m_task = new FilterTask({.snapshot = m_session.snapshot(),
                                .filter = m_filter,
                                .textBegin = textBegin(m_session.snapshot(), m_session.textFormat().encoding),
                                .start = start},
        pass.stores);
    connect(m_task, &FilterTask::grown, this, &FilteredLines::takeGrowth);
    connect(m_task, &FilterTask::ended, this, &FilteredLines::finish);
    connect(m_task, &FilterTask::progressed, this, [this](qint64 done, qint64 total) {
        m_done = done;
        m_total = total;
        emit stateChanged();
    });
    emit stateChanged();
}

// The coming rows take the place of the old ones.
void FilteredLines::show()
{
    m_patience.stop();
    if (!m_coming)
        return;
    m_shown = std::move(m_coming);
    ++m_generation;
    emit reset();
}

void FilteredLines::takeGrowth()
{
    Pass& pass = running();
    if (!pass.last.empty())
        ++m_generation;
    pass.last.clear();
    pass.count = pass.stores.shown->count();
    pass.passing = pass.stores.passing->count();
    if (m_coming && !m_comingAtEnd)
        show();
    else if (!m_coming)
        emit grown();
}

void FilteredLines::finish(const FilterOutcome& outcome)
{
    std::exchange(m_task, nullptr)->deleteLater();
    Pass& pass = running();
    pass.outcome = outcome;
    if (!pass.last.empty() || !outcome.end.last.empty())
        ++m_generation;
    pass.last = outcome.end.last;
    if (m_coming)
        show();
    else
        emit grown();
    m_comingAtEnd = false;
    emit stateChanged();
    takeSnapshot(); // it may be another one by now
}

// Growth behind what is filtered is filtered by itself; anything else is an edit.
void FilteredLines::takeSnapshot()
{
    const Pass* const pass = m_coming ? m_coming.get() : m_shown.get();
    if (!m_filter || !pass)
        return;
    const std::vector<Change>& changes = changesOf(*pass);
    if (pass->isLost) {
        abandon();
        drop();
        m_comingAtEnd = false;
        m_delay.start(patternDelay);
        emit stateChanged();
        return;
    }
    if (changes.empty())
        return;
    emit moved();
    if (m_delay.isActive() && !m_comingAtEnd)
        return;
    const bool isRunning = m_task != nullptr;
    const bool isDone = pass->outcome && pass->outcome->end.search.kind == SearchEnd::Kind::Done;
    if (!isRunning && !isDone)
        return; // it was stopped, or could not go on
    const ByteOffset from = isDone ? pass->outcome->end.next.from : pass->end;
    const bool isGrowth = !m_delay.isActive()
        && std::ranges::all_of(changes, [from](const Change& change) { return change.offset >= from; });
    if (isGrowth && isDone)
        return goOn();
    if (isGrowth)
        return;
    m_comingAtEnd = true;
    m_delay.start(m_session.size() > largeDocument ? largeEditDelay : editDelay);
    emit stateChanged();
}

void FilteredLines::goOn()
{
    m_shown->isFollowing = true;
    const FilterStart start = m_shown->outcome->end.next;
    run(*m_shown, start);
}

const std::vector<Change>& FilteredLines::changesOf(const Pass& pass) const
{
    const Revision now = m_session.snapshot().revision();
    if (pass.changesTo == now)
        return pass.changes;
    auto changes = m_session.editor().document().changesSince(pass.revision);
    pass.isLost = !changes;
    pass.changes = std::move(changes).value_or(std::vector<Change>());
    pass.changesTo = now;
    // A save tells its new revision as a change of nothing.
    std::erase_if(pass.changes, [](const Change& change) {
        return change.removed == ByteCount(0) && change.inserted == ByteCount(0);
    });
    return pass.changes;
}

std::int64_t FilteredLines::rowCount() const
{
    return m_shown ? m_shown->count + std::ssize(m_shown->last) : 0;
}

std::int64_t FilteredLines::passingCount() const
{
    return m_shown ? m_shown->passing + std::ranges::count(m_shown->last, true, &FilteredLine::passes) : 0;
}

std::optional<FilteredLine> FilteredLines::at(std::int64_t row) const
{
    if (!m_shown || row < 0 || row >= rowCount())
        return std::nullopt;
    const std::vector<Change>& changes = changesOf(*m_shown);
    if (m_shown->isLost)
        return std::nullopt;
    FilteredLine line;
    if (row >= m_shown->count) {
        line = m_shown->last[static_cast<std::size_t>(row - m_shown->count)];
    } else {
        const std::optional<ByteRange> stored = m_shown->stores.shown->at(row);
        if (!stored)
            return std::nullopt;
        const MatchStore& passing = *m_shown->stores.passing;
        line = {.range = *stored,
            .passes = &passing == m_shown->stores.shown.get()
                || passing.at(passing.countBefore(stored->begin())) == stored};
    }
    line.range = movedLine(line.range, changes);
    return line;
}

std::int64_t FilteredLines::firstFrom(ByteOffset place) const
{
    if (!m_shown)
        return 0;
    const ByteOffset before = placeBefore(place, changesOf(*m_shown));
    const std::int64_t stored = std::min(m_shown->stores.shown->countBefore(before), m_shown->count);
    if (stored < m_shown->count)
        return stored;
    const auto next = std::ranges::find_if(
        m_shown->last, [&](const FilteredLine& line) { return line.range.begin() >= before; });
    return stored + (next - m_shown->last.begin());
}

bool FilteredLines::isRunning() const
{
    return m_task != nullptr || m_delay.isActive();
}

const std::optional<FilterOutcome>& FilteredLines::outcome() const
{
    static const std::optional<FilterOutcome> none;
    return m_shown && !isRunning() ? m_shown->outcome : none;
}

double FilteredLines::rate() const
{
    const double seconds = double(m_clock.elapsed()) / 1000;
    return seconds > 0 ? double(m_done) / seconds : 0;
}

void FilteredLines::stop()
{
    m_delay.stop();
    if (m_task)
        m_task->cancel();
    emit stateChanged();
}

FilteredLines::Rows FilteredLines::rows() const
{
    if (!m_shown)
        return {};
    const std::vector<Change>& changes = changesOf(*m_shown);
    if (m_shown->isLost)
        return {};
    return {.snapshot = m_session.snapshot(),
        .lines = m_shown->stores.shown,
        .count = m_shown->count,
        .last = m_shown->last,
        .changes = changes};
}

} // namespace megascope

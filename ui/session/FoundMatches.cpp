// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/FoundMatches.h"

#include "core/search/MatchChanges.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/NamelessFile.h"

#include <algorithm>
#include <utility>

namespace megascope {

namespace {

// About 2 bytes each: within MatchStore::usualMemory, or some GiB of a file.
constexpr std::int64_t mostInMemory = 20'000'000;
constexpr std::int64_t mostInFile = 2'000'000'000;

// A pattern means the same in both.
bool readAlike(TextFormat a, const TextFormat& b)
{
    const auto hasCarriageReturns = [](LineEnding lineEnding) {
        return lineEnding == LineEnding::CrLf || lineEnding == LineEnding::Mixed;
    };
    if (hasCarriageReturns(a.lineEnding) == hasCarriageReturns(b.lineEnding))
        a.lineEnding = b.lineEnding;
    return a == b;
}

} // namespace

FoundMatches::FoundMatches(DocumentSession& session, Pattern pattern, const FindOrder& order, Room room)
    : m_session(&session)
    , m_pattern(std::move(pattern))
    , m_matcher(order.matcher)
    , m_textBegin(order.request.textBegin)
    , m_format(session.textFormat())
    , m_most(room == Room::Memory ? mostInMemory : mostInFile)
    , m_scope(order.scope)
    , m_store(std::make_shared<MatchStore>(makeNamelessFile))
    , m_list(m_store)
{
    connect(&session, &DocumentSession::snapshotChanged, this, &FoundMatches::goOn);
    start(order);
}

void FoundMatches::start(FindOrder order)
{
    m_searched = order.snapshot.revision();
    m_end = order.snapshot.end();
    m_range = order.request.range;
    m_changes.clear();
    m_changesTo = m_searched;
    m_done = 0;
    m_total = m_range.count().value();
    order.most = m_most;
    m_clock.start();
    m_task = new FindTask(std::move(order), m_store);
    connect(m_task, &FindTask::grown, this, &FoundMatches::takeGrowth);
    connect(m_task, &FindTask::progressed, this, [this](qint64 done, qint64 total) {
        m_done = done;
        m_total = total;
        emit progressed();
    });
    connect(m_task, &FindTask::ended, this, &FoundMatches::finish);
}

FoundMatches::~FoundMatches()
{
    if (m_task && m_session)
        m_task->abandon(m_session);
    else
        delete m_task;
}

// The last matches of before stay until there are as many.
void FoundMatches::takeGrowth()
{
    if (m_store->count() >= m_list.count())
        m_list.open();
    emit grown();
}

void FoundMatches::finish(const FindOutcome& outcome)
{
    m_count = m_task->count();
    m_outcome = outcome;
    if (m_outcomeBefore) {
        const std::vector<ByteRange>& before = m_outcomeBefore->end.unreadable;
        m_outcome->end.unreadable.insert(m_outcome->end.unreadable.begin(), before.begin(), before.end());
        m_outcomeBefore.reset();
    }
    m_list.close(std::move(m_outcome->last));
    m_task->deleteLater();
    m_task = nullptr;
    emit ended();
    goOn();
}

// Searches what has come behind.
void FoundMatches::goOn()
{
    if (m_task || !m_outcome || isCurrent() || !isKept())
        return;
    const Snapshot& snapshot = m_session->snapshot();
    const bool isOpen = m_range.end() == m_end;
    if (isOpen && m_scope)
        m_scope = ByteRange(m_scope->begin(), snapshot.end());
    const ByteOffset end = isOpen ? snapshot.end() : m_range.end();
    m_outcomeBefore = std::exchange(m_outcome, std::nullopt);
    start({.snapshot = snapshot,
        .matcher = m_matcher,
        .request = {.range = {std::min(m_outcomeBefore->next, end), end}, .textBegin = m_textBegin},
        .most = 0,
        .found = m_outcomeBefore->foundBefore});
}

bool FoundMatches::isKept() const
{
    const bool isDone = m_outcome && m_outcome->end.kind == SearchEnd::Kind::Done && !m_outcome->storing;
    if (isCurrent())
        return true;
    if (m_lost || (!m_task && !isDone))
        return false;
    return readAlike(m_session->textFormat(), m_format)
        && std::ranges::all_of(m_changes, [this](const Change& change) { return change.offset >= m_end; });
}

bool FoundMatches::isSearching() const
{
    constexpr qint64 moment = 1000; // milliseconds
    return isRunning() && (!isFollowing() || m_clock.elapsed() > moment);
}

std::optional<ByteRange> FoundMatches::scope() const
{
    if (!m_scope || !m_session)
        return m_scope;
    return movedScope(*m_scope, changes(), m_session->snapshot().end());
}

void FoundMatches::stop()
{
    if (isSearching())
        m_task->cancel();
}

std::int64_t FoundMatches::count() const
{
    return m_task ? m_task->count() : m_count;
}

double FoundMatches::rate() const
{
    const double seconds = double(m_clock.elapsed()) / 1000;
    return seconds > 0 ? double(m_done) / seconds : 0;
}

const std::vector<Change>& FoundMatches::changes() const
{
    if (!m_session) {
        m_lost = true;
        return m_changes;
    }
    const Revision now = m_session->snapshot().revision();
    if (now == m_changesTo || m_lost)
        return m_changes;
    m_changesTo = now;
    auto changes = m_session->editor().document().changesSince(m_searched);
    m_lost = !changes;
    m_changes = std::move(changes).value_or(std::vector<Change>());
    // A save tells its new revision as a change of nothing.
    std::erase_if(m_changes, [](const Change& change) {
        return change.removed == ByteCount(0) && change.inserted == ByteCount(0);
    });
    return m_changes;
}

bool FoundMatches::isLost() const
{
    (void)changes();
    return m_lost;
}

bool FoundMatches::isCurrent() const
{
    return changes().empty() && !m_lost;
}

bool FoundMatches::isComplete() const
{
    return m_outcome && m_outcome->end.kind == SearchEnd::Kind::Done && stored() == m_count;
}

bool FoundMatches::covers(ByteOffset place) const
{
    if (isComplete())
        return true;
    const ByteOffset from = m_range.begin();
    return placeBefore(place, changes()) <= (m_list.isClosed() ? from : std::max(from, m_store->end()));
}

std::optional<ByteRange> FoundMatches::at(std::int64_t index) const
{
    const std::optional<ByteRange> match = isLost() ? std::nullopt : m_list.at(index);
    return match ? movedMatch(*match, changes()) : std::nullopt;
}

std::int64_t FoundMatches::firstFrom(ByteOffset place) const
{
    const std::int64_t all = stored();
    if (isLost())
        return all;
    std::int64_t index = m_list.countBefore(placeBefore(place, changes()));
    while (!changes().empty() && index < all) {
        const std::optional<ByteRange> found = m_list.at(index);
        const std::optional<ByteRange> match = found ? movedMatch(*found, changes()) : std::nullopt;
        if (match && match->begin() >= place)
            break;
        // An edit may have taken millions of them at once.
        ByteOffset now = found ? found->begin() : place;
        for (const Change& change : changes())
            now = change.moved(now);
        index = std::max(index + 1, match ? 0 : m_list.countBefore(placeBehind(now, changes())));
    }
    return index;
}

std::optional<std::int64_t> FoundMatches::indexOf(const ByteRange& range) const
{
    const std::int64_t index = firstFrom(range.begin());
    return at(index) == range ? std::optional(index) : std::nullopt;
}

bool FoundMatches::hasBegin(const ByteRange& range) const
{
    if (isLost())
        return false;
    if (changes().empty())
        return m_list.hasBegin(range);
    const std::optional<ByteRange> match = at(firstFrom(range.begin()));
    return match && match->begin() < range.end();
}

} // namespace megascope

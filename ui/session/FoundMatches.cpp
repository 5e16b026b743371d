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

} // namespace

FoundMatches::FoundMatches(DocumentSession& session, Pattern pattern, const FindOrder& order, Room room)
    : m_session(&session)
    , m_pattern(std::move(pattern))
    , m_searched(order.snapshot.revision())
    , m_range(order.request.range)
    , m_store(std::make_shared<MatchStore>(makeNamelessFile))
    , m_total(order.request.range.count().value())
    , m_changesTo(m_searched)
{
    FindOrder limited = order;
    limited.most = room == Room::Memory ? mostInMemory : mostInFile;
    m_clock.start();
    m_task = new FindTask(std::move(limited), m_store);
    connect(m_task, &FindTask::grown, this, &FoundMatches::grown);
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

void FoundMatches::finish(const FindOutcome& outcome)
{
    m_count = m_task->count();
    m_outcome = outcome;
    m_task->deleteLater();
    m_task = nullptr;
    emit ended();
}

void FoundMatches::stop()
{
    if (m_task)
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
    return isComplete() || placeBefore(place, changes()) <= m_store->end();
}

std::optional<ByteRange> FoundMatches::at(std::int64_t index) const
{
    const std::optional<ByteRange> match = isLost() ? std::nullopt : m_store->at(index);
    return match ? movedMatch(*match, changes()) : std::nullopt;
}

std::int64_t FoundMatches::firstFrom(ByteOffset place) const
{
    const std::int64_t all = stored();
    if (isLost())
        return all;
    std::int64_t index = m_store->countBefore(placeBefore(place, changes()));
    while (!changes().empty() && index < all) {
        const std::optional<ByteRange> found = m_store->at(index);
        const std::optional<ByteRange> match = found ? movedMatch(*found, changes()) : std::nullopt;
        if (match && match->begin() >= place)
            break;
        // An edit may have taken millions of them at once.
        ByteOffset now = found ? found->begin() : place;
        for (const Change& change : changes())
            now = change.moved(now);
        index = std::max(index + 1, match ? 0 : m_store->countBefore(placeBehind(now, changes())));
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
        return m_store->hasBegin(range);
    const std::optional<ByteRange> match = at(firstFrom(range.begin()));
    return match && match->begin() < range.end();
}

} // namespace megascope

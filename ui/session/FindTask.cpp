// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/FindTask.h"

#include "core/task/Background.h"
#include "core/task/ParallelFor.h"

#include <chrono>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

constexpr auto growthInterval = 50ms;

// Takes the matches in order, and keeps those apart that may be others when something is appended.
class MatchTaker {
public:
    MatchTaker(const FindOrder& order, MatchStore& store, FindOutcome& outcome)
        : m_order(order)
        , m_store(store)
        , m_outcome(outcome)
        , m_decided(std::max(decidedBefore(order.snapshot, *order.matcher), order.request.range.begin()))
    {
        m_outcome.next = m_decided;
        m_outcome.foundBefore = order.found;
    }

    // False when they cannot be stored.
    bool take(std::span<const ByteRange> found)
    {
        const auto border = std::ranges::lower_bound(found, m_decided, {}, &ByteRange::begin);
        const std::span<const ByteRange> staying(found.begin(), border);
        const std::span<const ByteRange> others(border, found.end());
        if (const Result<void> stored = m_store.append(fitting(staying, m_outcome.foundBefore)); !stored) {
            m_outcome.storing = stored.error();
            return false;
        }
        m_outcome.foundBefore += std::ssize(staying);
        if (!staying.empty())
            m_outcome.next = std::max(m_outcome.next, staying.back().end());
        const auto listed = fitting(others, m_outcome.foundBefore + std::ssize(m_outcome.last));
        m_outcome.last.insert(m_outcome.last.end(), listed.begin(), listed.end());
        return true;
    }

private:
    // Those that are not beyond the last one that is to be stored.
    [[nodiscard]] std::span<const ByteRange> fitting(
        std::span<const ByteRange> found, std::int64_t before) const
    {
        const std::int64_t room = std::clamp<std::int64_t>(m_order.most - before, 0, std::ssize(found));
        return found.first(static_cast<std::size_t>(room));
    }

    const FindOrder& m_order;
    MatchStore& m_store;
    FindOutcome& m_outcome;
    const ByteOffset m_decided;
};

FindOutcome findAll(const FindOrder& order, MatchStore& store, std::atomic<std::int64_t>& count,
    const std::function<void()>& first, std::stop_token stop, Progress& progress)
{
    FindOutcome outcome;
    MatchTaker taker(order, store, outcome);
    const MatchSink sink = [&](std::span<const ByteRange> found) {
        if (!taker.take(found))
            return false;
        if (count.fetch_add(std::ssize(found)) == order.found)
            first();
        return true;
    };
    outcome.end = search(
        order.snapshot, *order.matcher, order.request, taskThreads(), progress, std::move(stop), sink);
    return outcome;
}

} // namespace

FindTask::FindTask(FindOrder order, std::shared_ptr<MatchStore> store)
    : ReportedTask(order.request.range.count())
    , m_count(std::make_shared<std::atomic<std::int64_t>>(order.found))
    , m_told(order.found)
{
    connect(&m_growth, &QTimer::timeout, this, &FindTask::tellGrowth);
    m_growth.start(growthInterval);
    start([this, order = std::move(order), store = std::move(store), count = m_count, slot = slot()](
              std::stop_token stop, Progress& progress) -> End {
        giveWay();
        const auto first = [this, &slot] { slot.post([this] { tellGrowth(); }); };
        const FindOutcome outcome = findAll(order, *store, *count, first, std::move(stop), progress);
        return [this, outcome] {
            m_growth.stop();
            tellGrowth();
            emit ended(outcome);
        };
    });
}

void FindTask::tellGrowth()
{
    if (std::exchange(m_told, count()) != count())
        emit grown();
}

SeekTask::SeekTask(SeekOrder order)
    : ReportedTask(order.snapshot.size())
{
    start([this, order = std::move(order)](std::stop_token stop, Progress& progress) -> End {
        SeekOutcome outcome;
        outcome.revision = order.snapshot.revision();
        const auto seek = order.forward ? seekForward : seekBackward;
        for (std::size_t i = 0; i < order.parts.size(); ++i) {
            outcome.part = i;
            outcome.end = seek(order.snapshot, *order.matcher, order.parts[i], taskThreads(), progress, stop);
            if (outcome.end.match || outcome.end.kind != SearchEnd::Kind::Done)
                break;
        }
        return [this, outcome] { emit ended(outcome); };
    });
}

} // namespace megascope

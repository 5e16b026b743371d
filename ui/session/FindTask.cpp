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

FindOutcome findAll(const FindOrder& order, MatchStore& store, std::atomic<std::int64_t>& count,
    const std::function<void()>& first, std::stop_token stop, Progress& progress)
{
    FindOutcome outcome;
    std::int64_t all = 0;
    const MatchSink sink = [&](std::span<const ByteRange> found) {
        const std::int64_t room = std::clamp<std::int64_t>(order.most - all, 0, std::ssize(found));
        if (const Result<void> stored = store.append(found.first(static_cast<std::size_t>(room))); !stored) {
            outcome.storing = stored.error();
            return false;
        }
        all += std::ssize(found);
        if (count.exchange(all) == 0)
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
    , m_count(std::make_shared<std::atomic<std::int64_t>>(0))
{
    connect(&m_growth, &QTimer::timeout, this, &FindTask::tellGrowth);
    m_growth.start(growthInterval);
    start([this, order = std::move(order), store = std::move(store), count = m_count](
              std::stop_token stop, Progress& progress) -> End {
        giveWay();
        const auto first
            = [this] { QMetaObject::invokeMethod(this, &FindTask::tellGrowth, Qt::QueuedConnection); };
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

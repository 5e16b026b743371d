// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/FilterTask.h"

#include "core/task/Background.h"
#include "core/task/ParallelFor.h"

#include <chrono>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

constexpr auto toldEvery = 50ms;

FilterOutcome storeLines(const FilterOrder& order, const LineStores& stores, std::atomic<std::int64_t>& count,
    const std::function<void()>& first, std::stop_token stop, Progress& progress)
{
    FilterOutcome outcome;
    const auto put = [&outcome](MatchStore& store, std::span<const ByteRange> lines) {
        if (const Result<void> stored = store.append(lines); !stored)
            outcome.storing = stored.error();
        return !outcome.storing;
    };
    const LineSink sink = [&](std::span<const ByteRange> shown, std::span<const ByteRange> passing) {
        if (!put(*stores.shown, shown) || (stores.passing != stores.shown && !put(*stores.passing, passing)))
            return false;
        if (count.fetch_add(std::ssize(shown)) == 0)
            first();
        return true;
    };
    outcome.end = filterLines(order.snapshot, *order.filter, order.textBegin, order.start, taskThreads(),
        progress, std::move(stop), sink);
    return outcome;
}

} // namespace

FilterTask::FilterTask(FilterOrder order, LineStores stores)
    : ReportedTask(order.snapshot.end() - order.start.from)
    , m_count(std::make_shared<std::atomic<std::int64_t>>(0))
{
    connect(&m_growth, &QTimer::timeout, this, &FilterTask::tellGrowth);
    m_growth.start(toldEvery);
    start([this, order = std::move(order), stores = std::move(stores), count = m_count, slot = slot()](
              std::stop_token stop, Progress& progress) -> End {
        giveWay();
        const auto first = [this, &slot] { slot.post([this] { tellGrowth(); }); };
        const FilterOutcome outcome = storeLines(order, stores, *count, first, std::move(stop), progress);
        return [this, outcome] {
            m_growth.stop();
            tellGrowth();
            emit ended(outcome);
        };
    });
}

void FilterTask::tellGrowth()
{
    const std::int64_t count = *m_count;
    if (std::exchange(m_told, count) != count)
        emit grown();
}

} // namespace megascope

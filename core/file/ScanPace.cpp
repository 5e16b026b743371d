// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ScanPace.h"

#include <algorithm>

namespace megascope {
namespace {

// Of each way, before one of them is preferred.
constexpr int scansToTell = 3;
// One in so many goes the other way.
constexpr int proof = 32;
// What the newest scan counts for.
constexpr double weight = 0.25;

} // namespace

ScanPace::Way ScanPace::choose()
{
    const std::scoped_lock lock(m_mutex);
    const int number = m_chosen++;
    const bool isKnown
        = std::ranges::all_of(m_costs, [](const Cost& cost) { return cost.scans >= scansToTell; });
    if (!isKnown)
        return number % 2 == 0 ? Way::Map : Way::Read;
    const Way better = faster();
    if (number % proof != 0)
        return better;
    return better == Way::Map ? Way::Read : Way::Map;
}

ScanPace::Way ScanPace::faster() const
{
    return m_costs[static_cast<std::size_t>(Way::Read)].nanoseconds
            < m_costs[static_cast<std::size_t>(Way::Map)].nanoseconds
        ? Way::Read
        : Way::Map;
}

void ScanPace::note(Way way, ByteCount bytes, std::chrono::nanoseconds spent)
{
    if (bytes < worthTelling)
        return;
    const double mebibyte = static_cast<double>(mebibytes(1).value());
    const double cost = static_cast<double>(spent.count()) / (static_cast<double>(bytes.value()) / mebibyte);
    const std::scoped_lock lock(m_mutex);
    Cost& known = m_costs[static_cast<std::size_t>(way)];
    known.nanoseconds = known.scans == 0 ? cost : known.nanoseconds + (cost - known.nanoseconds) * weight;
    ++known.scans;
}

} // namespace megascope

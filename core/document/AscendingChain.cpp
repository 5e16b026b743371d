// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/AscendingChain.h"

#include <iterator>

namespace megascope {

void AscendingChain::add(const ByteRange& range, std::uint64_t worth)
{
    const auto after = m_best.upper_bound(range.begin());
    const std::size_t before = after == m_best.begin() ? none : std::prev(after)->second;
    const std::uint64_t all = (before == none ? 0 : m_candidates[before].worth) + worth;
    m_candidates.push_back({.worth = all, .before = before});
    remember(range.end(), m_candidates.size() - 1);
}

std::vector<bool> AscendingChain::chosen() const
{
    std::vector<bool> result(m_candidates.size());
    for (std::size_t i = m_best.empty() ? none : m_best.rbegin()->second; i != none;
        i = m_candidates[i].before)
        result[i] = true;
    return result;
}

void AscendingChain::remember(ByteOffset end, std::size_t index)
{
    const std::uint64_t worth = m_candidates[index].worth;
    auto place = m_best.upper_bound(end);
    if (place != m_best.begin() && m_candidates[std::prev(place)->second].worth >= worth)
        return;
    while (place != m_best.end() && m_candidates[place->second].worth <= worth)
        place = m_best.erase(place);
    m_best.insert_or_assign(end, index);
}

} // namespace megascope

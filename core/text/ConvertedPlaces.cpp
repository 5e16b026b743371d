// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/ConvertedPlaces.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

namespace megascope {

void ConvertedPlaces::add(ByteOffset before, ByteOffset after)
{
    if (!m_pairs.empty() && m_pairs.back().before == before && m_pairs.back().after == after)
        return;
    assert(m_pairs.empty() || (m_pairs.back().before <= before && m_pairs.back().after <= after));
    m_pairs.push_back({before, after});
}

void ConvertedPlaces::addKept(ByteOffset before, ByteOffset after)
{
    const std::size_t count = m_pairs.size();
    add(before, after);
    if (m_pairs.size() > count)
        m_pairs.back().isKept = count > 0;
}

ConvertedPlaces::Found ConvertedPlaces::find(
    ByteOffset place, ByteOffset Pair::* known, ByteOffset Pair::* wanted) const
{
    assert(!m_pairs.empty());
    const auto next = std::ranges::lower_bound(m_pairs, place, {}, known);
    if (next == m_pairs.end())
        return {m_pairs.back().*wanted, false};
    if ((*next).*known == place || next == m_pairs.begin())
        return {(*next).*wanted, (*next).*known == place};
    const Pair& last = *(next - 1);
    if (next->isKept)
        return {last.*wanted + (place - last.*known), true};
    const auto width = static_cast<double>(((*next).*known - last.*known).value());
    const auto room = static_cast<double>(((*next).*wanted - last.*wanted).value());
    const auto into = static_cast<double>((place - last.*known).value());
    return {last.*wanted + ByteCount(static_cast<std::int64_t>(into / width * room)), false};
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/MatchList.h"

#include <algorithm>
#include <utility>

namespace megascope {

MatchList::MatchList(std::shared_ptr<const MatchStore> store)
    : m_store(std::move(store))
{
}

void MatchList::open()
{
    m_kept.reset();
    m_last.clear();
}

void MatchList::close(std::vector<ByteRange> last)
{
    m_kept = m_store->count();
    m_last = std::move(last);
}

std::int64_t MatchList::count() const
{
    return m_kept ? *m_kept + std::ssize(m_last) : m_store->count();
}

std::optional<ByteRange> MatchList::at(std::int64_t index) const
{
    if (!m_kept || index < *m_kept)
        return m_store->at(index);
    return index < count() ? std::optional(m_last[static_cast<std::size_t>(index - *m_kept)]) : std::nullopt;
}

std::int64_t MatchList::countBefore(ByteOffset place) const
{
    const std::int64_t stored = m_store->countBefore(place);
    if (!m_kept || stored < *m_kept)
        return stored;
    return *m_kept + (std::ranges::lower_bound(m_last, place, {}, &ByteRange::begin) - m_last.begin());
}

bool MatchList::hasBegin(const ByteRange& range) const
{
    if (m_store->hasBegin(range))
        return true;
    const auto next = std::ranges::lower_bound(m_last, range.begin(), {}, &ByteRange::begin);
    return next != m_last.end() && next->begin() < range.end();
}

} // namespace megascope

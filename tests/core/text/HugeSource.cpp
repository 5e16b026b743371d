// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "HugeSource.h"

#include <algorithm>

namespace megascope::texttesting {

HugeSource::HugeSource(ByteCount size, std::function<std::byte(std::int64_t)> filler)
    : m_size(size)
    , m_filler(std::move(filler))
{
}

void HugeSource::addIsland(std::int64_t offset, std::vector<std::byte> bytes)
{
    m_islands.emplace(offset, std::move(bytes));
}

Gaps HugeSource::read(ByteOffset offset, std::span<std::byte> out) const
{
    ++m_calls;
    m_bytesRead += static_cast<std::int64_t>(out.size());
    const ByteRange wanted(offset, ByteCount(static_cast<std::int64_t>(out.size())));
    const ByteRange inside = wanted.intersected({ByteOffset(0), m_size});
    const ByteRange unreadable = wanted.intersected(m_unreadable);
    const auto partOf = [&](const ByteRange& range) {
        return out.subspan(static_cast<std::size_t>((range.begin() - offset).value()),
            static_cast<std::size_t>(range.count().value()));
    };
    std::ranges::fill(out, std::byte{0});
    for (std::size_t i = 0; m_filler && i < partOf(inside).size(); ++i)
        out[i] = m_filler(offset.value() + static_cast<std::int64_t>(i));
    for (const auto& [begin, bytes] : m_islands) {
        const ByteRange island(ByteOffset(begin), ByteCount(static_cast<std::int64_t>(bytes.size())));
        const ByteRange shared = island.intersected(inside);
        if (!shared.empty())
            std::ranges::copy(
                std::span(bytes).subspan(static_cast<std::size_t>((shared.begin() - island.begin()).value()),
                    partOf(shared).size()),
                partOf(shared).begin());
    }
    if (!unreadable.empty())
        std::ranges::fill(partOf(unreadable), std::byte{0});
    Gaps gaps;
    if (!unreadable.empty())
        gaps.push_back({unreadable, Gap::Cause::Failed, 5});
    if (inside.end() < wanted.end())
        gaps.push_back({{inside.end(), wanted.end()}, Gap::Cause::PastEnd, 0});
    return gaps;
}

Extent HugeSource::extentAt(ByteOffset offset) const
{
    ++m_calls;
    const ByteOffset end(m_size.value());
    if (m_filler)
        return {{offset, end}, Extent::Kind::Data};
    auto next = m_islands.upper_bound(offset.value());
    if (next != m_islands.begin()) {
        const auto& [begin, bytes] = *std::prev(next);
        const ByteOffset islandEnd = ByteOffset(begin) + ByteCount(static_cast<std::int64_t>(bytes.size()));
        if (offset < islandEnd)
            return {{offset, islandEnd}, Extent::Kind::Data};
    }
    return {{offset, next == m_islands.end() ? end : ByteOffset(next->first)}, Extent::Kind::Hole};
}

} // namespace megascope::texttesting

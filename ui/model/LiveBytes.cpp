// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/LiveBytes.h"

#include <algorithm>
#include <span>
#include <utility>

namespace megascope {

namespace {

constexpr std::uint16_t missing = 256;

std::vector<std::uint16_t> bytesOf(const Snapshot& snapshot, const ByteRange& range)
{
    std::vector<std::byte> bytes(sizeOf(range.count()));
    const Gaps gaps = snapshot.read(range.begin(), bytes);
    std::vector<std::uint16_t> seen(bytes.size());
    std::ranges::transform(
        bytes, seen.begin(), [](std::byte byte) { return std::to_integer<std::uint16_t>(byte); });
    for (const Gap& gap : gaps) {
        const auto reason = static_cast<std::uint16_t>(missing + static_cast<int>(gap.cause));
        std::fill_n(
            seen.begin() + (gap.range.begin() - range.begin()).value(), gap.range.count().value(), reason);
    }
    return seen;
}

} // namespace

LiveBytes::Look LiveBytes::look(const Snapshot& snapshot, const ByteRange& range)
{
    const ByteRange wanted = range.intersected(snapshot.all());
    const std::vector<std::uint16_t> before = std::exchange(m_seen, bytesOf(snapshot, wanted)); // of `known`
    const ByteRange known(std::exchange(m_begin, wanted.begin()), ByteCount(std::ssize(before)));
    const ByteRange both = wanted.intersected(known);
    Look look{.changed = {}, .isElsewhere = both.count() != wanted.count()};
    if (both.empty())
        return look;
    const auto count = sizeOf(both.count());
    const auto old = std::span(before).subspan(sizeOf(both.begin() - known.begin()), count);
    const auto now = std::span(m_seen).subspan(sizeOf(both.begin() - wanted.begin()), count);
    for (std::size_t at = 0; at < count; ++at) {
        if (old[at] == now[at])
            continue;
        const std::size_t first = at;
        while (at < count && old[at] != now[at])
            ++at;
        look.changed.emplace_back(both.begin() + ByteCount(static_cast<std::int64_t>(first)),
            ByteCount(static_cast<std::int64_t>(at - first)));
    }
    return look;
}

} // namespace megascope

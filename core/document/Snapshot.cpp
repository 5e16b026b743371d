// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/Snapshot.h"

#include <algorithm>
#include <utility>

namespace megascope {
namespace {

class SnapshotScan final : public Scan {
public:
    SnapshotScan(std::shared_ptr<const Source> source, const ByteRange& range)
        : m_source(std::move(source))
        , m_scan(m_source->scan(range))
    {
    }

    std::optional<ScanChunk> next() override { return m_scan->next(); }
    bool confirm() override { return m_scan->confirm(); }

private:
    const std::shared_ptr<const Source> m_source;
    const std::unique_ptr<Scan> m_scan;
};

class EmptyScan final : public Scan {
public:
    std::optional<ScanChunk> next() override { return std::nullopt; }
    bool confirm() override { return true; }
};

} // namespace

Snapshot::Snapshot() = default;

Snapshot::Snapshot(std::shared_ptr<const Source> source, ByteCount size, Revision revision)
    : m_source(std::move(source))
    , m_size(size)
    , m_revision(revision)
{
}

Gaps Snapshot::read(ByteOffset offset, std::span<std::byte> out) const
{
    const ByteRange wanted(offset, ByteCount(std::ssize(out)));
    const ByteRange held = wanted.intersected(all());
    const auto count = held.begin() == offset ? static_cast<std::size_t>(held.count().value()) : 0;
    Gaps gaps = count > 0 ? m_source->read(offset, out.first(count)) : Gaps{};
    if (count == out.size())
        return gaps;
    std::ranges::fill(out.subspan(count), std::byte{0});
    const ByteRange missing(offset + ByteCount(static_cast<std::int64_t>(count)), wanted.end());
    if (!gaps.empty() && gaps.back().cause == Gap::Cause::PastEnd
        && gaps.back().range.end() == missing.begin())
        gaps.back().range = {gaps.back().range.begin(), missing.end()};
    else
        gaps.push_back({.range = missing, .cause = Gap::Cause::PastEnd});
    return gaps;
}

Extent Snapshot::extentAt(ByteOffset offset) const
{
    const ByteRange rest(offset, end());
    const Extent extent = offset < ByteOffset(m_source->size().value())
        ? m_source->extentAt(offset)
        : Extent{.range = rest, .kind = Extent::Kind::Data};
    return {.range = extent.range.intersected(rest), .kind = extent.kind};
}

std::unique_ptr<Scan> Snapshot::scan(const ByteRange& range) const
{
    const ByteRange held = range.intersected(all());
    if (held.empty())
        return std::make_unique<EmptyScan>();
    return std::make_unique<SnapshotScan>(m_source, held);
}

} // namespace megascope

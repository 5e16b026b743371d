// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/support/MemorySource.h"

#include <cstring>
#include <utility>

namespace megascope {
namespace {

// The size of the chunks, as of a scanning window on a large machine.
constexpr ByteCount chunkSize = mebibytes(64);

class MemoryScan final : public Scan {
public:
    MemoryScan(std::span<const std::byte> bytes, const ByteRange& range)
        : m_bytes(bytes)
        , m_next(range.begin())
        , m_end(range.end())
    {
    }

    std::optional<ScanChunk> next() override
    {
        if (m_next == m_end)
            return std::nullopt;
        const ByteRange all(ByteOffset(0), ByteCount(std::ssize(m_bytes)));
        const ByteRange rest(m_next, m_end);
        if (!all.contains(m_next)) {
            m_next = m_end;
            return ScanChunk{.range = rest, .kind = ScanChunk::Kind::PastEnd, .bytes = {}};
        }
        const ByteRange range
            = rest.intersected(all).intersected({alignedDown(m_next, chunkSize), chunkSize});
        m_next = range.end();
        return ScanChunk{.range = range,
            .kind = ScanChunk::Kind::Data,
            .bytes = m_bytes.subspan(static_cast<std::size_t>(range.begin().value()),
                static_cast<std::size_t>(range.count().value()))};
    }

    bool confirm() override { return true; }

private:
    const std::span<const std::byte> m_bytes;
    ByteOffset m_next;
    const ByteOffset m_end;
};

} // namespace

MemorySource::MemorySource(std::vector<std::byte> bytes)
    : m_bytes(std::move(bytes))
{
}

ByteCount MemorySource::size() const
{
    return ByteCount(std::ssize(m_bytes));
}

Gaps MemorySource::read(ByteOffset offset, std::span<std::byte> out) const
{
    const ByteRange wanted(offset, ByteCount(std::ssize(out)));
    const ByteRange held = wanted.intersected({ByteOffset(0), size()});
    const auto count = static_cast<std::size_t>(held.count().value());
    if (count > 0)
        std::memcpy(out.data(), m_bytes.data() + offset.value(), count);
    if (count == out.size())
        return {};
    std::ranges::fill(out.subspan(count), std::byte{0});
    return {{.range = {offset + held.count(), wanted.end()}, .cause = Gap::Cause::PastEnd}};
}

Extent MemorySource::extentAt(ByteOffset offset) const
{
    return {.range = {offset, ByteOffset(size().value())}, .kind = Extent::Kind::Data};
}

std::unique_ptr<Scan> MemorySource::scan(const ByteRange& range) const
{
    return std::make_unique<MemoryScan>(m_bytes, range);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/search/PatchySource.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <utility>

namespace megascope::testing {
namespace {

constexpr std::size_t leastHole = 8;

std::size_t zerosFrom(std::span<const std::byte> bytes)
{
    const auto end = std::ranges::find_if(bytes, [](std::byte byte) { return byte != std::byte{0}; });
    return static_cast<std::size_t>(end - bytes.begin());
}

} // namespace

class PatchyScan final : public Scan {
public:
    PatchyScan(const PatchySource& source, const ByteRange& range)
        : m_source(source)
        , m_random(source.m_seed ^ static_cast<std::uint64_t>(range.begin().value()))
        , m_at(static_cast<std::size_t>(range.begin().value()))
        , m_end(static_cast<std::size_t>(range.end().value()))
    {
    }

    std::optional<ScanChunk> next() override
    {
        if (m_at == m_end)
            return std::nullopt;
        if (!m_isAgain)
            chooseChunk();
        const ByteRange range(ByteOffset(static_cast<std::int64_t>(m_at)), ByteCount(std::ssize(m_chunk)));
        m_at += m_chunk.size();
        if (m_kind == ScanChunk::Kind::Hole)
            return ScanChunk{.range = range, .kind = m_kind, .bytes = {}};
        if (m_lies) {
            m_shown.assign(m_chunk.rbegin(), m_chunk.rend());
            return ScanChunk{.range = range, .kind = m_kind, .bytes = m_shown};
        }
        m_shown.assign(m_chunk.begin(), m_chunk.end()); // gone at the next call, as a window's are
        return ScanChunk{.range = range, .kind = m_kind, .bytes = m_shown};
    }

    bool confirm() override
    {
        m_isAgain = std::exchange(m_lies, false);
        if (m_isAgain)
            m_at -= m_chunk.size();
        return !m_isAgain;
    }

private:
    void chooseChunk()
    {
        const auto rest = std::span(m_source.m_bytes).subspan(m_at, m_end - m_at);
        const std::size_t zeros = zerosFrom(rest);
        const bool isHole = zeros >= leastHole;
        const std::size_t most = isHole ? zeros : m_source.m_largestChunk;
        m_kind = isHole ? ScanChunk::Kind::Hole : ScanChunk::Kind::Data;
        m_chunk = rest.first(std::min(rest.size(), isHole ? most : m_random() % most + 1));
        m_lies = !isHole && m_random() % 4 == 0;
    }

    const PatchySource& m_source;
    std::mt19937_64 m_random;
    std::size_t m_at;
    const std::size_t m_end;
    std::span<const std::byte> m_chunk;
    ScanChunk::Kind m_kind = ScanChunk::Kind::Data;
    bool m_lies = false;
    bool m_isAgain = false;
    std::vector<std::byte> m_shown;
};

PatchySource::PatchySource(std::vector<std::byte> bytes, std::uint64_t seed, std::size_t largestChunk)
    : m_bytes(std::move(bytes))
    , m_seed(seed)
    , m_largestChunk(largestChunk)
{
}

Gaps PatchySource::read(ByteOffset offset, std::span<std::byte> out) const
{
    std::memcpy(out.data(), m_bytes.data() + offset.value(), out.size());
    return {};
}

Extent PatchySource::extentAt(ByteOffset offset) const
{
    const std::size_t zeros = zerosFrom(std::span(m_bytes).subspan(static_cast<std::size_t>(offset.value())));
    if (zeros >= leastHole)
        return {.range = {offset, ByteCount(static_cast<std::int64_t>(zeros))}, .kind = Extent::Kind::Hole};
    return {.range = {offset, ByteOffset(size().value())}, .kind = Extent::Kind::Data};
}

std::unique_ptr<Scan> PatchySource::scan(const ByteRange& range) const
{
    return std::make_unique<PatchyScan>(*this, range);
}

} // namespace megascope::testing

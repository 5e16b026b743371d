// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/search/SparseLines.h"

#include <algorithm>
#include <string_view>

namespace megascope::testing {
namespace {

constexpr std::string_view lines = "end\nneedle\nbegin";
constexpr ByteCount dataSize = kibibytes(4);

class SparseScan final : public Scan {
public:
    SparseScan(const SparseLines& source, const ByteRange& range)
        : m_source(source)
        , m_at(range.begin())
        , m_end(range.end())
    {
    }

    std::optional<ScanChunk> next() override
    {
        if (m_at >= m_end)
            return std::nullopt;
        const Extent extent = m_source.extentAt(m_at);
        const ByteRange range(m_at, std::min(m_end, extent.range.end()));
        m_at = range.end();
        if (extent.kind == Extent::Kind::Hole)
            return ScanChunk{.range = range, .kind = ScanChunk::Kind::Hole, .bytes = {}};
        m_bytes.resize(sizeOf(range.count()));
        (void)m_source.read(range.begin(), m_bytes);
        return ScanChunk{.range = range, .kind = ScanChunk::Kind::Data, .bytes = m_bytes};
    }

    bool confirm() override { return true; }

private:
    const SparseLines& m_source;
    ByteOffset m_at;
    const ByteOffset m_end;
    std::vector<std::byte> m_bytes;
};

} // namespace

Gaps SparseLines::read(ByteOffset offset, std::span<std::byte> out) const
{
    const std::int64_t first = (offset - ByteOffset(hole.value())).value();
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::int64_t at = first + static_cast<std::int64_t>(i);
        const bool isText = at >= 0 && at < std::ssize(lines);
        out[i] = isText ? static_cast<std::byte>(lines[static_cast<std::size_t>(at)]) : std::byte{0};
    }
    return {};
}

Extent SparseLines::extentAt(ByteOffset offset) const
{
    const ByteOffset begin(hole.value());
    const ByteOffset end = begin + dataSize;
    if (offset < begin)
        return {{offset, begin}, Extent::Kind::Hole};
    if (offset < end)
        return {{offset, end}, Extent::Kind::Data};
    return {{offset, ByteOffset(size().value())}, Extent::Kind::Hole};
}

std::unique_ptr<Scan> SparseLines::scan(const ByteRange& range) const
{
    return std::make_unique<SparseScan>(*this, range);
}

} // namespace megascope::testing

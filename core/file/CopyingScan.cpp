// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/CopyingScan.h"

#include <algorithm>
#include <utility>

namespace megascope {
namespace {

constexpr ByteCount copiedAtOnce = kibibytes(256); // a multiple of what Scan promises

} // namespace

std::optional<ScanChunk> CopyingScan::next()
{
    if (m_rest.empty())
        return std::nullopt;
    const ByteOffset begin = m_rest.begin();
    const ByteOffset sourceEnd(m_source.size().value());
    if (begin >= sourceEnd)
        return ScanChunk{.range = std::exchange(m_rest, {m_rest.end(), m_rest.end()}),
            .kind = ScanChunk::Kind::PastEnd,
            .bytes = {}};
    // The distance, because the next border may lie past what 63 bits hold.
    const ByteCount toBorder = copiedAtOnce - (begin - alignedDown(begin, copiedAtOnce));
    const ByteRange range(begin, std::min(toBorder, std::min(m_rest.end(), sourceEnd) - begin));
    m_rest = {range.end(), m_rest.end()};
    m_bytes.resize(static_cast<std::size_t>(range.count().value()));
    if (!m_source.read(begin, m_bytes).empty())
        return ScanChunk{.range = range, .kind = ScanChunk::Kind::Unreadable, .bytes = {}};
    return ScanChunk{.range = range, .kind = ScanChunk::Kind::Data, .bytes = m_bytes};
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/ScanBuffer.h"

#include "core/file/ExactRead.h"
#include "core/file/Window.h"

#include <algorithm>
#include <new>

namespace megascope {
namespace {

// The borders of chunks are multiples of it, so no buffer may be smaller.
constexpr ByteCount smallestBuffer = kibibytes(64);

} // namespace

ScanBuffer::ScanBuffer(const VfsFile& file, WindowLedger& ledger, ByteCount size)
    : m_file(file)
    , m_ledger(ledger)
    , m_wanted(size)
{
}

bool ScanBuffer::allocate()
{
    if (m_bytes)
        return true;
    // Memory may be scarcer than the budget says: then a smaller buffer may still find a place. Each share is
    // at most half of the one before, so this ends.
    ByteCount wanted = std::max(m_wanted, smallestBuffer);
    while (!m_bytes && wanted >= smallestBuffer) {
        m_share = {};
        m_share = m_ledger.take(wanted, smallestBuffer);
        if (m_share.size() == ByteCount(0))
            m_share = m_ledger.takeAlways(smallestBuffer);
        m_bytes.reset(new (std::nothrow) std::byte[static_cast<std::size_t>(m_share.size().value())]);
        wanted = m_share.size() / 2;
    }
    if (!m_bytes)
        m_share = {};
    return m_bytes != nullptr;
}

bool ScanBuffer::fill(ByteOffset place, ByteOffset end)
{
    m_filled = {};
    if (!allocate())
        return false;
    const ByteOffset to = windowRange(place, m_share.size(), end).end();
    const std::span bytes(m_bytes.get(), static_cast<std::size_t>((to - place).value()));
    m_gaps = readExactly(m_file, place, bytes);
    m_filled = {place, to};
    return true;
}

ScanChunk ScanBuffer::chunkAt(ByteOffset place) const
{
    ByteOffset end = m_filled.end();
    for (const Gap& gap : m_gaps) {
        if (gap.range.contains(place)) {
            const bool isPastEnd = gap.cause == Gap::Cause::PastEnd;
            return {.range = {place, gap.range.end()},
                .kind = isPastEnd ? ScanChunk::Kind::PastEnd : ScanChunk::Kind::Unreadable,
                .bytes = {}};
        }
        if (gap.range.begin() > place) {
            end = gap.range.begin();
            break;
        }
    }
    const auto skip = static_cast<std::size_t>((place - m_filled.begin()).value());
    const auto count = static_cast<std::size_t>((end - place).value());
    return {.range = {place, end}, .kind = ScanChunk::Kind::Data, .bytes = {m_bytes.get() + skip, count}};
}

} // namespace megascope

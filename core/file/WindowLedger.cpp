// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/WindowLedger.h"

namespace megascope {

WindowLedger::Share::~Share()
{
    if (m_ledger != nullptr)
        m_ledger->m_used.fetch_sub(m_size.value(), std::memory_order_relaxed);
}

ByteCount WindowLedger::fitting(ByteCount free, ByteCount wanted, ByteCount least) const
{
    ByteCount size = wanted;
    while (size > least && size > free / 2)
        size = size / 2;
    if (size < least)
        size = least;
    return size <= free ? size : ByteCount(0);
}

WindowLedger::Share WindowLedger::take(ByteCount wanted, ByteCount least)
{
    std::int64_t used = m_used.load(std::memory_order_relaxed);
    for (;;) {
        const ByteCount size = fitting(m_limit - ByteCount(used), wanted, least);
        if (size == ByteCount(0))
            return {};
        if (m_used.compare_exchange_weak(used, used + size.value(), std::memory_order_relaxed))
            return {this, size};
    }
}

WindowLedger::Share WindowLedger::takeAlways(ByteCount size)
{
    m_used.fetch_add(size.value(), std::memory_order_relaxed);
    return {this, size};
}

} // namespace megascope

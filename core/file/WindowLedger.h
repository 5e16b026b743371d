// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <atomic>
#include <utility>

namespace megascope {

// Counts the address space and memory that the windows and buffers of one source take, against a limit.
// Thread-safe.
class WindowLedger {
public:
    // A part of the limit that is in use; given back when the object dies. The ledger must outlive it.
    class Share {
    public:
        Share() = default;
        Share(Share&& other) noexcept
            : m_ledger(std::exchange(other.m_ledger, nullptr))
            , m_size(std::exchange(other.m_size, ByteCount(0)))
        {
        }
        Share& operator=(Share&& other) noexcept
        {
            std::swap(m_ledger, other.m_ledger);
            std::swap(m_size, other.m_size);
            return *this;
        }
        ~Share();

        [[nodiscard]] ByteCount size() const { return m_size; }

    private:
        friend class WindowLedger;
        Share(WindowLedger* ledger, ByteCount size)
            : m_ledger(ledger)
            , m_size(size)
        {
        }

        WindowLedger* m_ledger = nullptr;
        ByteCount m_size;
    };

    explicit WindowLedger(ByteCount limit)
        : m_limit(limit)
    {
    }

    // `wanted`, or the largest half, quarter, … of it that leaves as much free as it takes, so that the next
    // one finds room as well. When that would be less than `least`, `least` is given if it fits; else nothing
    // (size 0).
    [[nodiscard]] Share take(ByteCount wanted, ByteCount least);
    // `size`, even beyond the limit: for the one small buffer without which nothing can go on.
    [[nodiscard]] Share takeAlways(ByteCount size);

    [[nodiscard]] ByteCount used() const { return ByteCount(m_used.load(std::memory_order_relaxed)); }

private:
    [[nodiscard]] ByteCount fitting(ByteCount free, ByteCount wanted, ByteCount least) const;

    const ByteCount m_limit;
    std::atomic<std::int64_t> m_used{0}; // bytes
};

} // namespace megascope

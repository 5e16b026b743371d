// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <algorithm>

namespace megascope {

// The bytes [begin, end). Invariant: 0 <= begin <= end.
class ByteRange {
public:
    constexpr ByteRange() = default;
    constexpr ByteRange(ByteOffset begin, ByteCount count)
        : m_begin(begin)
        , m_count(count)
    {
    }
    constexpr ByteRange(ByteOffset begin, ByteOffset end)
        : m_begin(begin)
        , m_count(end - begin)
    {
    }

    [[nodiscard]] constexpr ByteOffset begin() const { return m_begin; }
    [[nodiscard]] constexpr ByteOffset end() const { return m_begin + m_count; }
    [[nodiscard]] constexpr ByteCount count() const { return m_count; }
    [[nodiscard]] constexpr bool empty() const { return m_count.value() == 0; }
    [[nodiscard]] constexpr bool contains(ByteOffset offset) const
    {
        return offset >= m_begin && offset < end();
    }
    [[nodiscard]] constexpr bool contains(const ByteRange& other) const
    {
        return other.begin() >= begin() && other.end() <= end();
    }

    // The bytes that both ranges hold; empty, at the later begin, when there are none.
    [[nodiscard]] constexpr ByteRange intersected(const ByteRange& other) const
    {
        const ByteOffset from = std::max(begin(), other.begin());
        return {from, std::max(from, std::min(end(), other.end()))};
    }

    friend constexpr bool operator==(const ByteRange&, const ByteRange&) = default;

private:
    ByteOffset m_begin;
    ByteCount m_count;
};

} // namespace megascope

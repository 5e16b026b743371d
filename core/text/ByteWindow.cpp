// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/ByteWindow.h"

#include "core/file/ReadPatience.h"

#include <utility>

namespace megascope {

ByteWindow::ByteWindow(Snapshot snapshot)
    : m_snapshot(std::move(snapshot))
{
}

ByteWindow::ByteWindow(const ByteWindow& other)
    : m_snapshot(other.m_snapshot)
{
}

ByteWindow& ByteWindow::operator=(const ByteWindow& other)
{
    return *this = ByteWindow(other.m_snapshot);
}

std::span<const std::byte> ByteWindow::bytes(const ByteRange& range)
{
    const auto size = static_cast<std::size_t>(range.count().value());
    if (range != m_range) {
        if (range.count() != m_size)
            m_bytes = std::make_unique_for_overwrite<std::byte[]>(size);
        const MissedReads missed;
        (void)m_snapshot.read(range.begin(), {m_bytes.get(), size});
        m_range = missed.any() ? ByteRange() : range; // what was not there in time may be the next time
        m_size = range.count();
    }
    return {m_bytes.get(), size};
}

} // namespace megascope

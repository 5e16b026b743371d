// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/StorageSink.h"

namespace megascope {

Result<void> StorageSink::keep(const ByteRange& range)
{
    m_pieces = m_pieces.followedBy(m_snapshot.pieces().slice(range));
    return {};
}

Result<void> StorageSink::put(std::span<const std::byte> bytes)
{
    if (bytes.empty())
        return {};
    const ByteOffset begin(m_storage.size().value());
    if (const Result<void> appended = m_storage.append(bytes); !appended)
        return appended;
    m_pieces = m_pieces.followedBy(PieceTree(Piece{m_storage.source(), begin, ByteCount(std::ssize(bytes))}));
    return {};
}

} // namespace megascope

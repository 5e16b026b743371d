// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/ContentSink.h"
#include "core/document/Snapshot.h"
#include "core/save/EditStorage.h"

namespace megascope {

// Puts a new content into a file of copies, and makes pieces of it and of what is kept.
class StorageSink final : public ContentSink {
public:
    // Both must outlive the sink.
    StorageSink(const Snapshot& snapshot, EditStorage& storage)
        : m_snapshot(snapshot)
        , m_storage(storage)
    {
    }

    [[nodiscard]] Result<void> keep(const ByteRange& range) override;
    [[nodiscard]] Result<void> put(std::span<const std::byte> bytes) override;
    [[nodiscard]] const PieceTree& pieces() const { return m_pieces; }

private:
    const Snapshot& m_snapshot;
    EditStorage& m_storage;
    PieceTree m_pieces;
};

} // namespace megascope

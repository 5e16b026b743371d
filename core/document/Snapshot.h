// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Change.h"
#include "core/document/PieceTree.h"

#include <memory>

namespace megascope {

// The bytes of a document in one state: immutable, copied in O(1), usable in any thread. What tasks and views
// read.
class Snapshot {
public:
    // An empty document.
    Snapshot() = default;
    Snapshot(PieceTree pieces, Revision revision);
    // The first `size` bytes of one source. REQUIRES: the source is not null, or size is 0.
    Snapshot(std::shared_ptr<const Source> source, ByteCount size, Revision revision);

    [[nodiscard]] ByteCount size() const { return m_size; }
    [[nodiscard]] ByteOffset end() const { return ByteOffset(m_size.value()); }
    [[nodiscard]] ByteRange all() const { return {ByteOffset(0), m_size}; }
    [[nodiscard]] Revision revision() const { return m_revision; }
    [[nodiscard]] const PieceTree& pieces() const { return m_pieces; }

    // Copies the bytes from `offset` on to `out`; what could not be read, or lies past the end of the
    // snapshot, is zero in `out` and listed in the result.
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const;
    // The run of data, or the hole, that holds `offset`, from `offset` on; it ends with its piece at the
    // latest. REQUIRES: offset < end().
    [[nodiscard]] Extent extentAt(ByteOffset offset) const;
    // As Source::holeAt(), as far as its piece reaches. REQUIRES: offset < end().
    [[nodiscard]] std::optional<ByteRange> holeAt(ByteOffset offset) const;
    // `range` is cut to the snapshot. The scan keeps what it needs of the snapshot alive. Chunks end with
    // their piece at the latest; in each, borders fall as the source's scan lays them.
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const;

private:
    PieceTree m_pieces;
    ByteCount m_size;
    Revision m_revision;
};

// Why bytes could not be read, of which a scan only said so: reads the first of them once more. `subject` is
// what the error is about.
[[nodiscard]] Error whyUnreadable(const Snapshot& snapshot, const ByteRange& range, std::string subject);

} // namespace megascope

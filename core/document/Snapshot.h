// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Source.h"

#include <cstdint>
#include <memory>

namespace megascope {

// Counts the states of one document, from 0.
struct Revision {
    std::uint64_t value = 0;
    friend constexpr auto operator<=>(Revision, Revision) = default;
};

// The bytes of a document in one state: immutable, copied in O(1), usable in any thread. What tasks and views
// read.
class Snapshot {
public:
    // An empty document.
    Snapshot();
    Snapshot(std::shared_ptr<const Source> source, ByteCount size, Revision revision);

    [[nodiscard]] ByteCount size() const { return m_size; }
    [[nodiscard]] ByteOffset end() const { return ByteOffset(m_size.value()); }
    [[nodiscard]] ByteRange all() const { return {ByteOffset(0), m_size}; }
    [[nodiscard]] Revision revision() const { return m_revision; }

    // Copies the bytes from `offset` on to `out`; what could not be read, or lies past the end of the
    // snapshot, is zero in `out` and listed in the result.
    [[nodiscard]] Gaps read(ByteOffset offset, std::span<std::byte> out) const;
    // The run of data, or the hole, that holds `offset`, from `offset` on. REQUIRES: offset < end().
    [[nodiscard]] Extent extentAt(ByteOffset offset) const;
    // `range` is cut to the snapshot. The scan keeps what it needs of the snapshot alive.
    [[nodiscard]] std::unique_ptr<Scan> scan(const ByteRange& range) const;

private:
    std::shared_ptr<const Source> m_source;
    ByteCount m_size;
    Revision m_revision;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/LineEnding.h"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>

namespace megascope {

// Finds the lines around places of a snapshot that are asked for in ascending order, most of the time. Reads
// little where they are far apart and much at a time where they are close. Belongs to one thread.
class LineReader {
public:
    // The snapshot must outlive the reader.
    LineReader(const Snapshot& snapshot, NewlineCode newline);

    // Where the line ends that holds a place: behind its newline, or at the end of the document. Nothing:
    // stopped. REQUIRES: the place lies in the document.
    [[nodiscard]] std::optional<ByteOffset> lineEnd(ByteOffset place, const std::stop_token& stop);
    // Where it begins, or `floor`, whichever is later. REQUIRES: floor <= place.
    [[nodiscard]] ByteOffset lineBegin(ByteOffset place, ByteOffset floor);
    // Where the line before begins that ends at `place`, or `floor`.
    [[nodiscard]] ByteOffset previousBegin(ByteOffset place, ByteOffset floor);
    // Zeros where they cannot be read. Valid until the next call of anything here. REQUIRES: the range lies
    // in the snapshot and has a mebibyte at most.
    [[nodiscard]] std::span<const std::byte> bytes(const ByteRange& range);

private:
    void look(ByteOffset place, ByteOffset floor);
    void load(const ByteRange& range);
    [[nodiscard]] std::size_t indexOf(ByteOffset place) const { return sizeOf(place - m_range.begin()); }

    const Snapshot& m_snapshot;
    const NewlineCode m_newline;
    const ByteCount m_unit;
    ByteOffset m_last; // that was looked at
    ByteRange m_range; // what is in m_bytes; begins at a code unit
    std::unique_ptr<std::byte[]> m_bytes;
    std::size_t m_capacity = 0;
};

} // namespace megascope

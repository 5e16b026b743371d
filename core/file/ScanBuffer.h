// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Source.h"
#include "core/file/WindowLedger.h"

namespace megascope {

class VfsFile;

// A part of a file, copied out by reading. Belongs to one thread.
class ScanBuffer {
public:
    // The buffer takes `size` bytes, or less, when it is first filled. File and ledger must outlive it.
    ScanBuffer(const VfsFile& file, WindowLedger& ledger, ByteCount size);

    // Reads from `place` to the end of the buffer-sized block of the file that holds it, or to `end`.
    // REQUIRES: place < end. False when there is no memory, not even for 64 KiB; a later call tries again.
    [[nodiscard]] bool fill(ByteOffset place, ByteOffset end);
    [[nodiscard]] bool contains(ByteOffset place) const { return m_filled.contains(place); }
    // What lies from `place` on and is of one kind. REQUIRES: contains(place).
    [[nodiscard]] ScanChunk chunkAt(ByteOffset place) const;

private:
    [[nodiscard]] bool allocate();

    // Constant after construction.
    const VfsFile& m_file;
    WindowLedger& m_ledger;
    const ByteCount m_wanted;

    WindowLedger::Share m_share; // its size is the buffer's
    std::unique_ptr<std::byte[]> m_bytes;
    ByteRange m_filled;
    Gaps m_gaps;
};

} // namespace megascope

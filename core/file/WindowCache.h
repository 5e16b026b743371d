// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Window.h"
#include "core/file/WindowLedger.h"

#include <mutex>

namespace megascope {

// The windows of one file that were looked into last. Thread-safe.
class WindowCache {
public:
    // Keeps its window mapped.
    using Lease = std::shared_ptr<const Window>;

    // Windows of `windowSize` bytes, `limit` bytes at most. File and ledger must outlive the cache and its
    // leases.
    WindowCache(const VfsFile& file, WindowLedger& ledger, ByteCount windowSize, ByteCount limit);

    // The window that holds `place`; it reaches to its border or to `end`, whichever comes first. When there
    // is no room, the least recently used window without a lease makes way. REQUIRES: place < end. Errors:
    // those of VfsFile::map; OutOfMemory when all windows are leased.
    [[nodiscard]] Result<Lease> lease(ByteOffset place, ByteOffset end);
    // Forgets a window that is not to be believed any more.
    void drop(const Lease& lease);

private:
    [[nodiscard]] bool makeRoom();

    // Constant after construction.
    const VfsFile& m_file;
    WindowLedger& m_ledger;
    const ByteCount m_windowSize;
    const std::size_t m_limit; // windows

    std::mutex m_mutex;
    std::vector<Lease> m_windows; // protected by m_mutex; the most recently used comes last
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

namespace megascope {

// How much of a file may be in windows at once. The least recently used windows go first; a lease keeps its
// window.
struct WindowBudget {
    ByteCount browsingWindow; // size of a mapped window for looking; a power of two of at least 64 KiB
    ByteCount scanningWindow; // size of a mapped window for scanning; a power of two of at least 64 KiB
    ByteCount
        readBuffer; // what a scan reads at once where it does not map; a power of two of at least 64 KiB
    ByteCount total; // all windows and buffers of one source together
    // What a scan leaves of one file in the system's cache. Of a file up to this size all stays, so that the
    // next scan is fast; of a larger one this much from its front, and what is behind it does not drive out
    // what other programs have there.
    ByteCount cached = ByteCount::max();

    // 64-bit: 1 MiB, 64 MiB, 2 MiB, 256 MiB. 32-bit: 64 MiB in all, windows in proportion. Half of the
    // machine's memory may stay cached.
    [[nodiscard]] static WindowBudget forThisMachine();
};

} // namespace megascope

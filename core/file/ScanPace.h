// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <array>
#include <chrono>
#include <mutex>

namespace megascope {

// Which way of scanning a file is the faster one. To map pages costs the system a fault for every few of
// them, to read copies their bytes. Which is dearer depends on the machine, and on how the pages came into
// the system's cache: written ones lie in small folios, those read ahead in large ones, of which a fault maps
// all. So it is learnt from the scans as they go. Thread-safe.
class ScanPace {
public:
    enum class Way { Map, Read };

    // A scan of less tells nothing.
    static constexpr ByteCount worthTelling = mebibytes(8);

    // How the next scan is to go: each way in turn at first, then the faster one, and now and then the other,
    // because the pages may lie otherwise in another part of the file.
    [[nodiscard]] Way choose();
    // `spent` is processor time of the scan's thread, with all that was done with the bytes meanwhile.
    void note(Way way, ByteCount bytes, std::chrono::nanoseconds spent);

private:
    struct Cost {
        int scans = 0;
        double nanoseconds = 0; // for a MiB, the newest scans counting most
    };
    [[nodiscard]] Way faster() const;

    std::mutex m_mutex; // protects the others
    std::array<Cost, 2> m_costs; // by way
    int m_chosen = 0; // scans so far
};

} // namespace megascope

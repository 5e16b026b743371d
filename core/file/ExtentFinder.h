// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Source.h"

#include <mutex>
#include <optional>

namespace megascope {

class VfsFile;

// Tells data from holes. Remembers the run of data that was found last, because many scans of neighbouring
// ranges ask for the same one, and the system walks all of it each time. Holes are asked for anew each time:
// somebody may fill them, whereas data taken for data is never wrong. Thread-safe.
class ExtentFinder {
public:
    // The file must outlive the finder.
    explicit ExtentFinder(const VfsFile& file)
        : m_file(file)
    {
    }

    // The run around `place`, from `place` on; nothing when the file ends at or before it now. What the
    // system cannot tell is data.
    [[nodiscard]] std::optional<Extent> find(ByteOffset place);
    void forget();

private:
    [[nodiscard]] std::optional<Extent> ask(ByteOffset place) const;

    const VfsFile& m_file;
    std::mutex m_mutex;
    ByteRange m_data; // protected by m_mutex
};

} // namespace megascope

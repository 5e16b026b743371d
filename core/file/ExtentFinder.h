// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileStatus.h"
#include "core/file/Source.h"

#include <mutex>
#include <optional>

namespace megascope {

class VfsFile;

// Tells data from holes. Remembers the run of data that was found last, because many scans of neighbouring
// ranges ask for the same one, and the system walks all of it each time; it counts for as long as the file is
// not changed. Thread-safe.
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

private:
    [[nodiscard]] Extent ask(ByteOffset place, ByteOffset end) const;

    const VfsFile& m_file;
    std::mutex m_mutex;
    FileIdentity m_identity; // when m_data was found; protected by m_mutex, as is m_data
    ByteRange m_data;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/WritableFile.h"
#include "core/save/Layout.h"

namespace megascope {

// Takes the space that writing to a file is going to need, where the file has none: behind its end, and in
// its holes. So the disk is full before the first byte is written, rather than in the midst. Changes the
// file's times, and no byte of it. Errors: those of WritableFile::allocate, nextData and nextHole.
class SpaceTaker {
public:
    // The file must outlive the taker. REQUIRES: `status` is the file's.
    SpaceTaker(WritableFile& file, const FileStatus& status);

    [[nodiscard]] Result<void> take(const ByteRange& range);
    // For the data that these move; holes stay holes.
    [[nodiscard]] Result<void> takeFor(std::span<const Move> moves);

private:
    [[nodiscard]] Result<void> takeFor(const Move& move);

    WritableFile& m_file;
    ByteOffset m_from; // what lies before has space
};

} // namespace megascope

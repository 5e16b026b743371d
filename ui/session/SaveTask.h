// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSource.h"
#include "core/save/Save.h"
#include "ui/session/ReportedTask.h"

namespace megascope {

// How a save ended.
struct SaveOutcome {
    Result<SaveResult> result;
};

// The same, with what only the storage can tell.
struct WrittenFile {
    Result<SaveResult> result;
    std::shared_ptr<FileSource> source; // what was written, opened; null where that is not wanted
    bool isBegun = false; // it failed, and the file may hold a part of what is new, or all of it
};

// Writes in the background. Starts when constructed.
class SaveTask final : public ReportedTask {
    Q_OBJECT

public:
    using Work = std::function<WrittenFile(const SaveWatch& watch)>;
    // `total` is about what will be written, in bytes.
    SaveTask(Work work, ByteCount total);

signals:
    void ended(const megascope::WrittenFile& written); // the last signal
};

} // namespace megascope

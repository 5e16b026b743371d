// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/save/Save.h"
#include "ui/session/ReportedTask.h"

namespace megascope {

// How a save ended.
struct SaveOutcome {
    Result<SaveResult> result;
};

// Writes in the background. Starts when constructed.
class SaveTask final : public ReportedTask {
    Q_OBJECT

public:
    using Work = std::function<Result<SaveResult>(const SaveWatch& watch)>;
    // `total` is about what will be written, in bytes.
    SaveTask(Work work, ByteCount total);

signals:
    void ended(const megascope::SaveOutcome& outcome); // the last signal
};

} // namespace megascope

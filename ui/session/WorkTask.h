// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/ReportedTask.h"

namespace megascope {

// Something to make out in the background. Starts when constructed.
class WorkTask final : public ReportedTask {
public:
    // What the work returns is called in the GUI thread when it is done, and may delete the task later.
    using Work = std::function<std::function<void()>(std::stop_token stop, Progress& progress)>;
    explicit WorkTask(Work work)
        : ReportedTask(ByteCount(0))
    {
        start(std::move(work));
    }
};

} // namespace megascope

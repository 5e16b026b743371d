// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/SaveTask.h"

#include <utility>

namespace megascope {

SaveTask::SaveTask(Work work, ByteCount total)
    : ReportedTask(total)
{
    start([this, work = std::move(work)](std::stop_token stop, Progress& progress) -> End {
        return [this, written = work({std::move(stop), progress})] { emit ended(written); };
    });
}

} // namespace megascope

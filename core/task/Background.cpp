// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/task/Background.h"

#include <sys/resource.h>
#include <unistd.h>

namespace megascope {

// On Linux a nice value is a thread's own. A tenth of the weight of a thread that was left alone.
void giveWay()
{
    (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/window/RasterThreads.h"

namespace megascope::bench {

// Draws as the program does, into memory unless another platform was asked for. To be called before the
// application object is made.
inline void drawOffscreen()
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    drawInOneThread();
}

} // namespace megascope::bench

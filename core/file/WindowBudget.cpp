// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/WindowBudget.h"

namespace megascope {

WindowBudget WindowBudget::forThisMachine()
{
    if constexpr (sizeof(void*) < 8) {
        return {.browsingWindow = kibibytes(256),
            .scanningWindow = mebibytes(16),
            .readBuffer = kibibytes(256),
            .total = mebibytes(64)};
    } else {
        return {.browsingWindow = mebibytes(1),
            .scanningWindow = mebibytes(64),
            .readBuffer = mebibytes(1),
            .total = mebibytes(256)};
    }
}

} // namespace megascope

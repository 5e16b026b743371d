// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/WindowBudget.h"

#include <unistd.h>

namespace megascope {
namespace {

ByteCount machineMemory()
{
    return ByteCount(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
}

} // namespace

WindowBudget WindowBudget::forThisMachine()
{
    const std::int64_t scale = sizeof(void*) < 8 ? 1 : 4;
    return {.browsingWindow = kibibytes(256) * scale,
        .scanningWindow = mebibytes(16) * scale,
        .readBuffer = kibibytes(512) * scale,
        .total = mebibytes(64) * scale,
        .cached = machineMemory() / 2};
}

} // namespace megascope

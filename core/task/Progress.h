// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <atomic>
#include <cstdint>

namespace megascope {

// How far a task has come. Written by the task, read by anybody, in any thread.
struct Progress {
    std::atomic<std::int64_t> done{0};
    std::atomic<std::int64_t> total{0}; // in the same unit as done; most often bytes
};

} // namespace megascope

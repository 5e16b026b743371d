// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

namespace megascope {

// How many threads a task may use: the machine's processors, at most 16.
[[nodiscard]] unsigned taskThreads();

// Calls step(i) once for each i in [0, count), in `threads` threads of which the caller's is one. Numbers are
// handed out in ascending order. Returns when all calls have returned; false when a stop was requested before
// the last number was handed out (numbers not handed out by then are left). REQUIRES: threads >= 1; step is
// thread-safe.
bool parallelFor(std::int64_t count, unsigned threads, std::stop_token stop,
    const std::function<void(std::int64_t)>& step);

} // namespace megascope

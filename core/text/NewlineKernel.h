// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/NewlineCounter.h"

namespace megascope {

// The functions of NewlineCounter.h, made for one set of a processor's instructions.
struct NewlineKernel {
    const char* target; // Highway's name for the instructions, for people
    std::int64_t (*count)(const std::uint8_t* bytes, std::size_t size, NewlineCode newline);
    std::int64_t (*measure)(
        const std::uint8_t* bytes, std::size_t size, NewlineCode newline, LineMeter& meter);
};

// Those that this machine can run, the best first; never empty. Thread-safe.
[[nodiscard]] std::span<const NewlineKernel* const> newlineKernels();

} // namespace megascope

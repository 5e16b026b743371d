// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <algorithm>

#include <dlfcn.h>

namespace megascope::testing {

// True in programs whose sanitizer makes them several times slower and takes terabytes of address space.
// Asked when they run, because what is tested is instrumented, and tests are not.
inline const bool isSanitized
    = ::dlsym(RTLD_DEFAULT, "__asan_init") != nullptr || ::dlsym(RTLD_DEFAULT, "__tsan_init") != nullptr;

// How many of `all` rounds of a random test this build has time for. The optimised build of 64 bits does them
// all: it is what answers are held against there. A sanitizer wants to see every path, and 32 bits every
// width, which a few rounds take.
inline int rounds(int all)
{
    constexpr bool isNarrow = sizeof(void*) < 8;
    return isSanitized || isNarrow ? std::max(1, all / 8) : all;
}

} // namespace megascope::testing

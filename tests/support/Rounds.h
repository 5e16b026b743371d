// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <algorithm>

namespace megascope::testing {

// True in builds whose programs are several times slower and need terabytes of address space.
inline constexpr bool isSanitized =
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    true;
#else
    false;
#endif

// How many of `all` rounds of a random test this build has time for. The optimised build does them all: it is
// what answers are held against there; a sanitizer wants to see every path, which a few rounds take.
constexpr int rounds(int all)
{
    return isSanitized ? std::max(1, all / 5) : all;
}

} // namespace megascope::testing

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LiteralSet.h"

namespace megascope {

// Finding literals, written for one kind of processor. Both return the first index below `until` at which a
// literal begins that ends in `size` bytes from `bytes` on, or `until`. REQUIRES: until <= size.
struct LiteralKernel {
    const char* target; // the processor's name in Highway
    using Find = std::size_t (*)(
        const std::uint8_t* bytes, std::size_t until, std::size_t size, const LiteralSet& literals);
    Find findOne; // by anchors
    Find findAny; // by fingerprint
};

// Those that this processor can run, best first.
[[nodiscard]] std::span<const LiteralKernel* const> literalKernels();

} // namespace megascope

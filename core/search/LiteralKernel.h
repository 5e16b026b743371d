// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace megascope {

// What the kernels look for: two bytes of a literal that are rare in most files, where they stand, and all of it.
struct LiteralAnchors {
    std::span<const std::uint8_t> literal; // not empty
    std::size_t first = 0; // an index into `literal`
    std::size_t second = 0; // another one; the same in a literal of one byte
};

[[nodiscard]] LiteralAnchors chooseAnchors(std::span<const std::uint8_t> literal);

// Finding a literal, written for one kind of processor.
struct LiteralKernel {
    const char* target; // the processor's name in Highway
    // The first index at which the literal begins among `size` indices from `bytes` on; `size` when there is
    // none. REQUIRES: size + literal.size() - 1 bytes can be read.
    std::size_t (*find)(const std::uint8_t* bytes, std::size_t size, const LiteralAnchors& anchors);
};

// Those that this processor can run, best first.
[[nodiscard]] std::span<const LiteralKernel* const> literalKernels();

} // namespace megascope

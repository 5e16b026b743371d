// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"

#include <cstddef>
#include <vector>

namespace megascope {

// Bytes of a file to judge the whole by. They begin at a multiple of 4 bytes, so at a code unit of every
// encoding, but not at a character's begin.
struct TextSample {
    ByteOffset offset;
    std::vector<std::byte> bytes; // not empty
    bool reachesEnd = false; // the file ends with them
};

// The first 64 KiB of data, and up to eight places of 16 KiB spread over the rest; all of a file of up to 192
// KiB. In ascending order, none overlaps another. Holes, and what cannot be read, are passed over: a place in
// a hole moves to the data behind it, so that islands in a sparse file are found wherever they lie.
[[nodiscard]] std::vector<TextSample> takeTextSamples(const Snapshot& snapshot);

} // namespace megascope

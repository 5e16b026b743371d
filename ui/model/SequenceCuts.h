// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/LineScanner.h"
#include "ui/model/AnsiReader.h"

namespace megascope {

// The parts of a segment that belong to a sequence which one of its borders cuts: only in lines that are
// longer than a segment.
struct SequenceCuts {
    std::size_t atBegin = 0; // bytes
    std::size_t atEnd = 0;
    AnsiReader begun = {}; // the one at the begin, read to its end
};

// Bytes that are ASCII whatever stands around them.
[[nodiscard]] bool isAsciiItself(Encoding encoding);

// Nothing in encodings whose bytes do not tell characters by themselves: there such a sequence is shown.
[[nodiscard]] SequenceCuts sequenceCuts(const Snapshot& snapshot, const Segment& segment, Encoding encoding);

// Where a sequence is among the first 64 KiB of a text.
[[nodiscard]] bool beginsWithSequences(const Snapshot& snapshot, Encoding encoding);

} // namespace megascope

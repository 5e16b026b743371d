// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/LineEnding.h"

#include <QByteArray>

#include <span>
#include <stop_token>
#include <vector>

namespace megascope {

// A line that is to be found again in a file that may be another one by then: where it began, and a digest of
// its first bytes, with the line end where that is among them.
struct MarkedLine {
    ByteOffset begin;
    ByteCount size; // of what is digested
    QByteArray digest;

    friend bool operator==(const MarkedLine&, const MarkedLine&) = default;
};

// Reads some bytes.
[[nodiscard]] MarkedLine markedLine(const Snapshot& snapshot, NewlineCode newline, ByteOffset begin);

// Where these lines begin now, ascending; those are left out that are no more there. What was put before them
// or taken away is found out where all have moved by as much as the document has grown, or by less than
// 64 KiB from one line to the next. REQUIRES: `lines` ascend.
[[nodiscard]] std::vector<ByteOffset> foundAgain(std::span<const MarkedLine> lines, ByteCount sizeBefore,
    const Snapshot& snapshot, NewlineCode newline, const std::stop_token& stop);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"

#include <optional>
#include <stop_token>

namespace megascope {

// Runs of data between the holes of a document: what is next to each other is one run, whatever pieces it is
// made of. The cost follows the pieces and the borders of holes on the way, never the size.

// Where the first run of data begins that begins behind `from`, and the last one that begins before it.
// Nothing when there is none, or when asked to stop.
[[nodiscard]] std::optional<ByteOffset> nextDataBegin(
    const Snapshot& snapshot, ByteOffset from, const std::stop_token& stop);
[[nodiscard]] std::optional<ByteOffset> previousDataBegin(
    const Snapshot& snapshot, ByteOffset from, const std::stop_token& stop);

// The hole that holds `offset`, as far as its piece reaches; nothing when there is data, or Source::holeAt()
// does not tell. Some hundred questions at most.
[[nodiscard]] std::optional<ByteRange> holeAround(const Snapshot& snapshot, ByteOffset offset);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Change.h"

#include <optional>
#include <span>

namespace megascope {

// Where a match is after changes; nothing when one of them took or put bytes inside of it.
[[nodiscard]] std::optional<ByteRange> movedMatch(ByteRange match, std::span<const Change> changes);

// The way back: matches that are not before `place` after the changes were not before this place. (Some that
// were not may be before `place` now.)
[[nodiscard]] ByteOffset placeBefore(ByteOffset place, std::span<const Change> changes);
// Matches that began between placeBefore() and this place are at `place` now, or gone.
[[nodiscard]] ByteOffset placeBehind(ByteOffset place, std::span<const Change> changes);

// Where a part of a document is that is looked in: what is put at its end belongs to it. `end` is that of the
// document after the changes.
[[nodiscard]] ByteRange movedScope(const ByteRange& scope, std::span<const Change> changes, ByteOffset end);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <QString>

namespace megascope {

class FoundMatches;

// How many there are, and which of them `current` is: "12 of 3,456", with how far a search is that goes on.
[[nodiscard]] QString findStatus(const FoundMatches& matches, const ByteRange& current);
// Why a search did not find all there is; empty when it did, or goes on, or somebody stopped it.
[[nodiscard]] QString findTrouble(const FoundMatches& matches);
// The same for an expression that takes too long at a place.
[[nodiscard]] QString tooComplexText(ByteOffset at);

} // namespace megascope

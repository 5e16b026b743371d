// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"

#include <cstdint>
#include <optional>

namespace megascope {

class DocumentSession;

// Where the cursor stands, for people.
struct CursorPlace {
    LineNumber line;
    bool lineIsExact = true; // false: estimated, the count has not come that far
    std::optional<std::int64_t>
        column; // characters from the begin of the line, from 0; nothing when that is too far away
};

// Costs the reading of a block and of at most one segment.
[[nodiscard]] CursorPlace cursorPlace(const DocumentSession& session);

} // namespace megascope

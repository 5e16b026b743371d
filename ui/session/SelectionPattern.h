// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Pattern.h"

#include <optional>

namespace megascope {

class DocumentSession;

// The pattern that finds what is selected: of that kind, or as bytes when it is no text of one line. Case and
// whole words are the caller's. Nothing when nothing is selected, or more than anybody looks for.
[[nodiscard]] std::optional<Pattern> selectionPattern(const DocumentSession& session, Pattern::Kind kind);

} // namespace megascope

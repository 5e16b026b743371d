// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/HighlighterSet.h"
#include "ui/view/ViewStyle.h"
#include "ui/window/ViewSettings.h"

namespace megascope {

class SyntaxRepository;

// Font and colours for the settings. Loads the syntax themes only when one was chosen by name.
[[nodiscard]] ViewStyle paneStyle(
    const ViewSettings& settings, const QPalette& palette, const SyntaxRepository& syntaxes);
// The desktop's colours for what highlighters say, readable on the style's ground.
[[nodiscard]] HighlightPalette highlightPalette(const ViewStyle& style);

} // namespace megascope

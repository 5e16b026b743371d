// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

namespace megascope {

class MainWindow;

// Adds the menu that chooses the highlighters, and the commands of quick highlights. The menu is filled when
// it is opened: the sets are not read before.
void addHighlighterActions(MainWindow& window);
// Enables those that make sense now.
void showPossibleHighlights(MainWindow& window);

} // namespace megascope

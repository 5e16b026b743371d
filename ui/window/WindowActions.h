// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

class KRecentFilesAction;

namespace megascope {

class MainWindow;

// Puts everything that a window can do into its action collection: what menus, tool bar, shortcut editor and
// command palette offer. The layout of the menus stands in megascopeui.rc.
KRecentFilesAction* createActions(MainWindow& window);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

namespace megascope {

class MainWindow;

// Adds the menus that choose the syntax definition and the colour theme. Filled when first opened: the
// definitions are not loaded before.
void addSyntaxActions(MainWindow& window);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/SyntaxMenu.h"

namespace megascope {

void addSyntaxActions(MainWindow&) { }

} // namespace megascope

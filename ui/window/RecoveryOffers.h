// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

namespace megascope {

class MainWindow;

// Offers, in messages of the window, the unsaved edits that were left behind by programs which did not come
// to their end: to be recovered, each in a window, or to be discarded. They are looked for in the background;
// nothing comes when there are none.
void offerRecovery(MainWindow& window);

} // namespace megascope

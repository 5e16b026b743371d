// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QString>

class QKeyEvent;

namespace megascope {

// The characters that a key types; empty when it is a command or none. Also those of AltGr, and of Ctrl+Alt,
// which stands for it.
[[nodiscard]] QString typedText(const QKeyEvent& event);

} // namespace megascope

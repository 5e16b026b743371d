// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <filesystem>

namespace megascope {

// The user's folder for what has to outlive the program but is no setting: $XDG_STATE_HOME/megascope, else
// ~/.local/state/megascope. Made, with what is above it, when it is not there. Empty when the user has no
// such place.
[[nodiscard]] std::filesystem::path stateFolder();

} // namespace megascope

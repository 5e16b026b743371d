// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/StateFolder.h"

#include <cstdlib>
#include <system_error>

namespace megascope {

std::filesystem::path stateFolder()
{
    const auto from = [](const char* name) {
        const char* const value = std::getenv(name);
        return std::filesystem::path(value != nullptr ? value : "");
    };
    std::filesystem::path base = from("XDG_STATE_HOME");
    if (!base.is_absolute() && from("HOME").is_absolute())
        base = from("HOME") / ".local" / "state";
    if (!base.is_absolute())
        return {};
    std::error_code failed;
    std::filesystem::create_directories(base / "megascope", failed);
    return failed ? std::filesystem::path() : base / "megascope";
}

} // namespace megascope

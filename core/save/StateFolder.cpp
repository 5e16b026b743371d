// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/save/StateFolder.h"

#include <cstdlib>

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
    return base / "megascope";
}

std::filesystem::path recoveryFolder()
{
    const std::filesystem::path state = stateFolder();
    return state.empty() ? state : state / "recovery";
}

std::filesystem::path spoolFolder()
{
    const char* const chosen = std::getenv("TMPDIR");
    return chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
}

Result<void> makeFolders(const Vfs& vfs, const std::filesystem::path& folder)
{
    const Result<void> made = vfs.makeFolder(folder);
    if (made || made.error().kind != ErrorKind::NotFound || !folder.has_relative_path())
        return made;
    const Result<void> above = makeFolders(vfs, folder.parent_path());
    return above ? vfs.makeFolder(folder) : above;
}

} // namespace megascope

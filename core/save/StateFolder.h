// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Vfs.h"

namespace megascope {

// The user's folder for what has to outlive the program but is no setting: $XDG_STATE_HOME/megascope, else
// ~/.local/state/megascope. Empty when the user has no such place. It need not be there.
[[nodiscard]] std::filesystem::path stateFolder();
// In it, where unsaved edits of all documents are kept.
[[nodiscard]] std::filesystem::path recoveryFolder();

// For large files without a name, on a disk rather than in memory: $TMPDIR, else /var/tmp.
[[nodiscard]] std::filesystem::path spoolFolder();

// Makes a folder with those above it, as far as they are not there. Errors: those of Vfs::makeFolder.
[[nodiscard]] Result<void> makeFolders(const Vfs& vfs, const std::filesystem::path& folder);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/NamelessFile.h"

#include "core/save/OwnFiles.h"
#include "core/save/StateFolder.h"

namespace megascope {

Result<std::shared_ptr<WritableFile>> makeNamelessFile()
{
    constexpr unsigned userOnly = 0600;
    Result<TemporaryFile> made = makeTemporary(systemVfs(), spoolFolder() / "megascope", userOnly);
    if (!made)
        return std::unexpected(made.error());
    (void)systemVfs().remove(made->path);
    return std::move(made->file);
}

} // namespace megascope

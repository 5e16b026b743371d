// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/session/DocumentSession.h"

#include <memory>

namespace megascope {

// A session with edits that were restored.
struct DocumentSession::Restored {
    std::unique_ptr<DocumentSession> session;
    bool isWhole = true; // else some of the last edits could not be restored
    bool isSameFile = true; // else the file was changed since, and the edits were made as far as they fit
};

} // namespace megascope

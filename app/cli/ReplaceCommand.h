// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Command.h"

namespace megascope::cli {

extern const Command replaceCommand;

} // namespace megascope::cli

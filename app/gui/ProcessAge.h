// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <chrono>

namespace megascope {

// Time since the system started this process, from procfs: exact to the kernel's clock tick (10 ms).
[[nodiscard]] std::chrono::milliseconds processAge();

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QString>

#include <chrono>

namespace megascope {

// A length of time for people: "1 h 02 min 03.456 s", "10 min".
[[nodiscard]] QString durationText(std::chrono::nanoseconds duration);

} // namespace megascope

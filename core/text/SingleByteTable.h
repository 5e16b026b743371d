// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Encoding.h"

#include <array>

namespace megascope {

// What each byte spells, or noCharacter.
using SingleByteTable = std::array<char32_t, 256>;

// The table of an encoding of Family::SingleByte. Made when it is first asked for; lives as long as the
// program. Thread-safe.
[[nodiscard]] const SingleByteTable& singleByteTable(Encoding encoding);

} // namespace megascope

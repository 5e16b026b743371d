// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Encoding.h"
#include "core/text/TextSample.h"

#include <optional>
#include <span>

namespace megascope {

// UTF-16 or UTF-32 without a byte order mark, told by what characters the bytes would be; nothing when they
// would make no text. To be asked only when isLikelyWide(): ASCII that is read in pairs makes passable
// Chinese.
[[nodiscard]] std::optional<Encoding> guessWideEncoding(std::span<const TextSample> samples);

// In UTF-16 and UTF-32 one byte in many is a NUL or a control character, whatever the language: NULs in Latin
// text and in every ASCII character, the upper byte of Cyrillic, Greek, Hebrew or Arabic, any lower byte in
// Chinese.
[[nodiscard]] constexpr bool isLikelyWide(std::size_t controls, std::size_t bytes)
{
    return controls * 50 >= bytes && controls > 0;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Encoding.h"
#include "core/text/TextSample.h"

#include <optional>
#include <span>

namespace megascope {

// True when the samples are text in one of the EBCDICs; which one, their letters and digits do not tell.
[[nodiscard]] bool isLikelyEbcdic(std::span<const TextSample> samples);

// The encoding of text that contains ASCII and is not Unicode, from the frequencies of letters and syllables;
// nothing when none fits, or too little of the text is not ASCII.
[[nodiscard]] std::optional<Encoding> probeLegacyEncoding(std::span<const TextSample> samples);

} // namespace megascope

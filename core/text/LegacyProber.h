// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Encoding.h"
#include "core/text/TextSample.h"

#include <optional>
#include <span>

namespace megascope {

// The encoding of text that is not Unicode, from the frequencies of letters and syllables; nothing when none
// fits.
[[nodiscard]] std::optional<Encoding> probeLegacyEncoding(std::span<const TextSample> samples);

} // namespace megascope

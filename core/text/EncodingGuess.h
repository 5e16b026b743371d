// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/Encoding.h"
#include "core/text/TextSample.h"

#include <cstddef>
#include <optional>
#include <span>

namespace megascope {

// The encoding whose byte order mark is at the front of a file's first bytes.
[[nodiscard]] std::optional<Encoding> encodingOfByteOrderMark(std::span<const std::byte> front);

// Guesses from the bytes alone, without byte order marks; see detectTextFormat().
[[nodiscard]] Encoding guessEncoding(std::span<const TextSample> samples);

} // namespace megascope

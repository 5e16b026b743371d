// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace megascope::testing {

// A random regular expression over a small alphabet, in UTF-8; now and then one that does not compile.
// `elements`: how large it is. `plain`: without looking around and references, which have no filter.
[[nodiscard]] std::string generatedPattern(std::mt19937_64& random, int elements, bool plain);

// Random text over the same alphabet, in lines of up to 60 characters, and runs of NULs now and then.
[[nodiscard]] std::u32string generatedText(std::mt19937_64& random, std::size_t characters);

} // namespace megascope::testing

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/Encoding.h"
#include "core/text/TextDecoder.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

class QString;

// What the tests of text share.
namespace megascope::texttesting {

// A generator of random numbers for one test. Prints its seed, which is MEGASCOPE_SEED when that is set.
[[nodiscard]] std::mt19937_64 randomGenerator();

// A number in [first, last].
[[nodiscard]] std::int64_t between(std::mt19937_64& random, std::int64_t first, std::int64_t last);

[[nodiscard]] std::vector<std::byte> bytesOf(std::string_view text);
// Bytes from pairs of hexadecimal digits; spaces do not count.
[[nodiscard]] std::vector<std::byte> bytesOfHex(std::string_view hex);
[[nodiscard]] std::vector<std::byte> repeated(const std::vector<std::byte>& bytes, std::size_t size);
[[nodiscard]] std::vector<std::byte> joined(std::initializer_list<std::vector<std::byte>> parts);
[[nodiscard]] std::vector<std::byte> randomBytes(std::mt19937_64& random, std::size_t size);
[[nodiscard]] std::span<const std::byte> asBytes(std::string_view text);
// "e2 82 ac", for messages.
[[nodiscard]] std::string hexOf(std::span<const std::byte> bytes);

[[nodiscard]] Snapshot snapshotOf(std::vector<std::byte> bytes);

// The encoding of a name that is known to be there.
[[nodiscard]] Encoding encodingNamed(std::string_view name);
[[nodiscard]] std::vector<Character> decoded(Encoding encoding, std::span<const std::byte> bytes);
// "U+0041/1 !U+00ff/1": code points, sizes, and what is invalid, for messages.
[[nodiscard]] std::string describe(std::span<const Character> characters);

// Text in an encoding that Qt knows by name, by Qt's encoder.
[[nodiscard]] std::vector<std::byte> encoded(const QString& text, const char* encoding);
// Spells text in UTF-16 or UTF-32. Surrogates come out as they are.
[[nodiscard]] std::vector<std::byte> spelled(Encoding encoding, std::u32string_view text);

} // namespace megascope::texttesting

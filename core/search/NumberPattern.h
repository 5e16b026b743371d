// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Pattern.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace megascope {

// A way in which bytes are a number.
struct NumberForm {
    enum class Kind { Unsigned, Signed, Float };
    Kind kind = Kind::Unsigned;
    std::size_t size = 1; // bytes: 1, 2, 4 or 8; of a float 4 or 8
    bool isBigEndian = false; // of no meaning in one byte

    friend bool operator==(const NumberForm&, const NumberForm&) = default;
};

// A number in one form.
struct WantedNumber {
    NumberForm form;
    std::uint64_t bits = 0; // of an integer, in the low bytes
    // Of a float: all values between, both included. Zero is one value, whatever its sign.
    double least = 0;
    double most = 0;

    // REQUIRES: form.size bytes are there. A float that is no number is never one of these.
    [[nodiscard]] bool isAt(const std::byte* bytes) const;
};

struct NumberPattern {
    std::vector<WantedNumber> numbers; // the longest first; not empty
    bool isAligned = false; // only at offsets that are multiples of the number's size
};

// Reads "[TYPE][ORDER]:VALUE[~TOLERANCE] [aligned]": the type is u8, u16, u32, u64, i8 … i64, f32 or f64, the
// order le or be; one without the other is enough, and without both there is no colon. Without an order both
// are looked for; without a type all integers that can hold the value, or both floats where the value has a
// point, an exponent or a tolerance. An integer is decimal or 0x…, a float decimal. The tolerance is how far
// a float may be away; the value that is nearest to the wanted one always counts.
[[nodiscard]] std::expected<NumberPattern, PatternError> parseNumberPattern(std::string_view text);

// A number as bytes of a form, in the low bytes. PatternError::position is one in `value`.
[[nodiscard]] std::expected<std::uint64_t, PatternError> numberBits(
    const NumberForm& form, std::string_view value);

// "u16".
[[nodiscard]] std::string nameOf(const NumberForm& form);

} // namespace megascope

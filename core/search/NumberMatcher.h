// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LiteralSet.h"
#include "core/search/Matcher.h"
#include "core/search/NumberPattern.h"

#include <array>
#include <cstdint>
#include <optional>

namespace megascope {

// A number in one form or several. At every offset, not only at aligned ones; where several forms are at one
// offset, the longest counts.
class NumberMatcher final : public Matcher {
public:
    explicit NumberMatcher(NumberPattern pattern);

    [[nodiscard]] std::size_t reachBehind() const override { return 0; }
    [[nodiscard]] std::size_t reachAhead() const override { return m_pattern.numbers.front().form.size - 1; }
    [[nodiscard]] std::unique_ptr<MatchFinder> makeFinder() const override;

private:
    class Finder;
    // Where the byte of a float stands that holds its sign and the high bits of its exponent.
    struct TopPlace {
        std::size_t index = 0; // in the number
        std::uint8_t bit = 0; // 0: a place of no number
    };
    static constexpr std::size_t mostPlaces = 3; // 0 in big endian, 3 and 7 in little

    void addTop(const WantedNumber& number);
    [[nodiscard]] std::size_t candidate(
        std::span<const std::byte> bytes, std::size_t from, std::size_t until) const;
    [[nodiscard]] std::size_t sizeAt(const SearchText& text, std::size_t at) const;

    const NumberPattern m_pattern;
    std::optional<LiteralSet> m_integers; // else they are floats
    std::array<TopPlace, mostPlaces> m_places;
    std::array<std::uint8_t, 256> m_tops{}; // in which places a byte may be such a one
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LiteralSet.h"
#include "core/search/Matcher.h"
#include "core/search/NumberPattern.h"

#include <bitset>
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
    // The byte of a float that holds its sign and the high bits of its exponent.
    struct TopByte {
        std::size_t index = 0; // in the number
        std::bitset<256> values;
    };

    [[nodiscard]] std::size_t candidate(
        std::span<const std::byte> bytes, std::size_t from, std::size_t until) const;
    [[nodiscard]] std::size_t sizeAt(const SearchText& text, std::size_t at) const;

    const NumberPattern m_pattern;
    std::optional<LiteralSet> m_integers; // else they are floats
    std::vector<TopByte> m_tops; // of each number
};

} // namespace megascope

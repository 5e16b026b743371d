// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LiteralSet.h"
#include "core/search/Matcher.h"
#include "core/text/Encoding.h"

namespace megascope {

// Certain bytes. Where an encoding is given they are characters of it, and are found only where a character
// begins.
class LiteralMatcher final : public Matcher {
public:
    // REQUIRES: bytes is not empty and shorter than regexReach.
    explicit LiteralMatcher(
        std::span<const std::byte> bytes, std::optional<Encoding> encoding = std::nullopt);

    [[nodiscard]] std::size_t reachBehind() const override;
    [[nodiscard]] std::size_t reachAhead() const override { return m_literal.longest() - 1; }
    [[nodiscard]] std::unique_ptr<MatchFinder> makeFinder() const override;

private:
    class Finder;

    [[nodiscard]] bool beginsCharacter(const SearchText& text, std::size_t at) const;

    const LiteralSet m_literal;
    const std::optional<Encoding> m_encoding; // of code units or characters that bytes alone do not tell
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Matcher.h"
#include "core/text/Encoding.h"

namespace megascope {

// Lets a matcher for UTF-8 work on text of another encoding, by turning that into UTF-8 piece by piece. What
// spells nothing in the encoding matches nothing.
class TranscodedMatcher final : public Matcher {
public:
    // REQUIRES: matcher is not null; encoding is not UTF-8.
    TranscodedMatcher(std::shared_ptr<const Matcher> matcher, Encoding encoding);

    [[nodiscard]] std::size_t reachBehind() const override;
    [[nodiscard]] std::size_t reachAhead() const override;
    [[nodiscard]] std::optional<std::byte> border() const override;
    [[nodiscard]] bool staysInLine() const override { return m_matcher->staysInLine(); }
    [[nodiscard]] std::unique_ptr<MatchFinder> makeFinder() const override;

private:
    class Finder;

    const std::shared_ptr<const Matcher> m_matcher;
    const Encoding m_encoding;
};

} // namespace megascope

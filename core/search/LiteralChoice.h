// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/RegexTraits.h"

namespace megascope {

// Looks at the elements of one alternative of an expression in their order, and chooses the literals that
// every match of it contains and that are the rarest in most files. Also tells those that it is, as long as
// it is nothing but certain literals.
class LiteralChoice {
public:
    // An element that is certain bytes, and cannot be anything else.
    void addLiteral(std::string_view bytes);
    // One that is certain ASCII letters or one of the given other spellings of them.
    void addLetter(char letter, std::string_view otherSpelling);
    // One that may be so many bytes at most, or any number of them.
    void addOther(std::optional<std::size_t> most);
    // One that is no bytes, but says where it may stand.
    void addAssertion() { m_whole.reset(); }
    // A group that holds one of these, and is so long at most; or which is nothing but one of `whole`.
    void addGroup(const std::optional<RequiredLiterals>& required, std::optional<std::size_t> most,
        const WholeLiterals& whole);

    // Call it at the end: what was chosen, and how long a match is at most.
    [[nodiscard]] std::optional<RequiredLiterals> take();
    // Then, the next best, which every match contains as well.
    [[nodiscard]] std::optional<RequiredLiterals> takeSecond() { return std::move(m_second); }
    [[nodiscard]] std::optional<std::size_t> longest() const { return m_longest; }
    [[nodiscard]] const WholeLiterals& whole() const { return m_whole; }

private:
    void endRun();
    void offer(RequiredLiterals literals);

    std::string m_run; // literal bytes that stand one behind the other
    std::vector<std::string> m_others; // what may stand in the run instead of a letter
    std::optional<std::size_t> m_runBegin; // bytes before the run at most
    std::optional<std::size_t> m_longest = 0; // so far
    std::optional<RequiredLiterals> m_best;
    std::optional<RequiredLiterals> m_second;
    WholeLiterals m_whole{std::vector<std::string>{{}}};
};

// Either of both: what every match of one of two alternatives contains. Nothing when that would be too many.
[[nodiscard]] std::optional<RequiredLiterals> eitherOf(
    const std::optional<RequiredLiterals>& a, const std::optional<RequiredLiterals>& b);

// The same for those that are nothing but literals.
[[nodiscard]] WholeLiterals eitherWhole(WholeLiterals a, const WholeLiterals& b);

// How long one of two is at most, and both.
[[nodiscard]] std::optional<std::size_t> longerOf(std::optional<std::size_t> a, std::optional<std::size_t> b);
[[nodiscard]] std::optional<std::size_t> sumOf(std::optional<std::size_t> a, std::optional<std::size_t> b);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/LiteralChoice.h"

#include "core/search/LiteralSet.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace megascope {
namespace {

constexpr std::size_t mostLiterals = 32;
// Longer ones are not found faster.
constexpr std::size_t longestRun = 32;
// Matches are not followed farther (Matcher::regexReach), and numbers stay small.
constexpr std::size_t endless = 1 << 20;

// How rare a literal is in most files: more is rarer.
int rarity(std::string_view literal)
{
    int sum = 0;
    for (const char c : literal)
        sum += 11 - commonness(static_cast<std::uint8_t>(c));
    return sum;
}

// A set is as rare as its most common member, and less so the more there are.
int rarity(const RequiredLiterals& set)
{
    int least = std::numeric_limits<int>::max();
    for (const std::string& literal : set.literals)
        least = std::min(least, rarity(literal));
    return least - static_cast<int>(set.literals.size()) / 4;
}

// In the order in which they are tried.
WholeLiterals followedBy(const WholeLiterals& first, const WholeLiterals& second)
{
    if (!first || !second || first->size() * second->size() > mostLiterals)
        return std::nullopt;
    std::vector<std::string> all;
    for (const std::string& begin : *first)
        for (const std::string& end : *second)
            all.push_back(begin + end);
    return all;
}

} // namespace

std::optional<std::size_t> longerOf(std::optional<std::size_t> a, std::optional<std::size_t> b)
{
    return a && b ? std::optional(std::max(*a, *b)) : std::nullopt;
}

std::optional<std::size_t> sumOf(std::optional<std::size_t> a, std::optional<std::size_t> b)
{
    return a && b && *a + *b < endless ? std::optional(*a + *b) : std::nullopt;
}

void LiteralChoice::addLiteral(std::string_view bytes)
{
    if (m_run.size() >= longestRun)
        endRun();
    if (m_run.empty())
        m_runBegin = m_longest;
    m_run += bytes;
    m_longest = sumOf(m_longest, bytes.size());
    if (m_whole)
        for (std::string& literal : *m_whole)
            literal += bytes;
}

void LiteralChoice::addLetter(char letter, std::string_view otherSpelling)
{
    addLiteral({&letter, 1});
    m_whole.reset();
    m_longest = sumOf(m_longest, otherSpelling.size() - 1);
    if (!std::ranges::contains(m_others, otherSpelling))
        m_others.emplace_back(otherSpelling);
}

void LiteralChoice::addOther(std::optional<std::size_t> most)
{
    endRun();
    m_longest = sumOf(m_longest, most);
    m_whole.reset();
}

void LiteralChoice::addGroup(const std::optional<RequiredLiterals>& required, std::optional<std::size_t> most,
    const WholeLiterals& whole)
{
    endRun();
    m_whole = followedBy(m_whole, whole);
    if (required) {
        RequiredLiterals inside = *required;
        inside.before = sumOf(m_longest, inside.before);
        offer(std::move(inside));
    }
    m_longest = sumOf(m_longest, most);
}

void LiteralChoice::endRun()
{
    if (!m_run.empty()) {
        RequiredLiterals run{.literals = {m_run}, .before = m_runBegin};
        if (!m_others.empty()) { // these stand somewhere in the run
            run.literals.insert(run.literals.end(), m_others.begin(), m_others.end());
            run.before = m_longest;
        }
        offer(std::move(run));
    }
    m_run.clear();
    m_others.clear();
}

void LiteralChoice::offer(RequiredLiterals literals)
{
    if (!m_best || rarity(literals) > rarity(*m_best))
        m_second = std::exchange(m_best, std::move(literals));
    else if (!m_second || rarity(literals) > rarity(*m_second))
        m_second = std::move(literals);
}

std::optional<RequiredLiterals> LiteralChoice::take()
{
    endRun();
    return std::move(m_best);
}

std::optional<RequiredLiterals> eitherOf(
    const std::optional<RequiredLiterals>& a, const std::optional<RequiredLiterals>& b)
{
    if (!a || !b || a->literals.size() + b->literals.size() > mostLiterals)
        return std::nullopt;
    RequiredLiterals both = *a;
    both.literals.insert(both.literals.end(), b->literals.begin(), b->literals.end());
    both.before = longerOf(a->before, b->before);
    return both;
}

WholeLiterals eitherWhole(WholeLiterals a, const WholeLiterals& b)
{
    if (!a || !b || a->size() + b->size() > mostLiterals)
        return std::nullopt;
    a->insert(a->end(), b->begin(), b->end());
    return a;
}

} // namespace megascope

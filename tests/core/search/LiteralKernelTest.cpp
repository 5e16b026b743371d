// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/LiteralKernel.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <algorithm>
#include <random>

using namespace megascope;

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool isHere(const std::string& literal, const std::string& text, std::size_t at, bool foldCase)
{
    if (literal.size() > text.size() - at)
        return false;
    return std::equal(literal.begin(), literal.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
        [foldCase](char a, char b) { return a == b || (foldCase && lower(a) == lower(b)); });
}

std::size_t naive(
    const std::vector<std::string>& literals, const std::string& text, std::size_t until, bool foldCase)
{
    for (std::size_t at = 0; at < until; ++at) {
        if (std::ranges::any_of(literals, [&](const auto& each) { return isHere(each, text, at, foldCase); }))
            return at;
    }
    return until;
}

// A block of memory that ends where the text ends, so that a sanitizer sees who reads behind it.
std::vector<std::uint8_t> exactly(const std::string& text)
{
    return {text.begin(), text.end()};
}

std::string randomText(std::mt19937_64& random, std::size_t size)
{
    static constexpr std::string_view rare = "abAB\xc5\xbf";
    std::string text(size, '.');
    const bool isDense = random() % 2 == 0;
    for (char& c : text) {
        if (isDense || random() % 20 == 0)
            c = rare[random() % rare.size()];
    }
    return text;
}

} // namespace

// Every kernel that this processor can run, with one literal and several, with case and without.
PLAIN_TEST(findsTheFirst)
{
    std::mt19937_64 random(plaintest::seed());
    for (int round = 0; round < testing::rounds(20000); ++round) {
        std::vector<std::string> literals(random() % 3 == 0 ? 1 : random() % 12 + 2);
        for (std::string& literal : literals)
            literal = randomText(random, random() % 5 + 1);
        const bool foldCase = random() % 2 == 0;
        const LiteralSet set(literals, foldCase);
        const std::string text = randomText(random, random() % 600);
        const std::size_t until = random() % 2 == 0 ? text.size() : random() % (text.size() + 1);
        const std::size_t expected = naive(literals, text, until, foldCase);
        const std::vector<std::uint8_t> bytes = exactly(text);
        for (const LiteralKernel* const kernel : literalKernels()) {
            const auto find = literals.size() == 1 ? kernel->findOne : kernel->findAny;
            CHECK_EQUAL(find(bytes.data(), until, bytes.size(), set), expected);
        }
    }
}

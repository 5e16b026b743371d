// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/core/search/GeneratedPattern.h"

#include <array>
#include <string_view>

namespace megascope::testing {
namespace {

template <class List>
const auto& oneOf(const List& list, std::mt19937_64& random)
{
    return list[random() % std::size(list)];
}

// Among them K and S with their third cases, and characters of every size in UTF-8.
constexpr std::u32string_view alphabet = U"aabbcckKsS01 _.-\tAB\u017f\u212aéÉ漢😀";
constexpr std::array<std::string_view, 24> atoms{"a", "b", "c", "ab", "k", "S", "0", "1", " ", "_", "-", "é",
    "É", "漢", "😀", "ſ", "K", R"(\.)", R"(\x61)", R"(\x{e9})", R"(\Qb.c\E)", R"(\t)", "ac", "bb"};
constexpr std::array<std::string_view, 20> classes{".", ".", "[ab]", "[^a]", "[a-c]", "[^ \n]", "[é漢]",
    "[^é]", R"(\d)", R"(\w)", R"(\s)", R"(\S)", R"(\W)", R"([\w.-])", "[[:alpha:]]", "[k-s]", "[]a]",
    R"([^\x00-\x40])", "[a-é]", R"([\d_])"};
constexpr std::array<std::string_view, 14> repetitions{
    "*", "+", "?", "{2}", "{1,3}", "{2,}", "{,2}", "*?", "+?", "??", "++", "{1,20}", "{0,2}?", "+"};
constexpr std::array<std::string_view, 8> anchors{"^", "$", R"(\b)", R"(\B)", "^", "$", R"(\b)", R"(\b)"};
constexpr std::array<std::string_view, 6> around{
    "(?=a)", "(?!b)", "(?<=a)", "(?<!k)", "(?<=^..)", "(?=[^c]$)"};

class Generator {
public:
    Generator(std::mt19937_64& random, bool plain)
        : m_random(random)
        , m_plain(plain)
        , m_wordsOnly(chance(8))
    {
    }

    std::string run(int elements)
    {
        std::string text = sequence(elements);
        while (m_wordsOnly && chance(2))
            text += "|" + sequence(elements);
        return text;
    }

private:
    std::string sequence(int elements)
    {
        std::string text;
        for (int i = 0; i < elements; ++i)
            text += element(elements);
        return text;
    }

    bool chance(unsigned oneIn) { return m_random() % oneIn == 0; }

    std::string element(int elements)
    {
        if (m_wordsOnly)
            return atom(elements);
        if (chance(12))
            return std::string(oneOf(anchors, m_random));
        if (!m_plain && chance(10))
            return std::string(oneOf(around, m_random));
        if (!m_plain && m_groups > 0 && chance(12))
            return R"(\1)";
        std::string text = atom(elements);
        if (chance(3))
            text += oneOf(repetitions, m_random);
        return text;
    }

    std::string atom(int elements)
    {
        if (elements > 1 && chance(5))
            return group(elements / 2);
        return std::string(!m_wordsOnly && chance(3) ? oneOf(classes, m_random) : oneOf(atoms, m_random));
    }

    std::string group(int elements)
    {
        static constexpr std::array<std::string_view, 4> kinds{"(", "(?:", "(?:", "(?>"};
        const std::string_view kind = oneOf(kinds, m_random);
        m_groups += kind == "(" ? 1 : 0;
        std::string text(kind);
        text += sequence(elements);
        while (chance(2))
            text += "|" + sequence(elements);
        return text + (m_wordsOnly && chance(6) ? "){1}+" : ")");
    }

    std::mt19937_64& m_random;
    const bool m_plain;
    const bool m_wordsOnly; // nothing but characters, alternatives and groups
    int m_groups = 0;
};

} // namespace

std::string generatedPattern(std::mt19937_64& random, int elements, bool plain)
{
    return Generator(random, plain).run(elements);
}

std::u32string generatedText(std::mt19937_64& random, std::size_t characters)
{
    std::u32string text;
    while (text.size() < characters) {
        const std::size_t size = random() % 60;
        for (std::size_t i = 0; i < size; ++i)
            text += oneOf(alphabet, random);
        if (random() % 40 == 0)
            text.append(random() % 600, U'\0');
        text += random() % 10 == 0 ? U"\r\n" : U"\n";
    }
    return text;
}

} // namespace megascope::testing

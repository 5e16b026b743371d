// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/RegexTraits.h"

#include "core/search/LiteralChoice.h"
#include "core/search/RegexAtoms.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace megascope {
namespace {

// How often something may stand.
struct Times {
    unsigned least = 1;
    std::optional<unsigned> most = 1;
};

struct Alternatives {
    std::optional<RequiredLiterals> required;
    std::optional<RequiredLiterals> alsoRequired;
    std::optional<std::size_t> longest;
    WholeLiterals whole;
};

constexpr std::size_t longestCharacter = 4;

std::optional<std::size_t> product(std::optional<std::size_t> size, std::optional<unsigned> times)
{
    return size && times ? sumOf(*size * *times, 0) : size == 0 ? size : std::nullopt;
}

// Reads an expression from left to right.
class Reader : private RegexAtoms {
public:
    using RegexAtoms::RegexAtoms;

    RegexTraits run()
    {
        try {
            Alternatives all = alternatives();
            if (!atEnd()) // a parenthesis too many
                throw RegexNotUnderstood();
            if (!dialect().matchCase || (all.whole && std::ranges::contains(*all.whole, std::string())))
                all.whole.reset();
            RegexTraits traits;
            traits.staysInLine = m_staysInLine;
            traits.whole = std::move(all.whole);
            for (auto* const required : {&all.required, &all.alsoRequired}) {
                if (*required) {
                    (*required)->foldCase = !dialect().matchCase;
                    traits.required.push_back(std::move(**required));
                }
            }
            return traits;
        } catch (const RegexNotUnderstood&) {
            return {};
        }
    }

private:
    static constexpr int deepest = 100;

    Alternatives alternatives()
    {
        if (++m_depth > deepest)
            throw RegexNotUnderstood();
        Alternatives all = alternative();
        while (takeIf("|")) {
            const Alternatives next = alternative();
            all = {.required = eitherOf(all.required, next.required),
                .alsoRequired = std::nullopt,
                .longest = longerOf(all.longest, next.longest),
                .whole = eitherWhole(std::move(all.whole), next.whole)};
        }
        --m_depth;
        return all;
    }

    Alternatives alternative()
    {
        LiteralChoice choice;
        while (!atEnd() && peek() != ')' && peek() != '|')
            element(choice);
        std::optional<RequiredLiterals> required = choice.take();
        return {.required = std::move(required),
            .alsoRequired = choice.takeSecond(),
            .longest = choice.longest(),
            .whole = choice.whole()};
    }

    void element(LiteralChoice& choice)
    {
        switch (take()) {
        case '(':
            group(choice);
            return;
        case '[':
            put(bracket(), choice);
            return;
        case '.':
            put({.bytes = ~lineEnds(), .orNonAscii = dialect().characters}, choice);
            return;
        case '^':
        case '$':
            choice.addAssertion();
            noRepetition();
            return;
        case '\\':
            escape(choice);
            return;
        case '*':
        case '+':
        case '?':
            throw RegexNotUnderstood();
        default:
            back();
            put(takeCharacter(), choice);
        }
    }

    void group(LiteralChoice& choice)
    {
        if (peek() == '*')
            throw RegexNotUnderstood();
        bool isAtomic = false;
        if (takeIf("?")) {
            const bool isName = takeIf("P<")
                || (rest().starts_with("<") && !rest().starts_with("<=") && !rest().starts_with("<!"));
            if (isName) {
                const std::size_t close = rest().find('>');
                if (close == std::string_view::npos)
                    throw RegexNotUnderstood();
                skip(close + 1);
            } else if (!takeIf(":")) {
                isAtomic = takeIf(">");
                if (!isAtomic)
                    throw RegexNotUnderstood();
            }
        }
        const Alternatives inside = alternatives();
        if (take() != ')')
            throw RegexNotUnderstood();
        const std::size_t left = rest().size();
        const Times times = repetition();
        const bool isPlain = rest().size() == left && !isAtomic; // even "{1}+" makes it atomic
        choice.addGroup(times.least > 0 ? inside.required : std::nullopt, product(inside.longest, times.most),
            isPlain ? inside.whole : std::nullopt);
    }

    void noRepetition()
    {
        if (!atEnd() && std::string_view("*+?{").contains(peek()))
            throw RegexNotUnderstood();
    }

    // The repetition that stands here. Lazy and possessive ones take the same in another order, or less.
    Times repetition()
    {
        Times times;
        const std::size_t left = rest().size();
        if (takeIf("*"))
            times = {.least = 0, .most = std::nullopt};
        else if (takeIf("+"))
            times = {.least = 1, .most = std::nullopt};
        else if (takeIf("?"))
            times = {.least = 0, .most = 1};
        else if (peek() == '{')
            times = bounds();
        if (rest().size() < left) {
            if (peek() == '?' || peek() == '+')
                skip(1);
            noRepetition();
        }
        return times;
    }

    // "{2,5}", "{2}", "{2,}", "{,5}"; anything else is no repetition.
    Times bounds()
    {
        const std::size_t close = rest().find('}');
        if (close == std::string_view::npos)
            return {};
        const std::string_view inside = rest().substr(1, close - 1);
        const std::size_t comma = inside.find(',');
        const auto number = [&](std::string_view digits) -> std::optional<unsigned> {
            unsigned value = 0;
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
            return error == std::errc() && end == digits.data() + digits.size() ? std::optional(value)
                                                                                : std::nullopt;
        };
        const std::string_view first = inside.substr(0, comma);
        const std::string_view last = comma == std::string_view::npos ? first : inside.substr(comma + 1);
        const bool isBounds = !(first.empty() && last.empty()) && (first.empty() || number(first))
            && (last.empty() || number(last));
        if (!isBounds) {
            if (inside.find_first_not_of("0123456789, \t") == std::string_view::npos && !inside.empty())
                throw RegexNotUnderstood(); // newer versions of PCRE2 let spaces stand there
            return {};
        }
        skip(close + 1);
        return {.least = number(first).value_or(0), .most = number(last)};
    }

    // An atom with the repetition behind it.
    void put(const RegexAtom& atom, LiteralChoice& choice, bool mayRepeat = true)
    {
        if ((atom.bytes & lineEnds()).any())
            m_staysInLine = false;
        const Times times = mayRepeat ? repetition() : Times{};
        const std::size_t most
            = atom.orNonAscii ? longestCharacter : std::max<std::size_t>(atom.spelled.size(), 1);
        if (atom.spelled.empty() || times.least == 0) {
            choice.addOther(product(most, times.most));
            return;
        }
        if (atom.otherCase.empty())
            choice.addLiteral(atom.spelled);
        else
            choice.addLetter(atom.spelled.front(), atom.otherCase);
        if (times.most != 1U)
            choice.addOther(product(most, times.most ? std::optional(*times.most - 1) : std::nullopt));
    }

    [[nodiscard]] ByteSet lineEnds() const
    {
        ByteSet set = onlyByte(dialect().newline);
        if (dialect().carriageReturns)
            set.set('\r');
        return set;
    }

    void escape(LiteralChoice& choice)
    {
        const char c = take();
        if (c == 'Q') {
            quoted(choice);
        } else if (c == 'b' || c == 'B') {
            choice.addAssertion();
            noRepetition();
        } else if (c == 'A' || c == 'z' || c == 'Z') {
            choice.addAssertion();
            m_staysInLine = false; // depends on where the text ends
            noRepetition();
        } else if (c != 'E') {
            put(escapedAtom(c), choice);
        }
    }

    // Behind "\E" may stand what repeats the last character.
    void quoted(LiteralChoice& choice)
    {
        while (!atEnd() && !takeIf("\\E")) {
            const RegexAtom atom = takeCharacter();
            const bool isLast = takeIf("\\E");
            put(atom, choice, isLast);
            if (isLast)
                return;
        }
    }

    int m_depth = 0;
    bool m_staysInLine = true;
};

} // namespace

RegexTraits regexTraits(std::string_view expression, const RegexDialect& dialect)
{
    return Reader(expression, dialect).run();
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/RegexTraits.h"

#include "core/search/ByteClass.h"
#include "core/search/LiteralChoice.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace megascope {
namespace {

// Something that is not understood: nothing can be told about the expression.
struct NotUnderstood { };

// One element that takes a character of the text.
struct Atom {
    ByteSet bytes = {}; // what it may be, in ASCII, or of all bytes where the expression is about bytes
    bool orNonAscii = false; // or any character of more than one byte
    std::string spelled = {}; // the only bytes that it can be; empty when there are several
    std::string otherCase = {}; // of a letter: the bytes of its case outside of ASCII
};

// How often something may stand.
struct Times {
    unsigned least = 1;
    std::optional<unsigned> most = 1;
};

struct Alternatives {
    std::optional<RequiredLiterals> required;
    std::optional<std::size_t> longest;
};

constexpr std::string_view kelvinSign = "\xe2\x84\xaa"; // U+212A, a K
constexpr std::string_view longS = "\xc5\xbf"; // U+017F, an S
constexpr std::size_t longestCharacter = 4;

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

ByteSet only(unsigned value)
{
    ByteSet set;
    set.set(value);
    return set;
}

std::optional<std::size_t> product(std::optional<std::size_t> size, std::optional<unsigned> times)
{
    return size && times ? sumOf(*size * *times, 0) : size == 0 ? size : std::nullopt;
}

// Reads an expression from left to right.
class Reader {
public:
    Reader(std::string_view expression, const RegexDialect& dialect)
        : m_text(expression)
        , m_dialect(dialect)
    {
    }

    RegexTraits run()
    {
        try {
            Alternatives all = alternatives();
            if (m_at != m_text.size()) // a parenthesis too many
                throw NotUnderstood();
            if (all.required)
                all.required->foldCase = !m_dialect.matchCase;
            return {.staysInLine = m_staysInLine, .required = std::move(all.required)};
        } catch (const NotUnderstood&) {
            return {};
        }
    }

private:
    static constexpr int deepest = 100;

    [[nodiscard]] bool atEnd() const { return m_at == m_text.size(); }
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }

    char take()
    {
        if (atEnd())
            throw NotUnderstood();
        return m_text[m_at++];
    }

    bool takeIf(std::string_view wanted)
    {
        if (!rest().starts_with(wanted))
            return false;
        m_at += wanted.size();
        return true;
    }

    Alternatives alternatives()
    {
        if (++m_depth > deepest)
            throw NotUnderstood();
        Alternatives all = alternative();
        while (takeIf("|")) {
            const Alternatives next = alternative();
            all = {.required = eitherOf(all.required, next.required),
                .longest = longerOf(all.longest, next.longest)};
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
        return {.required = std::move(required), .longest = choice.longest()};
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
            put({.bytes = ~lineEnds(), .orNonAscii = m_dialect.characters}, choice);
            return;
        case '^':
        case '$':
            noRepetition();
            return;
        case '\\':
            escape(choice);
            return;
        case '*':
        case '+':
        case '?':
            throw NotUnderstood();
        default:
            --m_at;
            put(character(takeCharacter()), choice);
        }
    }

    void group(LiteralChoice& choice)
    {
        if (peek() == '*')
            throw NotUnderstood();
        if (takeIf("?")) {
            const bool isName = takeIf("P<")
                || (rest().starts_with("<") && !rest().starts_with("<=") && !rest().starts_with("<!"));
            if (isName) {
                const std::size_t close = m_text.find('>', m_at);
                if (close == std::string_view::npos)
                    throw NotUnderstood();
                m_at = close + 1;
            } else if (!takeIf(":") && !takeIf(">"))
                throw NotUnderstood();
        }
        const Alternatives inside = alternatives();
        if (take() != ')')
            throw NotUnderstood();
        const Times times = repetition();
        choice.addGroup(
            times.least > 0 ? inside.required : std::nullopt, product(inside.longest, times.most));
    }

    void noRepetition()
    {
        if (!atEnd() && std::string_view("*+?{").contains(peek()))
            throw NotUnderstood();
    }

    // The repetition that stands here. Lazy and possessive ones take the same in another order, or less.
    Times repetition()
    {
        Times times;
        const std::size_t begin = m_at;
        if (takeIf("*"))
            times = {.least = 0, .most = std::nullopt};
        else if (takeIf("+"))
            times = {.least = 1, .most = std::nullopt};
        else if (takeIf("?"))
            times = {.least = 0, .most = 1};
        else if (peek() == '{')
            times = bounds();
        if (m_at > begin) {
            if (peek() == '?' || peek() == '+')
                ++m_at;
            noRepetition();
        }
        return times;
    }

    // "{2,5}", "{2}", "{2,}", "{,5}"; anything else is no repetition.
    Times bounds()
    {
        const std::size_t close = m_text.find('}', m_at);
        if (close == std::string_view::npos)
            return {};
        const std::string_view inside = m_text.substr(m_at + 1, close - m_at - 1);
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
                throw NotUnderstood(); // newer versions of PCRE2 let spaces stand there
            return {};
        }
        m_at = close + 1;
        return {.least = number(first).value_or(0), .most = number(last)};
    }

    // An atom with the repetition behind it.
    void put(const Atom& atom, LiteralChoice& choice)
    {
        if ((atom.bytes & lineEnds()).any())
            m_staysInLine = false;
        const Times times = repetition();
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
        ByteSet set = only(m_dialect.newline);
        if (m_dialect.carriageReturns)
            set.set('\r');
        return set;
    }

    // One character of the expression, or one of its bytes.
    std::string_view takeCharacter()
    {
        const std::size_t begin = m_at;
        const auto first = static_cast<unsigned char>(take());
        if (m_dialect.characters && first >= 0x80) {
            while (!atEnd() && (static_cast<unsigned char>(peek()) & 0xc0) == 0x80)
                ++m_at;
        }
        return m_text.substr(begin, m_at - begin);
    }

    [[nodiscard]] Atom character(std::string_view spelled) const
    {
        const auto value = static_cast<unsigned char>(spelled.front());
        if (m_dialect.characters && value >= 0x80)
            return nonAscii(spelled);
        return asciiOrByte(value);
    }

    // Where case does not count it may be another character, even a K or an S.
    [[nodiscard]] Atom nonAscii(std::string_view spelled) const
    {
        return {.bytes = {},
            .orNonAscii = true,
            .spelled = m_dialect.matchCase ? std::string(spelled) : "",
            .otherCase = {}};
    }

    [[nodiscard]] Atom asciiOrByte(unsigned value) const
    {
        Atom atom{.bytes = only(value), .spelled = std::string(1, static_cast<char>(value))};
        if (!m_dialect.matchCase && m_dialect.characters) {
            if (value == 'k' || value == 'K')
                atom.otherCase = kelvinSign;
            if (value == 's' || value == 'S')
                atom.otherCase = longS;
            atom.orNonAscii = !atom.otherCase.empty();
        }
        return atom;
    }

    void escape(LiteralChoice& choice)
    {
        const char c = take();
        if (c == 'Q') {
            quoted(choice);
        } else if (c == 'b' || c == 'B') {
            noRepetition();
        } else if (c == 'A' || c == 'z' || c == 'Z') {
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
            const Atom atom = character(takeCharacter());
            const bool isLast = takeIf("\\E");
            const std::size_t at = std::exchange(m_at, isLast ? m_at : m_text.size());
            put(atom, choice);
            if (isLast)
                return;
            m_at = at;
        }
    }

    // The atom of "\c…", in brackets or outside.
    Atom escapedAtom(char c)
    {
        if (const std::optional<ByteSet> set = asciiClass(c))
            return {.bytes = *set, .orNonAscii = m_dialect.characters};
        switch (c) {
        case 'n':
            return asciiOrByte('\n');
        case 'r':
            return asciiOrByte('\r');
        case 't':
            return asciiOrByte('\t');
        case 'f':
            return asciiOrByte('\f');
        case 'e':
            return asciiOrByte(0x1b);
        case 'a':
            return asciiOrByte(0x07);
        case 'x':
            return hexadecimal();
        default:
            if (isAlphanumeric(c) || static_cast<unsigned char>(c) >= 0x80)
                throw NotUnderstood();
            return asciiOrByte(static_cast<unsigned char>(c));
        }
    }

    // "\xhh" or "\x{h…}"
    Atom hexadecimal()
    {
        std::string_view digits;
        if (takeIf("{")) {
            const std::size_t close = m_text.find('}', m_at);
            if (close == std::string_view::npos)
                throw NotUnderstood();
            digits = m_text.substr(m_at, close - m_at);
            m_at = close + 1;
        } else {
            const std::size_t begin = m_at;
            while (!atEnd() && m_at < begin + 2 && std::isxdigit(static_cast<unsigned char>(peek())) != 0)
                ++m_at;
            digits = m_text.substr(begin, m_at - begin);
        }
        unsigned value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (error != std::errc() || end != digits.data() + digits.size()
            || (!m_dialect.characters && value > 0xff))
            throw NotUnderstood();
        return m_dialect.characters && value >= 0x80 ? Atom{.orNonAscii = true} : asciiOrByte(value);
    }

    // What stands between brackets, behind the first of them.
    Atom bracket()
    {
        const bool others = takeIf("^");
        ByteSet bytes;
        bool orNonAscii = m_dialect.characters && (others || !m_dialect.matchCase);
        for (bool first = true; first || peek() != ']'; first = false)
            addItem(bytes, orNonAscii);
        ++m_at;
        if (!m_dialect.matchCase)
            bytes = withBothCases(bytes);
        if (others)
            bytes = ~bytes;
        return {.bytes = bytes, .orNonAscii = orNonAscii};
    }

    void addItem(ByteSet& bytes, bool& orNonAscii)
    {
        if (takeIf("[:")) {
            const std::size_t close = m_text.find(":]", m_at);
            const std::optional<ByteSet> set = close == std::string_view::npos
                ? std::nullopt
                : posixClass(m_text.substr(m_at, close - m_at));
            if (!set)
                throw NotUnderstood();
            m_at = close + 2;
            bytes |= *set;
            orNonAscii |= m_dialect.characters;
            return;
        }
        if (rest().starts_with("[.") || rest().starts_with("[="))
            throw NotUnderstood();
        const Atom first = item();
        bytes |= first.bytes;
        orNonAscii |= first.orNonAscii;
        if (peek() == '-' && m_at + 1 < m_text.size() && m_text[m_at + 1] != ']') {
            ++m_at;
            const Atom last = item();
            orNonAscii |= last.orNonAscii;
            addRange(bytes, first.bytes, last.bytes);
        }
    }

    // A range whose last one is not ASCII holds all of ASCII from the first one on.
    static void addRange(ByteSet& bytes, const ByteSet& first, const ByteSet& last)
    {
        if (first.count() > 1 || last.count() > 1)
            throw NotUnderstood();
        if (first.none())
            return;
        const std::size_t end = last.none() ? 0x7f : last._Find_first();
        for (std::size_t value = first._Find_first(); value <= end; ++value)
            bytes.set(value);
    }

    // A character or a class inside of brackets.
    Atom item()
    {
        if (!takeIf("\\"))
            return character(takeCharacter());
        const char c = take();
        return c == 'b' ? asciiOrByte('\b') : escapedAtom(c);
    }

    const std::string_view m_text;
    const RegexDialect m_dialect;
    std::size_t m_at = 0;
    int m_depth = 0;
    bool m_staysInLine = true;
};

} // namespace

RegexTraits regexTraits(std::string_view expression, const RegexDialect& dialect)
{
    return Reader(expression, dialect).run();
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/RegexTraits.h"

#include "core/search/FilterAtom.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace megascope {
namespace {

// Something that is not understood: nothing can be told about the expression.
struct NotUnderstood { };

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isAlphanumeric(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

ByteSet only(unsigned value)
{
    ByteSet set;
    set.set(value);
    return set;
}

// Reads an expression from left to right and writes its filter along.
class Translation {
public:
    Translation(std::string_view expression, const RegexDialect& dialect)
        : m_text(expression)
        , m_dialect(dialect)
    {
    }

    RegexTraits run()
    {
        try {
            alternatives();
            if (m_at != m_text.size()) // a parenthesis too many
                throw NotUnderstood();
        } catch (const NotUnderstood&) {
            return {};
        }
        return {.staysInLine = m_staysInLine, .filter = std::move(m_filter)};
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

    void alternatives()
    {
        if (++m_depth > deepest)
            throw NotUnderstood();
        while (!atEnd() && peek() != ')') {
            if (takeIf("|"))
                m_filter += '|';
            else
                element();
        }
        --m_depth;
    }

    void element()
    {
        switch (const char c = take()) {
        case '(':
            group();
            return;
        case '[':
            put(bracket());
            return;
        case '.':
            put({.bytes = ~lineEnds() & (m_dialect.characters ? asciiBytes() : ~ByteSet()),
                .orNonAscii = m_dialect.characters});
            return;
        case '^':
        case '$':
            anchor(c);
            return;
        case '\\':
            escape();
            return;
        case '*':
        case '+':
        case '?':
            throw NotUnderstood();
        default:
            --m_at;
            put(character(takeCharacter()));
        }
    }

    void group()
    {
        if (peek() == '*')
            throw NotUnderstood();
        if (takeIf("?")) {
            if (takeIf("P<") || (rest().starts_with("<") && !rest().starts_with("<=") && !rest().starts_with("<!"))) {
                const std::size_t close = m_text.find('>', m_at);
                if (close == std::string_view::npos)
                    throw NotUnderstood();
                m_at = close + 1;
            } else if (!takeIf(":") && !takeIf(">"))
                throw NotUnderstood();
        }
        m_filter += "(?:";
        alternatives();
        if (take() != ')')
            throw NotUnderstood();
        m_filter += ')';
        m_filter += repetition();
    }

    // Left out where Vectorscan would see other line borders than PCRE2: then the filter only lets more pass.
    void anchor(char c)
    {
        if (m_dialect.newline == '\n' && !m_dialect.carriageReturns)
            m_filter += c;
        if (!repetition().empty())
            throw NotUnderstood();
    }

    // The repetition that stands here, as the filter has it; empty for none. Lazy and possessive ones try the
    // same in another order, or less.
    std::string repetition()
    {
        std::string text;
        if (!atEnd() && std::string_view("*+?").contains(peek()))
            text = std::string(1, take());
        else if (peek() == '{')
            text = bounds();
        if (!text.empty() && (peek() == '?' || peek() == '+'))
            ++m_at;
        if (!text.empty() && !atEnd() && std::string_view("*+?{").contains(peek()))
            throw NotUnderstood();
        return text;
    }

    // "{2,5}", "{2}", "{2,}", "{,5}"; anything else is no repetition.
    std::string bounds()
    {
        const std::size_t close = m_text.find('}', m_at);
        if (close == std::string_view::npos)
            return {};
        const std::string_view inside = m_text.substr(m_at + 1, close - m_at - 1);
        if (inside.empty() || std::ranges::count(inside, ',') > 1 || inside == ","
            || !std::ranges::all_of(inside, [](char c) { return isDigit(c) || c == ','; })) {
            if (std::ranges::any_of(inside, [](char c) { return c == ' ' || c == '\t'; }))
                throw NotUnderstood(); // newer versions of PCRE2 let spaces stand there
            return {};
        }
        m_at = close + 1;
        return inside.front() == ',' ? "{0" + std::string(inside) + "}" : "{" + std::string(inside) + "}";
    }

    // Writes an atom with the repetition behind it.
    void put(const FilterAtom& atom)
    {
        if ((atom.bytes & lineEnds()).any())
            m_staysInLine = false;
        if (atom.bytes.none() && !atom.orNonAscii)
            throw NotUnderstood();
        const std::string times = repetition();
        if (atom.orNonAscii && times.size() > 4 && !times.ends_with(",}")) { // of many, which would get too large
            m_filter += atom.text(true);
            m_filter += times.substr(0, times.find_first_of(",}"));
            m_filter += ",}";
            return;
        }
        const bool endless = !times.empty() && (times == "*" || times == "+" || times.ends_with(",}"));
        m_filter += atom.text(endless);
        m_filter += times;
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

    [[nodiscard]] FilterAtom character(std::string_view spelled) const
    {
        const auto value = static_cast<unsigned char>(spelled.front());
        if (m_dialect.characters && value >= 0x80)
            return nonAscii();
        return asciiOrByte(value);
    }

    [[nodiscard]] FilterAtom nonAscii() const
    {
        FilterAtom atom{.bytes = {}, .orNonAscii = true};
        if (!m_dialect.matchCase)
            atom.bytes = only('k') | only('K') | only('s') | only('S');
        return atom;
    }

    [[nodiscard]] FilterAtom asciiOrByte(unsigned value) const
    {
        return folded({.bytes = only(value)});
    }

    [[nodiscard]] FilterAtom folded(FilterAtom atom) const
    {
        if (m_dialect.matchCase)
            return atom;
        if (m_dialect.characters) { // K and S have a third case outside of ASCII: U+212A and U+017F
            for (const unsigned value : {'k', 'K', 's', 'S'})
                atom.orNonAscii |= atom.bytes[value];
            if (atom.orNonAscii)
                atom.bytes |= only('k') | only('s');
        }
        atom.bytes = withBothCases(atom.bytes);
        return atom;
    }

    void escape()
    {
        const char c = take();
        if (c == 'Q') {
            quoted();
        } else if (c == 'b' || c == 'B' || c == 'A' || c == 'z' || c == 'Z') {
            if (c == 'A' || c == 'z' || c == 'Z')
                m_staysInLine = false; // depends on where the text ends
            if (!repetition().empty())
                throw NotUnderstood();
        } else if (c != 'E') {
            put(escapedAtom(c));
        }
    }

    void quoted()
    {
        while (!atEnd() && !takeIf("\\E")) {
            const FilterAtom atom = character(takeCharacter());
            if (rest().starts_with("\\E")) { // what follows repeats the last character
                m_at += 2;
                put(atom);
                return;
            }
            if ((atom.bytes & lineEnds()).any())
                m_staysInLine = false;
            m_filter += atom.text(false);
        }
    }

    // The atom of "\c…", in brackets or outside.
    FilterAtom escapedAtom(char c)
    {
        if (const std::optional<ByteSet> set = asciiClass(c))
            return {.bytes = m_dialect.characters ? *set & asciiBytes() : *set, .orNonAscii = m_dialect.characters};
        switch (c) {
        case 'n':
            return {.bytes = only('\n')};
        case 'r':
            return {.bytes = only('\r')};
        case 't':
            return {.bytes = only('\t')};
        case 'f':
            return {.bytes = only('\f')};
        case 'e':
            return {.bytes = only(0x1b)};
        case 'a':
            return {.bytes = only(0x07)};
        case 'x':
            return hexadecimal();
        default:
            if (isAlphanumeric(c) || static_cast<unsigned char>(c) >= 0x80)
                throw NotUnderstood();
            return asciiOrByte(static_cast<unsigned char>(c));
        }
    }

    // "\xhh" or "\x{h…}"
    FilterAtom hexadecimal()
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
        if (error != std::errc() || end != digits.data() + digits.size() || (!m_dialect.characters && value > 0xff))
            throw NotUnderstood();
        return m_dialect.characters && value >= 0x80 ? nonAscii() : asciiOrByte(value);
    }

    static ByteSet asciiBytes()
    {
        ByteSet set;
        for (unsigned value = 0; value < 0x80; ++value)
            set.set(value);
        return set;
    }

    // What stands between brackets, behind the first of them.
    FilterAtom bracket()
    {
        const bool others = takeIf("^");
        FilterAtom atom;
        for (bool first = true; first || peek() != ']'; first = false)
            addItem(atom);
        ++m_at;
        atom = folded(atom);
        if (others) {
            atom.bytes = ~atom.bytes;
            atom.orNonAscii = m_dialect.characters;
        }
        if (m_dialect.characters)
            atom.bytes &= asciiBytes();
        return atom;
    }

    void addItem(FilterAtom& atom)
    {
        if (takeIf("[:")) {
            const std::size_t close = m_text.find(":]", m_at);
            const std::optional<ByteSet> set = close == std::string_view::npos
                ? std::nullopt
                : posixClass(m_text.substr(m_at, close - m_at));
            if (!set)
                throw NotUnderstood();
            m_at = close + 2;
            atom.bytes |= *set;
            atom.orNonAscii |= m_dialect.characters;
            return;
        }
        if (rest().starts_with("[.") || rest().starts_with("[="))
            throw NotUnderstood();
        const FilterAtom first = item();
        if (peek() == '-' && m_at + 1 < m_text.size() && m_text[m_at + 1] != ']') {
            ++m_at;
            addRange(atom, first, item());
            return;
        }
        atom.bytes |= first.bytes;
        atom.orNonAscii |= first.orNonAscii;
    }

    // A range whose last one is not ASCII holds all of ASCII from the first one on.
    void addRange(FilterAtom& atom, const FilterAtom& first, const FilterAtom& last) const
    {
        if (first.bytes.count() > 1 || last.bytes.count() > 1)
            throw NotUnderstood();
        atom.orNonAscii |= last.orNonAscii;
        if (first.bytes.none())
            return;
        const std::size_t end = last.bytes.none() ? 0x7f : last.bytes._Find_first();
        for (std::size_t value = first.bytes._Find_first(); value <= end; ++value)
            atom.bytes.set(value);
    }

    // A character or a class inside of brackets, of one case.
    FilterAtom item()
    {
        const bool matchCase = std::exchange(m_dialect.matchCase, true);
        FilterAtom atom;
        if (takeIf("\\")) {
            const char c = take();
            atom = c == 'b' ? FilterAtom{.bytes = only('\b')} : escapedAtom(c);
        } else {
            atom = character(takeCharacter());
        }
        m_dialect.matchCase = matchCase;
        return atom;
    }

    const std::string_view m_text;
    RegexDialect m_dialect;
    std::size_t m_at = 0;
    int m_depth = 0;
    bool m_staysInLine = true;
    std::string m_filter;
};

} // namespace

RegexTraits regexTraits(std::string_view expression, const RegexDialect& dialect)
{
    return Translation(expression, dialect).run();
}

} // namespace megascope

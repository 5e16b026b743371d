// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/RegexAtoms.h"

#include "core/search/ByteClass.h"

#include <cctype>
#include <charconv>

namespace megascope {
namespace {

constexpr std::string_view kelvinSign = "\xe2\x84\xaa"; // U+212A, a K
constexpr std::string_view longS = "\xc5\xbf"; // U+017F, an S
bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// A range whose last one is not ASCII holds all of ASCII from the first one on.
void addRange(ByteSet& bytes, const ByteSet& first, const ByteSet& last)
{
    if (first.count() > 1 || last.count() > 1)
        throw RegexNotUnderstood();
    if (first.none())
        return;
    const std::size_t end = last.none() ? 0x7f : last._Find_first();
    for (std::size_t value = first._Find_first(); value <= end; ++value)
        bytes.set(value);
}

} // namespace

ByteSet onlyByte(unsigned value)
{
    ByteSet set;
    set.set(value);
    return set;
}

char RegexAtoms::take()
{
    if (atEnd())
        throw RegexNotUnderstood();
    return m_text[m_at++];
}

bool RegexAtoms::takeIf(std::string_view wanted)
{
    if (!rest().starts_with(wanted))
        return false;
    m_at += wanted.size();
    return true;
}

RegexAtom RegexAtoms::takeCharacter()
{
    const std::size_t begin = m_at;
    const auto first = static_cast<unsigned char>(take());
    if (!m_dialect.characters || first < 0x80)
        return asciiOrByte(first);
    while (!atEnd() && (static_cast<unsigned char>(peek()) & 0xc0) == 0x80)
        ++m_at;
    return nonAscii(m_text.substr(begin, m_at - begin));
}

// Where case does not count it may be another character, even a K or an S.
RegexAtom RegexAtoms::nonAscii(std::string_view spelled) const
{
    return {.bytes = {},
        .orNonAscii = true,
        .spelled = m_dialect.matchCase ? std::string(spelled) : "",
        .otherCase = {}};
}

RegexAtom RegexAtoms::asciiOrByte(unsigned value) const
{
    RegexAtom atom{.bytes = onlyByte(value), .spelled = std::string(1, static_cast<char>(value))};
    if (!m_dialect.matchCase && m_dialect.characters) {
        if (value == 'k' || value == 'K')
            atom.otherCase = kelvinSign;
        if (value == 's' || value == 'S')
            atom.otherCase = longS;
        atom.orNonAscii = !atom.otherCase.empty();
    }
    return atom;
}

RegexAtom RegexAtoms::escapedAtom(char c)
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
            throw RegexNotUnderstood();
        return asciiOrByte(static_cast<unsigned char>(c));
    }
}

// "\xhh" or "\x{h…}"
RegexAtom RegexAtoms::hexadecimal()
{
    std::string_view digits;
    if (takeIf("{")) {
        const std::size_t close = m_text.find('}', m_at);
        if (close == std::string_view::npos)
            throw RegexNotUnderstood();
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
        throw RegexNotUnderstood();
    return m_dialect.characters && value >= 0x80 ? RegexAtom{.orNonAscii = true} : asciiOrByte(value);
}

RegexAtom RegexAtoms::bracket()
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

void RegexAtoms::addItem(ByteSet& bytes, bool& orNonAscii)
{
    if (takeIf("[:")) {
        const std::size_t close = m_text.find(":]", m_at);
        const std::optional<ByteSet> set
            = close == std::string_view::npos ? std::nullopt : posixClass(m_text.substr(m_at, close - m_at));
        if (!set)
            throw RegexNotUnderstood();
        m_at = close + 2;
        bytes |= *set;
        orNonAscii |= m_dialect.characters;
        return;
    }
    if (rest().starts_with("[.") || rest().starts_with("[="))
        throw RegexNotUnderstood();
    const RegexAtom first = item();
    bytes |= first.bytes;
    orNonAscii |= first.orNonAscii;
    if (peek() == '-' && m_at + 1 < m_text.size() && m_text[m_at + 1] != ']') {
        ++m_at;
        const RegexAtom last = item();
        orNonAscii |= last.orNonAscii;
        addRange(bytes, first.bytes, last.bytes);
    }
}

// A character or a class inside of brackets.
RegexAtom RegexAtoms::item()
{
    if (!takeIf("\\"))
        return takeCharacter();
    const char c = take();
    return c == 'b' ? asciiOrByte('\b') : escapedAtom(c);
}

} // namespace megascope

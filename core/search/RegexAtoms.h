// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/HexPattern.h"
#include "core/search/RegexTraits.h"

namespace megascope {

// Something in an expression that is not understood: nothing can be told about it.
struct RegexNotUnderstood { };

// One element that takes a character of the text.
struct RegexAtom {
    ByteSet bytes = {}; // what it may be, in ASCII, or of all bytes where the expression is about bytes
    bool orNonAscii = false; // or any character of more than one byte
    std::string spelled = {}; // the only bytes that it can be; empty when there are several
    std::string otherCase = {}; // of a letter: the bytes of its case outside of ASCII
};

// Reads the characters and classes of a regular expression, from left to right. Throws RegexNotUnderstood.
class RegexAtoms {
public:
    RegexAtoms(std::string_view expression, const RegexDialect& dialect)
        : m_text(expression)
        , m_dialect(dialect)
    {
    }

    [[nodiscard]] const RegexDialect& dialect() const { return m_dialect; }
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }
    [[nodiscard]] bool atEnd() const { return m_at == m_text.size(); }
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    char take();
    [[nodiscard]] bool takeIf(std::string_view wanted);
    // Gives back what take() took.
    void back() { --m_at; }
    // REQUIRES: so many bytes are left.
    void skip(std::size_t bytes) { m_at += bytes; }

    // A character that stands for itself, or, where the expression is about bytes, one of its bytes.
    [[nodiscard]] RegexAtom takeCharacter();
    // What "\" and `c` stand for, which were taken.
    [[nodiscard]] RegexAtom escapedAtom(char c);
    // What stands between brackets, the first of which was taken.
    [[nodiscard]] RegexAtom bracket();

private:
    [[nodiscard]] RegexAtom nonAscii(std::string_view spelled) const;
    [[nodiscard]] RegexAtom asciiOrByte(unsigned value) const;
    [[nodiscard]] RegexAtom hexadecimal();
    [[nodiscard]] RegexAtom item();
    void addItem(ByteSet& bytes, bool& orNonAscii);

    const std::string_view m_text;
    const RegexDialect m_dialect;
    std::size_t m_at = 0;
};

// The set of one byte.
[[nodiscard]] ByteSet onlyByte(unsigned value);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/search/HexPattern.h"

#include <optional>

namespace megascope {
namespace {

constexpr std::size_t mostBytes = 4096;

std::optional<unsigned> digitValue(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return std::nullopt;
}

class HexReader {
public:
    explicit HexReader(std::string_view text)
        : m_text(text)
    {
    }

    std::expected<std::vector<ByteSet>, PatternError> read()
    {
        std::vector<ByteSet> sets;
        for (skipSeparators(); m_at < m_text.size(); skipSeparators()) {
            const std::size_t begin = m_at;
            const std::expected<ByteSet, PatternError> set = m_text[m_at] == '[' ? choice() : byte();
            if (!set)
                return std::unexpected(set.error());
            if (sets.size() == mostBytes)
                return wrong("more than 4096 bytes", begin);
            sets.push_back(*set);
        }
        if (sets.empty())
            return wrong("no bytes are given", 0);
        return sets;
    }

private:
    static std::unexpected<PatternError> wrong(std::string message, std::size_t position)
    {
        return std::unexpected(PatternError{std::move(message), position});
    }

    [[nodiscard]] bool isAt(char wanted) const { return m_at < m_text.size() && m_text[m_at] == wanted; }

    void skipSeparators()
    {
        while (m_at < m_text.size()) {
            const std::string_view rest = m_text.substr(m_at);
            if (rest[0] == ' ' || rest[0] == '\t' || rest[0] == ',')
                ++m_at;
            else if (rest.starts_with("0x") || rest.starts_with("0X"))
                m_at += 2;
            else
                return;
        }
    }

    // Digits or wildcards, two of them.
    std::expected<ByteSet, PatternError> byte()
    {
        const std::size_t begin = m_at;
        std::optional<unsigned> digits[2];
        for (std::optional<unsigned>& digit : digits) {
            if (m_at == m_text.size() || m_text[m_at] == ' ' || m_text[m_at] == ']' || m_text[m_at] == '-')
                return m_at == begin ? wrong("a byte is missing here", m_at)
                                     : wrong("a byte has two hexadecimal digits; here is one", begin);
            digit = digitValue(m_text[m_at]);
            if (!digit && m_text[m_at] != '?')
                return wrong("no hexadecimal digit, and no \"?\"", m_at);
            ++m_at;
        }
        ByteSet set;
        for (unsigned value = 0; value < 256; ++value)
            set[value]
                = (!digits[0] || *digits[0] == value >> 4) && (!digits[1] || *digits[1] == (value & 15));
        return set;
    }

    // "[^ 20-7e 0a]"
    std::expected<ByteSet, PatternError> choice()
    {
        const std::size_t begin = m_at++;
        const bool others = isAt('^');
        if (others)
            ++m_at;
        ByteSet set;
        for (skipSeparators(); !isAt(']'); skipSeparators()) {
            if (m_at == m_text.size())
                return wrong("the bracket is not closed", begin);
            const std::expected<ByteSet, PatternError> item = byteOrRange();
            if (!item)
                return item;
            set |= *item;
        }
        ++m_at;
        if (set.none())
            return wrong("the brackets are empty", begin);
        set = others ? ~set : set;
        return set.any() ? std::expected<ByteSet, PatternError>(set)
                         : wrong("no byte is left to match", begin);
    }

    std::expected<ByteSet, PatternError> byteOrRange()
    {
        const std::size_t begin = m_at;
        const std::expected<ByteSet, PatternError> first = byte();
        if (!first || !isAt('-'))
            return first;
        ++m_at;
        skipSeparators();
        const std::expected<ByteSet, PatternError> last = byte();
        if (!last)
            return last;
        if (first->count() != 1 || last->count() != 1)
            return wrong("a range has no \"?\"", begin);
        const std::size_t low = first->_Find_first();
        const std::size_t high = last->_Find_first();
        if (low > high)
            return wrong("the range ends before it begins", begin);
        ByteSet set;
        for (std::size_t value = low; value <= high; ++value)
            set.set(value);
        return set;
    }

    const std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

std::expected<std::vector<ByteSet>, PatternError> parseHexPattern(std::string_view text)
{
    return HexReader(text).read();
}

} // namespace megascope

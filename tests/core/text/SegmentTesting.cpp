// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "SegmentTesting.h"

#include "TextTesting.h"

#include <QString>
#include <algorithm>
#include <unicode/ubrk.h>

namespace megascope::texttesting {

namespace {

constexpr std::int64_t step = segmentStep;

// Splits all of a file, from front to back, decoding every line as a whole.
class NaiveSplitter {
public:
    NaiveSplitter(std::span<const std::byte> bytes, Encoding encoding, NewlineCode newline)
        : m_bytes(bytes)
        , m_encoding(encoding)
        , m_newline(newline)
    {
    }

    [[nodiscard]] std::vector<Segment> segments()
    {
        std::size_t lineBegin = 0;
        for (std::size_t at = 0; at + m_newline.unitSize <= m_bytes.size(); at += m_newline.unitSize) {
            if (unitAt(at) != m_newline.value)
                continue;
            splitLine(lineBegin, at, at + m_newline.unitSize);
            lineBegin = at + m_newline.unitSize;
        }
        splitLine(lineBegin, m_bytes.size(), m_bytes.size());
        return m_segments;
    }

private:
    [[nodiscard]] std::uint32_t unitAt(std::size_t at) const
    {
        std::uint32_t result = 0;
        for (std::size_t i = 0; i < m_newline.unitSize; ++i) {
            const std::size_t place = m_newline.bigEndian ? at + i : at + m_newline.unitSize - 1 - i;
            result = result << 8 | std::to_integer<std::uint32_t>(m_bytes[place]);
        }
        return result;
    }

    void splitLine(std::size_t begin, std::size_t newline, std::size_t end)
    {
        std::size_t contentEnd = newline;
        const std::size_t unit = m_newline.unitSize;
        if (newline < end && m_newline.value != '\r' && newline >= begin + unit
            && unitAt(newline - unit) == '\r')
            contentEnd -= unit;
        std::vector<std::size_t> cuts = {begin};
        findCuts(begin, contentEnd, end, cuts);
        for (std::size_t i = 0; i < cuts.size(); ++i) {
            const bool isLast = i + 1 == cuts.size();
            m_segments.push_back(segment(static_cast<std::int64_t>(cuts[i]),
                static_cast<std::int64_t>(isLast ? end : cuts[i + 1]),
                static_cast<std::int64_t>(isLast ? end - contentEnd : 0), i == 0, isLast));
        }
    }

    void findCuts(
        std::size_t begin, std::size_t contentEnd, std::size_t end, std::vector<std::size_t>& cuts) const
    {
        std::size_t multiple = (begin + step + step - 1) / step * step;
        if (multiple >= contentEnd)
            return;
        QString text;
        std::vector<std::size_t> begins;
        std::vector<std::size_t> characterBegins;
        for (const Character& character : decoded(m_encoding, m_bytes.subspan(begin, end - begin))) {
            characterBegins.push_back(begin + character.begin);
            const char32_t codePoint = character.valid ? character.codePoint : U'\x1';
            for (const QChar unit : QString::fromUcs4(&codePoint, 1)) {
                text += unit;
                begins.push_back(begin + character.begin);
            }
        }
        begins.push_back(end);
        characterBegins.push_back(end);
        std::vector<std::size_t> borders;
        UErrorCode status = U_ZERO_ERROR;
        UBreakIterator* iterator = ubrk_open(UBRK_CHARACTER, "",
            reinterpret_cast<const char16_t*>(text.utf16()), static_cast<std::int32_t>(text.size()), &status);
        for (std::int32_t border = ubrk_first(iterator); border >= 0; border = ubrk_next(iterator))
            borders.push_back(begins[static_cast<std::size_t>(border)]);
        ubrk_close(iterator);
        for (; multiple < contentEnd; multiple += step) {
            std::size_t cut = *std::ranges::lower_bound(borders, multiple);
            if (cut > multiple + 256)
                cut = *std::ranges::lower_bound(characterBegins, multiple);
            if (cut < contentEnd)
                cuts.push_back(cut);
        }
    }

    const std::span<const std::byte> m_bytes;
    const Encoding m_encoding;
    const NewlineCode m_newline;
    std::vector<Segment> m_segments;
};

// Random text whose lines have lengths near those that matter.
class TextMaker {
public:
    TextMaker(std::mt19937_64& random, Encoding encoding)
        : m_random(random)
        , m_encoding(encoding)
    {
    }

    [[nodiscard]] std::vector<std::byte> make()
    {
        const int lines = static_cast<int>(between(m_random, 0, 12));
        for (int line = 0; line < lines; ++line) {
            appendContent(static_cast<std::size_t>(lineLength()));
            appendLineEnd();
        }
        if (m_random() % 2 == 0)
            appendContent(static_cast<std::size_t>(lineLength()));
        if (m_random() % 4 == 0 && m_encoding.unitSize() > 1)
            m_text.push_back(std::byte{'x'});
        return std::move(m_text);
    }

private:
    [[nodiscard]] std::int64_t lineLength()
    {
        switch (m_random() % 6) {
        case 0:
            return 0;
        case 1:
            // Up to a multiple, or nearly.
            return std::max<std::int64_t>(0,
                between(m_random, 1, 4) * step - static_cast<std::int64_t>(m_text.size()) % step
                    + between(m_random, -9, 9));
        case 2:
            return between(m_random, 1, 4) * step + between(m_random, -5, 5);
        case 3:
            return between(m_random, 0, 5 * step);
        default:
            return between(m_random, 0, 200);
        }
    }

    void appendLineEnd()
    {
        switch (m_random() % 8) {
        case 0:
        case 1:
            append(U"\r\n");
            break;
        case 2:
            append(U"\r");
            break;
        case 3:
            append(U"\n\r");
            break;
        default:
            append(U"\n");
            break;
        }
    }

    // At least `size` bytes of words of one kind.
    void appendContent(std::size_t size)
    {
        static const std::vector<std::u32string> words = {U"a", U"lorem ", U"e\u0301", U"\r", U"日本語",
            U"\U0001f469\u200d\U0001f469\u200d\U0001f467", U"\U0001f1e9\U0001f1ea", U"\U0001f44d\U0001f3fd",
            U"\u0915\u094d\u0937\u093f", U"\u1112\u1161\u11ab", U"\t", std::u32string(1, U'\0'),
            U"\u0e01\u0e33", U"x\u0300\u0301\u0302\u0303", U"\u2028", U"зона "};
        const std::size_t end = m_text.size() + size;
        const std::u32string& usual = words[m_random() % words.size()];
        const std::uint64_t rarity = m_random() % 3 == 0 ? 3 : 50;
        while (m_text.size() < end) {
            if (m_random() % rarity != 0)
                append(usual);
            else if (m_random() % 3 == 0)
                appendGarbage();
            else
                append(words[m_random() % words.size()]);
        }
    }

    void appendGarbage()
    {
        std::vector<std::byte> garbage = randomBytes(
            m_random, static_cast<std::size_t>(m_encoding.unitSize() * between(m_random, 1, 3)));
        m_text.insert(m_text.end(), garbage.begin(), garbage.end());
    }

    void append(const std::u32string& text)
    {
        std::vector<std::byte> bytes;
        if (m_encoding.unitSize() > 1) {
            bytes = spelled(m_encoding, text);
        } else if (m_encoding == Encoding()) {
            const QByteArray utf8
                = QString::fromUcs4(text.data(), static_cast<qsizetype>(text.size())).toUtf8();
            bytes = bytesOf({utf8.data(), static_cast<std::size_t>(utf8.size())});
        } else {
            bytes = legacyBytes(text);
        }
        m_text.insert(m_text.end(), bytes.begin(), bytes.end());
    }

    // Some bytes for each code point; line ends as they are.
    [[nodiscard]] std::vector<std::byte> legacyBytes(const std::u32string& text) const
    {
        std::vector<std::byte> bytes;
        for (const char32_t c : text) {
            if (m_encoding.group() == "EBCDIC" && c == U'\n')
                bytes.push_back(std::byte{0x15});
            else if (c < 0x80)
                bytes.push_back(static_cast<std::byte>(c));
            else
                bytes.insert(bytes.end(),
                    {static_cast<std::byte>(0x88 + c % 0x60), static_cast<std::byte>(0xa1 + c % 0x50)});
        }
        return bytes;
    }

    std::mt19937_64& m_random;
    const Encoding m_encoding;
    std::vector<std::byte> m_text;
};

} // namespace

Segment segment(std::int64_t begin, std::int64_t end, std::int64_t lineEnd, bool beginsLine, bool endsLine)
{
    return {{ByteOffset(begin), ByteOffset(end)}, ByteCount(lineEnd), beginsLine, endsLine};
}

std::string describe(const Segment& s)
{
    return std::to_string(s.range.begin().value()) + "-" + std::to_string(s.range.end().value())
        + " line end " + std::to_string(s.lineEnd.value()) + (s.beginsLine ? " begins" : "")
        + (s.endsLine ? " ends" : "");
}

std::string describe(const std::optional<Segment>& s)
{
    return s ? describe(*s) : std::string("none");
}

std::vector<Segment> naiveSegments(std::span<const std::byte> bytes, Encoding encoding, NewlineCode newline)
{
    return NaiveSplitter(bytes, encoding, newline).segments();
}

std::vector<std::byte> randomLines(std::mt19937_64& random, Encoding encoding)
{
    return TextMaker(random, encoding).make();
}

} // namespace megascope::texttesting

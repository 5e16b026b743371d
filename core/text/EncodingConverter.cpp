// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/CharacterSpelling.h"
#include "core/text/TextConverter.h"
#include "core/text/TextDecoder.h"

#include <algorithm>
#include <cstring>

namespace megascope {
namespace {

using Bytes = std::vector<std::byte>;

constexpr char32_t lineFeed = 0x0a;
constexpr char32_t nextLine = 0x85;

bool isAllAscii(std::span<const std::byte> bytes)
{
    // Without an early end, so that the compiler makes wide steps of it.
    std::byte all{0};
    for (const std::byte byte : bytes)
        all |= byte;
    return (all & std::byte{0x80}) == std::byte{0};
}

// NL ends lines on one side only.
bool tradesNewlines(const TextFormat& format, Encoding to)
{
    const bool fromEbcdic = format.encoding.newline().value == ebcdicNewline;
    const bool toEbcdic = to.newline().value == ebcdicNewline;
    const bool endsWithLineFeed = fromEbcdic && format.newline.value != ebcdicNewline
        && format.newline.value != static_cast<std::uint8_t>('\r');
    return fromEbcdic != toEbcdic && !endsWithLineFeed;
}

class EncodingConverter final : public TextConverter {
public:
    EncodingConverter(const TextFormat& format, Encoding to)
        : m_from(format.encoding)
        , m_to(to)
        , m_decoder(format.encoding)
        , m_spelling(to)
        , m_keepsAscii(format.encoding.isAsciiCompatible() && to.isAsciiCompatible())
        , m_tradesNewlines(tradesNewlines(format, to))
    {
    }

    std::size_t convert(const Part& part, Bytes& out) override
    {
        if (part.begin > ByteOffset(0))
            return convertText(part, out);
        const std::span<const std::byte> mark = m_from.byteOrderMark();
        if (part.bytes.size() < mark.size() && !part.isLast)
            return 0;
        const bool isMarked = !mark.empty() && part.bytes.size() >= mark.size()
            && std::ranges::equal(part.bytes.first(mark.size()), mark);
        appendMark(isMarked, out);
        if (isMarked) // alone, so that what follows is like any other part
            return mark.size();
        const std::size_t done = convertText(part, out);
        if (done == 0)
            out.clear(); // nothing is decided, and the mark comes again
        return done;
    }

    bool keepsZeros() const override { return m_keepsAscii; }
    std::optional<Misfits> misfits() const override { return m_misfits; }

private:
    void appendMark(bool wasMarked, Bytes& out) const
    {
        const std::span<const std::byte> mark = m_to.byteOrderMark();
        if (m_to.unitSize() > 1 || wasMarked)
            out.insert(out.end(), mark.begin(), mark.end());
    }

    std::size_t convertText(const Part& part, Bytes& out)
    {
        const std::span<const std::byte> bytes = part.bytes;
        if (m_keepsAscii && isAllAscii(bytes)) {
            const auto text = bytes.first(std::min(part.limit, bytes.size()));
            out.insert(out.end(), text.begin(), text.end());
            return text.size();
        }
        m_characters.clear();
        m_decoder.decode(bytes, m_characters);
        const std::size_t before = out.size();
        out.resize(before + (m_characters.size() + 1) * CharacterSpelling::longest);
        std::byte* to = out.data() + before;
        const std::size_t done = appendCharacters(part, to);
        out.resize(static_cast<std::size_t>(to - out.data()));
        return done;
    }

    // Puts them at `to`, and moves it behind them. Returns where the first character begins that is left.
    std::size_t appendCharacters(const Part& part, std::byte*& to)
    {
        // A character is known for certain when as many bytes as any can have are there.
        const auto longest = static_cast<std::size_t>(m_from.maxCharacterSize());
        const std::size_t size = part.bytes.size();
        const std::size_t known = part.isLast ? size : size - std::min(size, longest - 1);
        const std::size_t end = std::min(known, part.limit);
        for (const Character& character : m_characters) {
            if (character.begin >= end && character.size > 0)
                return character.begin;
            to = put(character, part.begin, to);
        }
        return size;
    }

    // Writes as many bytes as a character can have, so that no branch is needed for how many there are.
    std::byte* put(const Character& character, ByteOffset begin, std::byte* to)
    {
        char32_t codePoint = character.codePoint;
        if (!character.valid) {
            note(Misfits::Kind::Invalid, character, begin);
            return to;
        }
        if (m_tradesNewlines && (codePoint == lineFeed || codePoint == nextLine))
            codePoint = codePoint == lineFeed ? nextLine : lineFeed;
        const CharacterSpelling::Spelled& spelled = m_spelling(codePoint);
        if (spelled.size == 0)
            note(Misfits::Kind::Lacking, character, begin);
        std::memcpy(to, spelled.bytes.data(), CharacterSpelling::longest);
        return to + spelled.size;
    }

    void note(Misfits::Kind kind, const Character& character, ByteOffset begin)
    {
        const ByteRange where(begin + ByteCount(character.begin), ByteCount(character.size));
        if (!m_misfits)
            m_misfits = Misfits{.kind = kind, .first = where, .codePoint = character.codePoint};
        ++m_misfits->count;
    }

    const Encoding m_from;
    const Encoding m_to;
    const TextDecoder m_decoder;
    CharacterSpelling m_spelling;
    const bool m_keepsAscii;
    const bool m_tradesNewlines;
    std::vector<Character> m_characters;
    std::optional<Misfits> m_misfits;
};

} // namespace

std::unique_ptr<TextConverter> makeEncodingConverter(
    const TextFormat& format, const EncodingConversion& conversion)
{
    return std::make_unique<EncodingConverter>(format, conversion.to);
}

} // namespace megascope

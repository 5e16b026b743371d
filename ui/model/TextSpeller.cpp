// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextSpeller.h"

#include <KLocalizedString>

#include <QLocale>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace megascope {

namespace {

using Look = CharacterTraits::Look;
using Join = CharacterTraits::Join;

// Marks can be piled up without end; a cursor step and a glyph cache want an end.
constexpr std::uint32_t maxGraphemeCharacters = 32;
// Shorter stretches of ASCII between other characters are decoded with them.
constexpr std::size_t shortestStretch = 8;

bool isPrintableAscii(std::byte byte)
{
    return byte >= std::byte(0x20) && byte < std::byte(0x7f);
}

// A control character that is shown as a picture of one cell.
bool isPictured(std::byte byte)
{
    return (byte < std::byte(0x20) && byte != std::byte('\t')) || byte == std::byte(0x7f);
}

// How many bytes at the front of `bytes` are printable ASCII.
std::size_t printableAsciiAtFront(std::span<const std::byte> bytes)
{
    constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
    constexpr std::uint64_t highBits = 0x80 * ones;
    std::size_t n = 0;
    while (n + 8 <= bytes.size()) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + n, sizeof(word));
        // A byte above 0x7f has its high bit; one below 0x20 gets it by the subtraction, 0x7f by the
        // addition.
        if ((word | (word - 0x20 * ones) | (word + ones)) & highBits)
            break;
        n += 8;
    }
    while (n < bytes.size() && isPrintableAscii(bytes[n]))
        ++n;
    return n;
}

// Where the next stretch of printable ASCII that is worth it begins.
std::size_t nextAsciiStretch(std::span<const std::byte> bytes)
{
    std::size_t length = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        length = isPrintableAscii(bytes[i]) ? length + 1 : 0;
        if (length == shortestStretch)
            return i + 1 - shortestStretch;
    }
    return bytes.size();
}

QString hexLabel(char letter, std::uint32_t value, int digits)
{
    return QStringLiteral("\\") + QLatin1Char(letter)
        + QString::number(value, 16).toUpper().rightJustified(digits, u'0');
}

QString invalidByteLabel(std::uint32_t byte)
{
    static const std::array<QString, 256> labels = [] {
        std::array<QString, 256> made;
        for (std::uint32_t i = 0; i < made.size(); ++i)
            made[i] = hexLabel('x', i, 2);
        return made;
    }();
    return labels[byte & 0xff];
}

QString invalidLabel(const Character& character)
{
    if (character.size == 1)
        return invalidByteLabel(character.codePoint);
    return character.codePoint > 0xffff ? hexLabel('U', character.codePoint, 8)
                                        : hexLabel('u', character.codePoint, 4);
}

bool selectsVariation(char32_t c)
{
    return (c >= 0xfe00 && c <= 0xfe0f) || c >= 0xe'0100;
}

bool isTagLetter(char32_t c)
{
    return c >= 0xe'0020 && c <= 0xe'007f;
}

} // namespace

TextSpeller::TextSpeller(const TextDecoder& decoder, TextSegment& out)
    : m_decoder(decoder)
    , m_out(out)
    , m_asciiIsItself(isAsciiItself(decoder.encoding()))
{
}

void TextSpeller::spell(std::span<const std::byte> content, const Gaps& gaps, const SequenceCuts& cuts)
{
    m_out.text.reserve(static_cast<qsizetype>(content.size()));
    const ByteRange all(m_out.segment.range.begin(), ByteCount(static_cast<std::int64_t>(content.size())));
    const ByteCount atEnd(static_cast<std::int64_t>(std::min(cuts.atEnd, content.size())));
    const ByteRange whole(all.begin(), all.end() - atEnd); // without a sequence that goes on behind
    ByteOffset done = all.begin();
    if (const std::size_t atBegin = std::min(cuts.atBegin, content.size()); atBegin > 0) {
        hide(atBegin, &cuts.begun);
        done = done + ByteCount(static_cast<std::int64_t>(atBegin));
    }
    const auto readableTo = [&](ByteOffset end) {
        const auto from = static_cast<std::size_t>((done - all.begin()).value());
        spellReadable(content.subspan(from, static_cast<std::size_t>((end - done).value())));
    };
    for (const Gap& gap : gaps) {
        const ByteRange missing = gap.range.intersected(whole);
        if (missing.empty())
            continue;
        readableTo(missing.begin());
        spellGap(static_cast<std::uint32_t>(missing.count().value()), gap.cause);
        done = missing.end();
    }
    readableTo(std::max(whole.end(), done));
    if (done < whole.end() && cuts.atEnd > 0)
        hide(cuts.atEnd, nullptr);
}

// In other encodings the characters have to be known first.
void TextSpeller::spellReadable(Bytes bytes)
{
    if (!m_asciiIsItself)
        return spellCharacters(bytes);
    while (m_hidesSequences && !bytes.empty()) {
        auto escape = bytes.begin();
        std::size_t size = 0;
        for (; size == 0 && escape != bytes.end(); escape += size == 0 ? 1 : 0) {
            escape = std::ranges::find(escape, bytes.end(), std::byte(AnsiReader::escape));
            if (escape == bytes.end())
                break;
            size = m_reader.read(Bytes(escape, bytes.end()));
        }
        if (size == 0)
            break;
        const auto before = static_cast<std::size_t>(escape - bytes.begin());
        spellShown(bytes.first(before));
        hide(size, &m_reader);
        bytes = bytes.subspan(before + size);
    }
    spellShown(bytes);
}

void TextSpeller::hide(std::size_t bytes, const AnsiReader* sequence)
{
    HiddenPart part{.byte = m_byte + m_hiddenBytes,
        .bytes = static_cast<std::uint32_t>(bytes),
        .unit = m_unit,
        .firstParameter = static_cast<std::uint32_t>(m_out.parameters.size())};
    if (sequence && sequence->setsStyle()) {
        part.setsStyle = true;
        part.parameters = static_cast<std::uint32_t>(sequence->parameters().size());
        m_out.parameters.insert(
            m_out.parameters.end(), sequence->parameters().begin(), sequence->parameters().end());
    }
    m_out.hidden.push_back(part);
    m_hiddenBytes += part.bytes;
}

std::size_t TextSpeller::hideAtFront(std::span<const Character> characters)
{
    const std::size_t count = m_reader.read(
        characters.size(), [&](std::size_t i) { return characters[i].valid ? characters[i].codePoint : 0; });
    if (count == 0)
        return 0;
    endGrapheme();
    m_border.reset();
    const Character& last = characters[count - 1];
    hide(last.begin + last.size - characters.front().begin, &m_reader);
    return count;
}

void TextSpeller::spellShown(Bytes bytes)
{
    while (!bytes.empty()) {
        std::size_t ascii = printableAsciiAtFront(bytes);
        // A mark may stand on the last one.
        if (ascii > 0 && ascii < bytes.size() && bytes[ascii] >= std::byte(0x80))
            --ascii;
        spellAscii(bytes.first(ascii));
        bytes = bytes.subspan(ascii);
        if (bytes.empty())
            break;
        if (isPictured(bytes.front())) {
            const auto other = std::ranges::find_if(bytes, [&](std::byte b) { return b != bytes.front(); });
            const auto count = static_cast<std::size_t>(other - bytes.begin());
            spellControl(bytes.front(), count);
            bytes = bytes.subspan(count);
            continue;
        }
        // With the first character of the stretch behind: some characters lean on the next one.
        const std::size_t stretch = nextAsciiStretch(bytes.subspan(1)) + 1;
        const std::size_t others = std::min(stretch + 1, bytes.size());
        spellCharacters(bytes.first(others));
        bytes = bytes.subspan(others);
    }
}

void TextSpeller::spellAscii(Bytes bytes)
{
    if (bytes.empty())
        return;
    const QLatin1StringView text(
        reinterpret_cast<const char*>(bytes.data()), static_cast<qsizetype>(bytes.size()));
    m_directionKnown = m_directionKnown || !text.trimmed().isEmpty();
    m_out.text.append(text);
    addRun(static_cast<std::uint32_t>(bytes.size()), 1, 1, 1, TextLook::Plain);
}

void TextSpeller::spellControl(std::byte control, std::size_t count)
{
    const QString label = characterLabel(std::to_integer<char32_t>(control));
    m_out.text.resize(m_out.text.size() + static_cast<qsizetype>(count), label.front());
    addRun(static_cast<std::uint32_t>(count), 1, 1, 1, TextLook::Control);
}

void TextSpeller::spellCharacters(Bytes bytes)
{
    m_characters.clear();
    m_decoder.decode(bytes, m_characters);
    for (std::size_t i = 0; i < m_characters.size(); ++i) {
        const bool mayHide = m_hidesSequences && m_characters[i].codePoint == AnsiReader::escape;
        const std::size_t hidden = mayHide ? hideAtFront(std::span(m_characters).subspan(i)) : 0;
        if (hidden > 0)
            i += hidden - 1;
        else
            spellCharacter(m_characters[i]);
    }
    endGrapheme();
    m_border.reset();
}

void TextSpeller::spellCharacter(const Character& character)
{
    if (!character.valid)
        return addLabel(character, invalidLabel(character), TextLook::Invalid);
    const CharacterTraits& traits = characterTraits(character.codePoint);
    if (!m_directionKnown && traits.look == Look::Plain && character.codePoint != U' ') {
        m_directionKnown = true;
        m_out.rightToLeft = traits.rightToLeft;
    }
    switch (traits.look) {
    case Look::Tab:
        return addLabel(character, u"\t", TextLook::Tab);
    case Look::Control:
        return addLabel(character, characterLabel(character.codePoint), TextLook::Control);
    case Look::Hidden: {
        const bool isByteOrderMark
            = character.codePoint == 0xfeff && m_byte == 0 && m_out.segment.range.begin() == ByteOffset(0);
        return addLabel(character, characterLabel(character.codePoint),
            isByteOrderMark ? TextLook::Mark : TextLook::Warning);
    }
    case Look::Joiner:
        if (!isPartOfText(character))
            return addLabel(character, characterLabel(character.codePoint), TextLook::Warning);
        break;
    case Look::Plain:
        break;
    }
    const bool joins = m_border.joins(traits.join) && m_grapheme.characters < maxGraphemeCharacters;
    if (!joins && character.size > 0)
        endGrapheme();
    addToGrapheme(character, traits);
}

bool TextSpeller::isPartOfText(const Character& character) const
{
    if (m_grapheme.characters == 0)
        return false;
    const char32_t c = character.codePoint;
    const bool afterVisible = !m_grapheme.joinerAccepted && characterTraits(m_grapheme.last).takesJoiner;
    if (isTagLetter(c))
        return m_grapheme.last == 0x1f3f4 || (m_grapheme.joinerAccepted && isTagLetter(m_grapheme.last));
    if (selectsVariation(c))
        return afterVisible;
    return afterVisible || (m_grapheme.joinerAccepted && selectsVariation(m_grapheme.last));
}

void TextSpeller::addToGrapheme(const Character& character, const CharacterTraits& traits)
{
    const bool first = m_grapheme.characters == 0;
    // A mark that has nothing to stand on gets a dotted circle, as the standard shows it.
    if (first && traits.cells == 0 && traits.join != Join::HangulV && traits.join != Join::HangulT)
        m_out.text.append(QChar(0x25cc));
    if (QChar::requiresSurrogates(character.codePoint)) {
        m_out.text.append(QChar(QChar::highSurrogate(character.codePoint)));
        m_out.text.append(QChar(QChar::lowSurrogate(character.codePoint)));
    } else {
        m_out.text.append(QChar(static_cast<char16_t>(character.codePoint)));
    }

    const bool emojiStyle = character.codePoint == 0xfe0f && characterTraits(m_grapheme.last).takesJoiner;
    const bool adds = first || traits.join == Join::SpacingMark || traits.join == Join::Consonant;
    if (adds)
        m_grapheme.cells += traits.cells;
    if (emojiStyle)
        m_grapheme.cells = std::max(m_grapheme.cells, 2u);
    m_grapheme.bytes += character.size;
    ++m_grapheme.characters;
    m_grapheme.shaped = m_grapheme.shaped || traits.shaped;
    m_grapheme.last = character.codePoint;
    m_grapheme.joinerAccepted = traits.look == Look::Joiner;
}

void TextSpeller::endGrapheme()
{
    if (m_grapheme.characters == 0)
        return;
    const auto units = static_cast<std::uint32_t>(m_out.text.size()) - m_unit;
    addRun(1, m_grapheme.bytes, units, std::max(m_grapheme.cells, 1u),
        m_grapheme.shaped ? TextLook::Shaped : TextLook::Plain);
    m_grapheme = {};
}

void TextSpeller::addLabel(const Character& character, QStringView label, TextLook look)
{
    endGrapheme();
    m_border.reset();
    m_out.text.append(label);
    const auto units = static_cast<std::uint32_t>(label.size());
    // Half a cell on each side for the box; the brackets of other labels give that room.
    const std::uint32_t padding = look == TextLook::Invalid ? 1 : 0;
    addRun(1, character.size, units, units + padding, look);
}

void TextSpeller::spellGap(std::uint32_t bytes, Gap::Cause cause)
{
    const QString amount = QLocale().toString(bytes);
    const bool isPending = cause == Gap::Cause::Pending;
    const QString words = cause == Gap::Cause::Failed
        ? i18ncp("@info in the place of text", "unreadable, %2 byte", "unreadable, %2 bytes", bytes, amount)
        : isPending
        ? i18ncp("@info in the place of text", "waiting for %2 byte", "waiting for %2 bytes", bytes, amount)
        : i18ncp("@info in the place of text", "no longer in the file, %2 byte",
              "no longer in the file, %2 bytes", bytes, amount);
    const QString label = u' ' + words + u' ';
    m_out.text.append(label);
    const auto units = static_cast<std::uint32_t>(label.size());
    addRun(1, bytes, units, units, isPending ? TextLook::Pending : TextLook::Unreadable);
}

void TextSpeller::addRun(std::uint32_t count, std::uint32_t bytesEach, std::uint32_t unitsEach,
    std::uint32_t cellsEach, TextLook look)
{
    TextRun run{
        .count = count,
        .bytesEach = bytesEach,
        .unitsEach = static_cast<std::uint16_t>(unitsEach),
        .cellsEach = static_cast<std::uint16_t>(cellsEach),
        .look = look,
    };
    if (m_hiddenBytes > 0) {
        run.count = 1;
        run.bytesEach += std::exchange(m_hiddenBytes, 0);
        appendRun(run);
        run.count = count - 1;
        run.bytesEach = bytesEach;
    }
    if (run.count > 0)
        appendRun(run);
}

void TextSpeller::appendRun(const TextRun& run)
{
    TextRun* last = m_out.runs.empty() ? nullptr : &m_out.runs.back();
    const bool same = last && last->look == run.look && run.look != TextLook::Tab
        && last->bytesEach == run.bytesEach && last->unitsEach == run.unitsEach
        && last->cellsEach == run.cellsEach;
    if (same) {
        last->count += run.count;
    } else {
        m_out.runs.push_back(run);
        m_out.runs.back().byte = m_byte;
        m_out.runs.back().unit = m_unit;
    }
    m_byte += run.bytes();
    m_unit += run.units();
}

} // namespace megascope

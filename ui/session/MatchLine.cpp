// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/MatchLine.h"

#include "core/text/LineScanner.h"
#include "core/text/TextDecoder.h"

#include <algorithm>

namespace megascope {

namespace {

// Bytes for each byte of a code unit: before the match, of it and of what stands behind.
constexpr std::int64_t contextBefore = 120;
constexpr std::int64_t contextBehind = 400;
// More context than any character needs to be told from its neighbours.
constexpr std::int64_t decodingContext = 64;

constexpr char16_t cutMark = u'\u2026';

QString shownText(const Character& character)
{
    constexpr char32_t pictures = 0x2400;
    constexpr char32_t deletePicture = 0x2421;
    const char32_t c = character.codePoint;
    if (!character.valid)
        return QString(QChar(QChar::ReplacementCharacter));
    if (c < U' ')
        return QString(QChar(char16_t(pictures + c)));
    if (c == U'\x7f')
        return QString(QChar(char16_t(deletePicture)));
    const QChar::Category category = QChar::category(c);
    if (category == QChar::Other_Control || category == QChar::Other_Format)
        return QString(QChar(QChar::ReplacementCharacter)); // marks of direction would turn what follows
    return QString(QChar::fromUcs4(c));
}

} // namespace

QString shownBytes(std::span<const std::byte> bytes, Encoding encoding)
{
    const auto most = std::size_t(contextBehind * encoding.unitSize());
    std::vector<Character> characters;
    TextDecoder(encoding).decode(bytes.first(std::min(bytes.size(), most)), characters);
    QString text;
    for (const Character& character : characters)
        text += shownText(character);
    if (bytes.size() > most)
        text += QChar(cutMark);
    return text;
}

QString shownHex(std::span<const std::byte> bytes)
{
    constexpr std::size_t most = 32;
    const auto shown = bytes.first(std::min(bytes.size(), most));
    const auto raw
        = QByteArray::fromRawData(reinterpret_cast<const char*>(shown.data()), qsizetype(shown.size()));
    const QString text = QString::fromLatin1(raw.toHex(' '));
    return shown.size() < bytes.size() ? text + QLatin1Char(' ') + QChar(cutMark) : text;
}

MatchLine matchLine(const Snapshot& snapshot, const TextFormat& format, const ByteRange& match)
{
    const std::int64_t unit = format.encoding.unitSize();
    const LineScanner scanner(snapshot, format.encoding, format.newline);
    const auto lineBegin = scanner.lineBegin(match.begin(), ByteCount(contextBefore * unit));
    const auto lineEnd = scanner.lineEnd(match.end() - ByteCount(1), ByteCount(contextBehind * unit));
    const std::int64_t least = std::max<std::int64_t>(match.begin().value() - contextBefore * unit, 0);
    const ByteOffset begin(std::max<std::int64_t>(lineBegin ? lineBegin->value() : least, 0));
    const ByteOffset wanted = std::max(lineEnd.value_or(snapshot.end()), match.end());
    const ByteOffset end = std::min(
        wanted, match.begin() + std::min(ByteCount(contextBehind * unit), snapshot.end() - match.begin()));

    const ByteOffset from(std::max<std::int64_t>(begin.value() - decodingContext, 0));
    const ByteOffset to = end + std::min(ByteCount(decodingContext), snapshot.end() - end);
    std::vector<std::byte> bytes(static_cast<std::size_t>((to - from).value()));
    (void)snapshot.read(from, bytes);
    std::size_t first = static_cast<std::size_t>((begin - from).value());
    if (!lineBegin && first < bytes.size())
        first = characterBegin(format.encoding, bytes, first, from.value());
    std::vector<Character> characters;
    TextDecoder(format.encoding).decode(std::span(bytes).subspan(first), characters);

    MatchLine line;
    if (!lineBegin)
        line.text += QChar(cutMark);
    line.matchBegin = line.text.size();
    for (const Character& character : characters) {
        const ByteOffset at = from + ByteCount(static_cast<std::int64_t>(first + character.begin));
        if (at >= end)
            break;
        if (at < match.begin())
            line.matchBegin = line.text.size() + shownText(character).size();
        line.text += shownText(character);
        if (at >= match.begin() && at < match.end())
            line.matchSize = line.text.size() - line.matchBegin;
    }
    if (end < wanted || !lineEnd)
        line.text += QChar(cutMark);
    return line;
}

} // namespace megascope

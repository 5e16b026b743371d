// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentText.h"

#include "core/text/LineScanner.h"
#include "core/text/TextEncoder.h"

#include <KLocalizedString>

namespace megascope {

namespace {

using Bytes = std::vector<std::byte>;

// Lines of this length are looked through to see how they end.
constexpr ByteCount endingReach = kibibytes(64);

void appendUnit(const NewlineCode& code, std::uint8_t value, Bytes& out)
{
    const int size = code.unitSize;
    for (int i = 0; i < size; ++i) {
        const bool isLow = i == (code.bigEndian ? size - 1 : 0);
        out.push_back(std::byte{isLow ? value : std::uint8_t{0}});
    }
}

// The line end in front of the line that holds the place.
LineEnding endingBefore(const Snapshot& snapshot, const TextFormat& format, ByteOffset place)
{
    const LineScanner scanner(snapshot, format.encoding, format.newline);
    const std::optional<ByteOffset> begin = scanner.lineBegin(place, endingReach);
    const ByteCount unit(format.newline.unitSize);
    if (!begin || *begin - ByteOffset(0) < unit * 2)
        return LineEnding::Lf;
    Bytes carriageReturn;
    appendUnit(format.newline, '\r', carriageReturn);
    Bytes before(carriageReturn.size());
    (void)snapshot.read(*begin - unit * 2, before);
    return before == carriageReturn ? LineEnding::CrLf : LineEnding::Lf;
}

QString withLineFeeds(QString text)
{
    return text.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(u'\r', u'\n');
}

int hexValue(QChar character)
{
    const char16_t digit = character.unicode();
    if (digit >= u'0' && digit <= u'9')
        return digit - u'0';
    const char16_t letter = digit | 0x20;
    return letter >= u'a' && letter <= u'f' ? letter - u'a' + 10 : -1;
}

} // namespace

QString characterName(char32_t codePoint)
{
    QString number = QStringLiteral("U+%1").arg(uint(codePoint), 4, 16, QLatin1Char('0')).toUpper();
    if (!QChar::isPrint(codePoint))
        return number;
    return i18nc("a character and its code point", "“%1” (%2)", QString::fromUcs4(&codePoint, 1), number);
}

Bytes lineEndAt(const Snapshot& snapshot, const TextFormat& format, ByteOffset place)
{
    Bytes bytes;
    const LineEnding ending
        = format.lineEnding == LineEnding::Mixed ? endingBefore(snapshot, format, place) : format.lineEnding;
    if (ending == LineEnding::CrLf && format.newline.value != '\r')
        appendUnit(format.newline, '\r', bytes);
    appendUnit(format.newline, format.newline.value, bytes);
    return bytes;
}

std::expected<Bytes, QString> bytesOfText(const QString& text, Encoding encoding)
{
    return TextEncoder(encoding).encode(QStringView(text)).transform_error([&](char32_t codePoint) {
        return i18n("%1 has no character %2. Nothing was changed.",
            QString::fromLatin1(encoding.name().data(), qsizetype(encoding.name().size())),
            characterName(codePoint));
    });
}

std::expected<Bytes, QString> bytesOfText(
    const QString& text, const Snapshot& snapshot, const TextFormat& format, ByteOffset place)
{
    const Bytes lineEnd = lineEndAt(snapshot, format, place);
    Bytes bytes;
    qsizetype begin = 0;
    const QString lines = withLineFeeds(text);
    for (qsizetype end = 0; end >= 0; begin = end + 1) {
        end = lines.indexOf(u'\n', begin);
        std::expected<Bytes, QString> line
            = bytesOfText(lines.mid(begin, end < 0 ? -1 : end - begin), format.encoding);
        if (!line)
            return line;
        bytes.insert(bytes.end(), line->begin(), line->end());
        if (end >= 0)
            bytes.insert(bytes.end(), lineEnd.begin(), lineEnd.end());
    }
    return bytes;
}

std::expected<Bytes, QString> bytesOfHexText(QStringView text)
{
    Bytes bytes;
    int high = -1;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar character = text[i];
        const bool beginsPair = high < 0;
        if (beginsPair && (character.isSpace() || character == u','))
            continue;
        if (beginsPair && character == u'0' && i + 1 < text.size() && text[i + 1].toLower() == u'x') {
            ++i;
            continue;
        }
        const int value = hexValue(character);
        if (value < 0 && !character.isSpace() && character != u',')
            return std::unexpected(
                i18n("“%1” is no hexadecimal digit. Nothing was changed.", QString(character)));
        if (value < 0)
            return std::unexpected(
                i18n("A byte has two hexadecimal digits; “%1” stands alone. Nothing was changed.",
                    QString(text[i - 1])));
        if (beginsPair)
            high = value;
        else
            bytes.push_back(static_cast<std::byte>(std::exchange(high, -1) << 4 | value));
    }
    if (high >= 0)
        return std::unexpected(i18n("The number of hexadecimal digits is odd. Nothing was changed."));
    return bytes;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/SelectionCopy.h"

#include "core/text/TextDecoder.h"

#include <KLocalizedString>

#include <algorithm>

namespace megascope {

namespace {

// Up to here the bytes go along with the text for programs that can take them; beyond, once is enough.
constexpr ByteCount bytesBesideText = mebibytes(16);

void appendDecoded(const TextDecoder& decoder, std::span<const std::byte> bytes, QString& text)
{
    std::vector<Character> characters;
    decoder.decode(bytes, characters);
    for (const Character& character : characters) {
        if (!character.valid)
            text += QChar(QChar::ReplacementCharacter);
        else
            text += QChar::fromUcs4(character.codePoint);
    }
}

// Decodes piece by piece, cut where characters begin, so that the list of characters stays small.
QString decoded(
    std::span<const std::byte> bytes, ByteOffset offset, Encoding encoding, const std::stop_token& stop)
{
    constexpr std::size_t pieceSize = 1 << 20;
    const TextDecoder decoder(encoding);
    QString text;
    std::size_t begin = 0;
    while (begin < bytes.size() && !stop.stop_requested()) {
        std::size_t end = std::min(begin + pieceSize, bytes.size());
        if (end < bytes.size())
            end = std::max(begin + 1, characterBegin(encoding, bytes, end, offset.value()));
        appendDecoded(decoder, bytes.subspan(begin, end - begin), text);
        begin = end;
    }
    return text;
}

QString hexDigits(std::span<const std::byte> bytes, const std::stop_token& stop)
{
    constexpr std::size_t pieceSize = 1 << 20;
    QString text;
    text.reserve(qsizetype(bytes.size()) * 3);
    for (std::size_t at = 0; at < bytes.size() && !stop.stop_requested(); at += pieceSize) {
        const auto piece = bytes.subspan(at, std::min(pieceSize, bytes.size() - at));
        const auto raw
            = QByteArray::fromRawData(reinterpret_cast<const char*>(piece.data()), qsizetype(piece.size()));
        if (at > 0)
            text += QLatin1Char(' ');
        text += QLatin1StringView(raw.toHex(' ').toUpper());
    }
    return text;
}

constexpr qsizetype arrayColumns = 12;
constexpr std::int64_t arrayFrame = 64; // characters around the bytes

QString cArray(std::span<const std::byte> bytes, const std::stop_token& stop)
{
    QString text = QStringLiteral("const unsigned char data[%1] = {").arg(bytes.size());
    text.reserve(qsizetype(bytes.size()) * 7 + arrayFrame);
    for (std::size_t i = 0; i < bytes.size() && !stop.stop_requested(); ++i) {
        text += i % arrayColumns == 0 ? QLatin1StringView("\n    ") : QLatin1StringView(" ");
        const auto value = static_cast<unsigned>(bytes[i]);
        constexpr auto digits = "0123456789ABCDEF";
        const char number[] = {'0', 'x', digits[value >> 4U], digits[value & 15U], ','};
        text += QLatin1StringView(number, sizeof number);
    }
    return text + QLatin1StringView("\n};\n");
}

QString textOf(std::span<const std::byte> bytes, ByteOffset offset, Encoding encoding, CopyFormat format,
    const std::stop_token& stop)
{
    switch (format) {
    case CopyFormat::Hex:
        return hexDigits(bytes, stop);
    case CopyFormat::CArray:
        return cArray(bytes, stop);
    case CopyFormat::Base64:
        return QString::fromLatin1(
            QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()))
                .toBase64());
    default:
        return decoded(bytes, offset, encoding, stop);
    }
}

} // namespace

ByteCount copySize(ByteCount bytes, CopyFormat format)
{
    if (bytes == ByteCount(0))
        return bytes;
    switch (format) {
    case CopyFormat::Hex:
        return bytes * 3 - ByteCount(1); // two digits each, and spaces between them
    case CopyFormat::CArray:
        return bytes * 7 + ByteCount(arrayFrame);
    case CopyFormat::Base64:
        return bytes / 3 * 4 + ByteCount(4);
    default:
        return bytes; // no encoding has more characters than bytes
    }
}

Result<std::unique_ptr<QMimeData>> copyForClipboard(const Snapshot& snapshot, const ByteRange& range,
    Encoding encoding, CopyFormat format, std::stop_token stop)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(range.count().value()));
    constexpr std::size_t step = 4 << 20;
    for (std::size_t at = 0; at < bytes.size() && !stop.stop_requested(); at += step) {
        const auto part = std::span(bytes).subspan(at, std::min(step, bytes.size() - at));
        const Gaps gaps = snapshot.read(range.begin() + ByteCount(std::int64_t(at)), part);
        if (!gaps.empty())
            return std::unexpected(Error{.kind = ErrorKind::ReadFailed,
                .systemCode = gaps.front().systemCode,
                .detail = i18n("nothing was copied: the bytes from offset %1 on cannot be read",
                    QString::number(gaps.front().range.begin().value()))
                    .toStdString()});
    }

    auto data = std::make_unique<QMimeData>();
    data->setText(textOf(bytes, range.begin(), encoding, format, stop));
    if (format == CopyFormat::Text && range.count() <= bytesBesideText)
        data->setData(QStringLiteral("application/octet-stream"),
            QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())));
    if (stop.stop_requested())
        return nullptr;
    return data;
}

} // namespace megascope

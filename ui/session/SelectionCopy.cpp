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

} // namespace

ByteCount copySize(ByteCount bytes, CopyFormat format)
{
    if (format == CopyFormat::Text || bytes == ByteCount(0))
        return bytes; // no encoding has more characters than bytes
    return bytes * 3 - ByteCount(1); // two digits each, and spaces between them
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
    if (format == CopyFormat::Hex) {
        data->setText(hexDigits(bytes, stop));
    } else {
        data->setText(decoded(bytes, range.begin(), encoding, stop));
        if (range.count() <= bytesBesideText)
            data->setData(QStringLiteral("application/octet-stream"),
                QByteArray(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size())));
    }
    if (stop.stop_requested())
        return nullptr;
    return data;
}

} // namespace megascope

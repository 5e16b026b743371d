// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/SelectionPattern.h"

#include "core/text/TextDecoder.h"
#include "ui/session/DocumentSession.h"

#include <QByteArray>
#include <QRegularExpression>

#include <algorithm>

namespace megascope {

namespace {

constexpr ByteCount mostSelected = kibibytes(1);

// Nothing when it is no text of one line.
std::optional<QString> lineOfText(std::span<const std::byte> bytes, Encoding encoding)
{
    std::vector<Character> characters;
    TextDecoder(encoding).decode(bytes, characters);
    QString text;
    for (const Character& character : characters) {
        const bool isControl = character.codePoint < U' ' && character.codePoint != U'\t';
        if (!character.valid || isControl || character.codePoint == U'\x7f')
            return std::nullopt;
        text += QChar::fromUcs4(character.codePoint);
    }
    return text;
}

} // namespace

std::optional<Pattern> selectionPattern(const DocumentSession& session, Pattern::Kind kind)
{
    const ByteRange range = session.selection().range();
    if (range.empty() || range.count() > mostSelected)
        return std::nullopt;
    std::vector<std::byte> bytes(static_cast<std::size_t>(range.count().value()));
    if (!session.snapshot().read(range.begin(), bytes).empty())
        return std::nullopt;
    const Encoding encoding = session.textFormat().encoding;
    const bool isAligned = range.begin().value() % encoding.unitSize() == 0;
    const bool mayBeText = kind != Pattern::Kind::Hex && isAligned;
    const std::optional<QString> text = mayBeText ? lineOfText(bytes, encoding) : std::nullopt;
    if (!text) {
        const auto raw
            = QByteArray::fromRawData(reinterpret_cast<const char*>(bytes.data()), qsizetype(bytes.size()));
        return Pattern{.kind = Pattern::Kind::Hex, .text = raw.toHex(' ').toStdString()};
    }
    const bool isRegex = kind == Pattern::Kind::Regex;
    return Pattern{.kind = kind, .text = (isRegex ? QRegularExpression::escape(*text) : *text).toStdString()};
}

} // namespace megascope

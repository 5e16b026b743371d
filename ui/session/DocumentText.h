// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/TextFormat.h"

#include <QString>

#include <expected>
#include <vector>

namespace megascope {

// What ends a line of this document: as its lines end; where they end in different ways, as the line before
// `place`; LF where none ends.
[[nodiscard]] std::vector<std::byte> lineEndAt(
    const Snapshot& snapshot, const TextFormat& format, ByteOffset place);

// Text as bytes of a document that is read by `format`, for `place`: its line ends become the document's.
// The error is one line that names the character that the encoding lacks.
[[nodiscard]] std::expected<std::vector<std::byte>, QString> bytesOfText(
    const QString& text, const Snapshot& snapshot, const TextFormat& format, ByteOffset place);
// The same without a look at line ends.
[[nodiscard]] std::expected<std::vector<std::byte>, QString> bytesOfText(
    const QString& text, Encoding encoding);

// A character for a message: “€” (U+20AC), or the code point alone where it is not printable.
[[nodiscard]] QString characterName(char32_t codePoint);

// Bytes that somebody wrote down as hex: pairs of digits, with or without 0x before, and
// blanks, line ends or commas between. The error is one line.
[[nodiscard]] std::expected<std::vector<std::byte>, QString> bytesOfHexText(QStringView text);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/TextFormat.h"

#include <QString>

namespace megascope {

// A match among what stands around it in its line, for a list.
struct MatchLine {
    QString text; // some hundred characters at most; control characters as their pictures
    qsizetype matchBegin = 0; // in `text`
    qsizetype matchSize = 0;
};

// Bytes as text in the same manner, cut behind some hundred characters.
[[nodiscard]] QString shownBytes(std::span<const std::byte> bytes, Encoding encoding);

// The same as pairs of hexadecimal digits.
[[nodiscard]] QString shownHex(std::span<const std::byte> bytes);

// Costs a read or two, whatever the length of the line.
[[nodiscard]] MatchLine matchLine(const Snapshot& snapshot, const TextFormat& format, const ByteRange& match);

} // namespace megascope

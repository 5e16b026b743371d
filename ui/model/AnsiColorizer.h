// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/AnsiStyle.h"
#include "ui/model/TextRows.h"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace megascope {

// Colours of the visible rows by the sequences for terminals in the text. A style holds until it is reset,
// over line ends too. What was set before a row is looked for as far as `reach` before the 64 KiB block that
// the row begins in: so what a row looks like depends on the bytes alone, not on where one came from. GUI
// thread only.
class AnsiColorizer {
public:
    static constexpr ByteCount block = kibibytes(64);
    static constexpr ByteCount reach = kibibytes(64);

    void setColors(const AnsiColors& colors) { m_colors = colors; }
    // The document is another one, or another state of it.
    void reset() { m_known.reset(); }

    // The style in which the segment of a row begins.
    [[nodiscard]] AnsiStyle styleBefore(const TextRows& rows, Encoding encoding, const TextRow& row) const;
    // Of each of these rows' segments, which ascend: in order, and without gaps where there is a style.
    [[nodiscard]] std::vector<std::vector<TextStyleSpan>> colors(
        const TextRows& rows, Encoding encoding, std::span<const TextRow> visible);

private:
    [[nodiscard]] std::vector<TextStyleSpan> pass(const TextSegment& segment, AnsiStyle& style) const;

    AnsiColors m_colors;
    std::optional<std::pair<ByteOffset, AnsiStyle>> m_known; // of the first segment that was asked for last
};

} // namespace megascope

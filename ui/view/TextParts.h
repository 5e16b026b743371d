// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextRow.h"
#include "ui/model/TextStyleSpan.h"
#include "ui/session/Selection.h"

#include <QRgb>

#include <span>
#include <vector>

namespace megascope {

// What letters are written with.
struct TextInk {
    QRgb text = 0;
    QRgb background = 0;
    bool bold = false;
    bool italic = false;
};

// A part of a row that is written in one way.
struct TextPart {
    std::uint32_t unit = 0; // of the segment's text
    std::uint32_t unitEnd = 0;
    TextInk ink;
    bool underline = false;
    bool strikeOut = false;
    bool selected = false;
};

// What of a row is selected.
struct RowSelection {
    std::uint32_t unit = 0; // a character of which one byte is selected counts whole
    std::uint32_t unitEnd = 0;
    bool lineEnd = false;

    [[nodiscard]] static RowSelection of(const TextRow& row, const Selection& selection);
    [[nodiscard]] bool empty() const { return unit >= unitEnd && !lineEnd; }
};

// The colours of a row with another background where `marks` (ascending) are; nothing when none is in the
// row.
[[nodiscard]] std::vector<TextStyleSpan> withMarks(const TextRow& row, std::span<const TextStyleSpan> colors,
    std::span<const ByteRange> marks, QRgb background);

// The parts of a row, in order, without gaps: `colors` (ordered, may reach beyond the row) over `plain`, and
// `selected` in place of the background where the row is selected.
[[nodiscard]] std::vector<TextPart> splitIntoParts(const TextRow& row, std::span<const TextStyleSpan> colors,
    const TextInk& plain, const RowSelection& selection, QRgb selected);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextRows.h"
#include "ui/view/TextGeometry.h"

#include <optional>

namespace megascope {

// Where the cursor stands on the screen. One offset can be two places: the end of a row and the begin of the
// next.
struct TextPlace {
    ByteOffset offset;
    bool atRowEnd = false;

    friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

// Where the cursor goes: from a place and a kind of move to another place, never before the text's begin.
// Looks at what is near the cursor only: in a line of gigabytes a move to its end goes as far as is looked
// at. GUI thread only.
class TextMotion {
public:
    enum class Move {
        Left,
        Right,
        WordLeft,
        WordRight,
        Up,
        Down,
        PageUp,
        PageDown,
        RowBegin, // the first character that is not blank, or the begin of the row; then the begin of the
                  // line
        RowEnd, // then the end of the line
        DocumentBegin,
        DocumentEnd,
    };

    // Both are borrowed.
    TextMotion(const TextRows& rows, const TextGeometry& geometry);

    // `wantedX` is kept over moves up and down, and forgotten by all others.
    [[nodiscard]] TextPlace moved(const TextPlace& place, Move move, std::optional<int>& wantedX) const;

    // The row on which the cursor is shown at a place.
    [[nodiscard]] TextRow rowOf(const TextPlace& place) const;
    [[nodiscard]] TextStop stopOf(const TextPlace& place) const;
    // Where the cursor stands nearest to `x` on a row.
    [[nodiscard]] TextPlace placeNear(const TextRow& row, int x) const;

    // What a double click and a triple click select.
    [[nodiscard]] ByteRange wordAt(const TextPlace& place) const;
    [[nodiscard]] ByteRange lineAt(ByteOffset offset) const;

private:
    [[nodiscard]] TextPlace inText(const TextPlace& place) const;
    [[nodiscard]] TextPlace target(const TextPlace& place, Move move, std::optional<int>& wantedX) const;
    [[nodiscard]] TextPlace left(const TextPlace& place) const;
    [[nodiscard]] TextPlace right(const TextPlace& place) const;
    [[nodiscard]] TextPlace wordLeft(const TextPlace& place) const;
    [[nodiscard]] TextPlace wordRight(const TextPlace& place) const;
    [[nodiscard]] TextPlace vertical(
        const TextPlace& place, std::int64_t rows, std::optional<int>& wantedX) const;
    [[nodiscard]] TextPlace rowBegin(const TextPlace& place) const;
    [[nodiscard]] TextPlace rowEnd(const TextPlace& place) const;
    [[nodiscard]] TextPlace endOf(const TextRow& row) const;

    const TextRows& m_rows;
    const TextGeometry& m_geometry;
};

} // namespace megascope

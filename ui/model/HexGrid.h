// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/ByteRange.h"

#include <algorithm>

namespace megascope {

// A document's bytes in rows of equal length. The position behind the last byte has a place too, so there is
// always at least one row, and rows are named by the last of them: their number does not fit 63 bits when a
// row is one byte.
class HexGrid {
public:
    HexGrid() = default;
    // REQUIRES: bytesPerRow >= 1
    HexGrid(ByteCount size, int bytesPerRow)
        : m_size(size)
        , m_bytesPerRow(bytesPerRow)
    {
    }

    [[nodiscard]] ByteCount size() const { return m_size; }
    [[nodiscard]] ByteOffset end() const { return ByteOffset(m_size.value()); }
    [[nodiscard]] int bytesPerRow() const { return m_bytesPerRow; }

    // The row of the position behind the last byte.
    [[nodiscard]] RowNumber lastRow() const { return rowOf(end()); }
    [[nodiscard]] RowNumber rowOf(ByteOffset offset) const
    {
        return RowNumber(offset.value() / m_bytesPerRow);
    }
    [[nodiscard]] int columnOf(ByteOffset offset) const
    {
        return static_cast<int>(offset.value() % m_bytesPerRow);
    }

    // Rows beyond the last are taken as the last, here and below; negative ones as the first.
    [[nodiscard]] RowNumber clamped(RowNumber row) const { return std::clamp(row, RowNumber(0), lastRow()); }
    [[nodiscard]] ByteOffset rowBegin(RowNumber row) const
    {
        return ByteOffset(clamped(row).value() * m_bytesPerRow);
    }
    // The bytes of a row; fewer, or none, in the last one.
    [[nodiscard]] ByteRange rowRange(RowNumber row) const
    {
        const ByteOffset begin = rowBegin(row);
        return {begin, std::min(ByteCount(m_bytesPerRow), end() - begin)};
    }
    // The position in a row, at most the end of the document.
    [[nodiscard]] ByteOffset offsetAt(RowNumber row, int column) const
    {
        const ByteOffset begin = rowBegin(row);
        return begin + std::min(ByteCount(column), end() - begin);
    }
    // `offset` moved by whole rows; where there is no such row, or it ends before the column, as near as
    // there is.
    [[nodiscard]] ByteOffset movedByRows(ByteOffset offset, RowCount rows) const
    {
        const RowNumber farthest = rows.value() > 0 ? RowNumber::max() : RowNumber(0);
        return offsetAt(rowOf(offset).checkedAdd(rows).value_or(farthest), columnOf(offset));
    }

    friend bool operator==(const HexGrid&, const HexGrid&) = default;

private:
    ByteCount m_size;
    int m_bytesPerRow = 16;
};

} // namespace megascope

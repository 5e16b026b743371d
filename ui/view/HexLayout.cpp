// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexLayout.h"

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// Bytes between two wide gaps. Also what rows that fit the width are a multiple of, because offsets that end
// in 0 or 8 are what people look for.
constexpr int section = 8;

// Lengths add up to whole device pixels with an error of some 1e-12.
constexpr double hair = 1e-6;

// In cells, in front of a byte.
int gapBefore(int column, int groupSize)
{
    if (column == 0)
        return 0;
    if (column % section == 0)
        return 2;
    return column % groupSize == 0 ? 1 : 0;
}

// In cells, of a row's bytes with the gaps between them.
int bytesWidth(int bytesPerRow, int groupSize)
{
    const int groupGaps = (bytesPerRow - 1) / groupSize;
    const int sectionGaps = (bytesPerRow - 1) / section;
    return 2 * bytesPerRow + groupGaps + sectionGaps;
}

// In cells, of what surrounds the columns: one on each side of the bytes and of the characters.
constexpr int padding = 4;

} // namespace

double HexMetrics::aligned(double length) const
{
    return std::round(length * devicePixelRatio) / devicePixelRatio;
}

HexLayout::HexLayout(
    const HexMetrics& metrics, const HexFormat& format, ByteCount size, const QSizeF& viewport)
    : m_metrics(metrics)
    , m_format(format)
    , m_viewport(viewport)
    , m_offsetDigits(format.offsetDigits(size))
{
    m_offsetsWidth = offsetDigitX(m_offsetDigits - 1) + 2 * metrics.cellWidth;
    const int bytesPerRow = format.bytesPerRow > 0 ? std::min(format.bytesPerRow, HexFormat::maxBytesPerRow)
                                                   : fittingBytesPerRow(viewport.width() - m_offsetsWidth);
    m_grid = HexGrid(size, bytesPerRow);
    placeColumns(bytesPerRow);

    m_headHeight = m_metrics.rowHeight + m_metrics.aligned(m_metrics.rowHeight / 6);
    const double rows = std::max(0.0, viewport.height() - m_headHeight) / metrics.rowHeight;
    m_fullRows = std::max(1, static_cast<int>(std::floor(rows + hair)));
    m_touchedRows = std::max(1, static_cast<int>(std::ceil(rows - hair)));
}

int HexLayout::fittingBytesPerRow(double width) const
{
    const double cells = width / m_metrics.cellWidth + hair;
    const auto fits
        = [&](int bytes) { return bytesWidth(bytes, m_format.groupSize) + bytes + padding <= cells; };
    const int step = fits(section) ? section : m_format.groupSize;
    int bytes = step;
    while (bytes + step <= HexFormat::maxBytesPerRow && fits(bytes + step))
        bytes += step;
    return bytes;
}

void HexLayout::placeColumns(int bytesPerRow)
{
    const double cell = m_metrics.cellWidth;
    double x = m_offsetsWidth + cell;
    m_bytesX.resize(static_cast<std::size_t>(bytesPerRow));
    for (int column = 0; column < bytesPerRow; ++column) {
        x += gapBefore(column, m_format.groupSize) * cell;
        m_bytesX[static_cast<std::size_t>(column)] = x;
        x += 2 * cell;
    }
    m_separatorX = x + cell;
    m_charactersX = m_separatorX + cell;
    m_contentWidth = m_charactersX + bytesPerRow * cell + cell;
}

double HexLayout::offsetDigitX(int digit) const
{
    const double gap = m_metrics.aligned(m_metrics.cellWidth / 2);
    const int groupsBefore = digit / m_format.offsetGroup();
    return m_metrics.cellWidth * (digit + 1) + gap * groupsBefore;
}

double HexLayout::scrollableWidth() const
{
    return std::max(0.0, m_contentWidth - m_viewport.width());
}

std::pair<int, int> HexLayout::rowsTouching(double top, double bottom) const
{
    const double height = m_metrics.rowHeight;
    const double first = std::floor((top - m_headHeight) / height);
    const double last = std::ceil((bottom - m_headHeight) / height);
    return {static_cast<int>(std::clamp<double>(first, 0, m_touchedRows)),
        static_cast<int>(std::clamp<double>(last, 0, m_touchedRows))};
}

RowNumber HexLayout::lastTop() const
{
    return std::max(RowNumber(0), m_grid.lastRow() - RowCount(m_fullRows - 1));
}

double HexLayout::cellX(HexArea area, int column) const
{
    return area == HexArea::Bytes ? m_bytesX[static_cast<std::size_t>(column)]
                                  : m_charactersX + column * m_metrics.cellWidth;
}

QRectF HexLayout::cell(HexArea area, int screenRow, int column) const
{
    return cells(area, screenRow, column, column);
}

QRectF HexLayout::cells(HexArea area, int screenRow, int firstColumn, int lastColumn) const
{
    const double width = area == HexArea::Bytes ? 2 * m_metrics.cellWidth : m_metrics.cellWidth;
    const double left = cellX(area, firstColumn);
    return {left, rowY(screenRow), cellX(area, lastColumn) + width - left, m_metrics.rowHeight};
}

QRectF HexLayout::rowsRect(RowNumber first, RowNumber last, RowNumber top) const
{
    const RowNumber bottom = top.checkedAdd(RowCount(m_touchedRows - 1)).value_or(RowNumber::max());
    if (last < top || first > bottom)
        return {};
    const auto screenRow
        = [&](RowNumber row) { return static_cast<int>((std::clamp(row, top, bottom) - top).value()); };
    const double above = rowY(screenRow(first)) - 1;
    const double below = rowY(screenRow(last) + 1) + 1;
    return {0, above, m_viewport.width(), below - above};
}

RowCount HexLayout::rowsBeyond(double y) const
{
    const double above = (y - m_headHeight) / m_metrics.rowHeight;
    const double below = (y - m_viewport.height()) / m_metrics.rowHeight;
    if (above < 0)
        return RowCount(static_cast<std::int64_t>(std::floor(above)));
    return RowCount(below < 0 ? 0 : static_cast<std::int64_t>(std::floor(below)) + 1);
}

RowNumber HexLayout::topShowing(RowNumber row, RowNumber top) const
{
    return std::clamp(top, std::max(RowNumber(0), row - RowCount(m_fullRows - 1)), row);
}

double HexLayout::scrollShowing(HexArea area, int column, double scrollX) const
{
    const QRectF shown = cell(area, 0, column).adjusted(-m_metrics.cellWidth, 0, m_metrics.cellWidth, 0);
    const double most = shown.left() - m_offsetsWidth;
    const double least = shown.right() - m_viewport.width();
    return std::clamp(std::min(std::max(scrollX, least), most), 0.0, scrollableWidth());
}

HexLayout::Hit HexLayout::hit(
    const QPointF& point, RowNumber top, double scrollX, std::optional<HexArea> within) const
{
    const double screenRow = std::floor((point.y() - m_headHeight) / m_metrics.rowHeight);
    const int rows = point.y() < m_viewport.height() ? m_touchedRows : m_fullRows;
    const auto below = RowCount(static_cast<std::int64_t>(std::clamp<double>(screenRow, 0, rows - 1)));
    Hit hit{.row = m_grid.clamped(top.checkedAdd(below).value_or(RowNumber::max()))};
    hit.isOffset = !within && point.x() < m_offsetsWidth;
    if (hit.isOffset)
        return hit;
    const double x = point.x() + scrollX;
    hit.area = within.value_or(x < m_separatorX ? HexArea::Bytes : HexArea::Characters);
    const double character = std::floor((x - m_charactersX) / m_metrics.cellWidth);
    hit.column = hit.area == HexArea::Bytes
        ? bytesColumnAt(x)
        : static_cast<int>(std::clamp<double>(character, 0, m_grid.bytesPerRow() - 1));
    return hit;
}

// A gap belongs to the nearer one of its bytes.
int HexLayout::bytesColumnAt(double x) const
{
    const auto behind = std::ranges::upper_bound(m_bytesX, x);
    if (behind == m_bytesX.begin())
        return 0;
    const auto column = static_cast<int>(behind - m_bytesX.begin()) - 1;
    if (behind == m_bytesX.end())
        return column;
    const double right = *(behind - 1) + 2 * m_metrics.cellWidth;
    return x > (right + *behind) / 2 ? column + 1 : column;
}

} // namespace megascope

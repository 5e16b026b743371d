// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextGeometry.h"

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// Beside the digits: one before them for the sign of an estimate, one behind them.
constexpr int gutterMargins = 2; // cells

// Screens of shaped rows that are kept laid out.
constexpr std::size_t mostRowShapes = 512;

} // namespace

void TextGeometry::setFont(const QFont& font, double devicePixelRatio)
{
    m_font = font;
    m_metrics = TextMetrics::of(font, devicePixelRatio);
    forgetShapes();
}

void TextGeometry::setSize(int width, int height)
{
    m_width = width;
    m_height = height;
}

bool TextGeometry::contains(const QPoint& point) const
{
    return point.x() >= 0 && point.x() < m_width && point.y() >= 0 && point.y() < m_height;
}

int TextGeometry::gutterWidth() const
{
    return m_gutterDigits == 0 ? 0 : (m_timeCells + m_gutterDigits + gutterMargins) * m_metrics.cellWidth;
}

int TextGeometry::textLeft() const
{
    return gutterWidth() + m_metrics.cellWidth / 2 - m_scroll;
}

int TextGeometry::textWidth() const
{
    return std::max(m_width - gutterWidth(), 0);
}

int TextGeometry::wholeRows() const
{
    return std::max(m_height / m_metrics.rowHeight, 1);
}

int TextGeometry::wholeCells() const
{
    // Half a cell at each side: before the text, and for the cursor behind it.
    return std::max((textWidth() - m_metrics.cellWidth) / m_metrics.cellWidth, 1);
}

int TextGeometry::rowAt(int y) const
{
    return static_cast<int>(std::floor(static_cast<double>(y) / m_metrics.rowHeight));
}

TextShape& TextGeometry::shape(const TextRow& row) const
{
    const auto known = m_shapes.find(row.begin().value());
    if (known != m_shapes.end() && known->second.row == row)
        return known->second.shape;
    if (m_shapes.size() >= mostRowShapes)
        m_shapes.clear();
    TextShape made(row, m_font, m_metrics.logical(m_metrics.cellWidth), m_tabCells);
    return m_shapes.insert_or_assign(row.begin().value(), KnownShape{row, std::move(made)})
        .first->second.shape;
}

int TextGeometry::xOf(const TextRow& row, const TextStop& stop) const
{
    if (row.isShaped())
        return m_metrics.device(shape(row).xOf(stop.unit));
    return static_cast<int>(stop.cell) * m_metrics.cellWidth;
}

TextStop TextGeometry::stopNear(const TextRow& row, int x) const
{
    if (row.isShaped()) {
        if (const std::optional<std::int64_t> unit = shape(row).unitNear(m_metrics.logical(x)))
            return row.stopAtUnit(*unit);
    }
    const TextStop stop = row.stopAtCell(std::max(x, 0) / m_metrics.cellWidth);
    const int middle
        = static_cast<int>(stop.cell) * m_metrics.cellWidth + stop.cells * m_metrics.cellWidth / 2;
    return x < middle || stop.isRowEnd() ? stop : row.stopAtCell(stop.cell + stop.cells);
}

int TextGeometry::widthOf(const TextRow& row) const
{
    return static_cast<int>(row.cells()) * m_metrics.cellWidth;
}

} // namespace megascope

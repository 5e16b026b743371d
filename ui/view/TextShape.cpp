// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextShape.h"

#include <QPainter>

#include <algorithm>

namespace megascope {

namespace {

// Wider than most screens; a line of common length is one block, and so exactly as Unicode wants it.
constexpr std::int64_t blockUnits = 1024;

} // namespace

TextShape::TextShape(const TextRow& row, const QFont& font, double cellWidth, int tabCells)
    : m_row(row)
    , m_font(font)
    , m_tabWidth(cellWidth * tabCells)
{
    for (std::int64_t unit = row.unit(); unit < row.unitEnd() || m_blocks.empty();) {
        const TextStop first = row.stopAtUnit(unit);
        const TextStop behind = row.stopAtUnit(unit + blockUnits);
        const std::int64_t end = behind.unit > unit ? behind.unit : row.unitEnd();
        Block block{.unit = unit, .units = end - unit, .x = static_cast<double>(first.cell) * cellWidth};
        block.width = static_cast<double>(row.stopAtUnit(end).cell) * cellWidth - block.x;
        m_blocks.push_back(std::move(block));
        unit = end;
    }
}

TextShape::Block& TextShape::laidOut(std::size_t index)
{
    Block& block = m_blocks[index];
    if (block.layout)
        return block;
    const QStringView text = QStringView(m_row.segment().text).mid(block.unit, block.units);
    QTextOption option;
    option.setTextDirection(m_row.segment().rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    option.setAlignment(Qt::AlignLeft | Qt::AlignAbsolute);
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(m_tabWidth);
    block.layout = std::make_unique<QTextLayout>(text.toString(), m_font);
    block.layout->setTextOption(option);
    block.layout->setCacheEnabled(true);
    block.layout->beginLayout();
    QTextLine line = block.layout->createLine();
    block.layout->endLayout();
    const double natural = line.naturalTextWidth();
    if (m_blocks.size() == 1)
        block.width = natural;
    else if (natural > block.width)
        block.scale = block.width / natural;
    return block;
}

std::size_t TextShape::blockAtUnit(std::int64_t unit) const
{
    const auto behind = std::ranges::upper_bound(m_blocks, unit, {}, &Block::unit);
    return behind == m_blocks.begin() ? 0 : static_cast<std::size_t>(behind - m_blocks.begin()) - 1;
}

std::size_t TextShape::blockAtX(double x) const
{
    const auto behind = std::ranges::upper_bound(m_blocks, x, {}, &Block::x);
    return behind == m_blocks.begin() ? 0 : static_cast<std::size_t>(behind - m_blocks.begin()) - 1;
}

double TextShape::xOf(std::int64_t unit)
{
    const Block& block = laidOut(blockAtUnit(unit));
    const int inside = static_cast<int>(std::clamp<std::int64_t>(unit - block.unit, 0, block.units));
    return block.x + block.layout->lineAt(0).cursorToX(inside) * block.scale;
}

std::int64_t TextShape::unitNear(double x)
{
    const Block& block = laidOut(blockAtX(x));
    return block.unit + block.layout->lineAt(0).xToCursor((x - block.x) / block.scale);
}

void TextShape::draw(
    QPainter& painter, double from, double to, double y, const QList<QTextLayout::FormatRange>& formats)
{
    for (std::size_t i = blockAtX(from); i < m_blocks.size() && m_blocks[i].x < to; ++i) {
        const Block& block = laidOut(i);
        QList<QTextLayout::FormatRange> inside;
        for (QTextLayout::FormatRange range : formats) {
            const std::int64_t begin = std::max<std::int64_t>(range.start - block.unit, 0);
            const std::int64_t end = std::min(range.start + range.length - block.unit, block.units);
            if (begin >= end)
                continue;
            range.start = static_cast<int>(begin);
            range.length = static_cast<int>(end - begin);
            inside.append(range);
        }
        painter.save();
        painter.translate(block.x - from, y - block.layout->lineAt(0).ascent());
        painter.scale(block.scale, 1);
        block.layout->draw(&painter, {}, inside);
        painter.restore();
    }
}

double TextShape::width()
{
    const Block& last = laidOut(m_blocks.size() - 1);
    return last.x + last.width;
}

} // namespace megascope

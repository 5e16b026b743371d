// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextShape.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// Longer phrases, and rows that run from right to left, are cut into parts of so many units: about a screen's
// width.
constexpr std::int64_t longestPart = 512;

// Signs, blanks and digits between words of a script go with them.
bool isNeutral(QChar c)
{
    return !c.isLetter() && !c.isSurrogate();
}

} // namespace

TextShape::TextShape(const TextRow& row, const QFont& font, double cellWidth, int tabCells)
    : m_row(row)
    , m_font(font)
    , m_cellWidth(cellWidth)
    , m_tabCells(tabCells)
{
    if (row.segment().rightToLeft)
        takeAll();
    else
        findPhrases();
}

void TextShape::takeAll()
{
    for (std::int64_t unit = m_row.unit(); unit < m_row.unitEnd();) {
        const std::int64_t behind = m_row.stopAtUnit(unit + longestPart).unit;
        const std::int64_t end = behind > unit ? behind : m_row.unitEnd();
        addPart(unit, end);
        unit = end;
    }
}

// A phrase begins with a shaped run and ends with one, or with a number behind it, which belongs to it in
// scripts that run from right to left.
void TextShape::findPhrases()
{
    const QString& text = m_row.segment().text;
    std::int64_t begin = -1;
    std::int64_t end = -1;
    const auto finish = [&] {
        if (begin >= 0)
            addPart(begin, end);
        begin = -1;
    };
    for (const TextRun& run : m_row.runs()) {
        if (run.look == TextLook::Shaped) {
            if (begin >= 0 && run.unitEnd() - begin > longestPart)
                finish();
            if (begin < 0)
                begin = run.unit;
            end = run.unitEnd();
            continue;
        }
        if (begin < 0)
            continue;
        std::int64_t unit = run.unit;
        while (run.look == TextLook::Plain && unit < run.unitEnd() && isNeutral(text[unit])) {
            ++unit;
            if (text[unit - 1].isDigit())
                end = unit;
        }
        if (unit < run.unitEnd())
            finish();
    }
    finish();
}

void TextShape::addPart(std::int64_t unit, std::int64_t unitEnd)
{
    Part part{.unit = unit, .unitEnd = unitEnd};
    part.x = static_cast<double>(m_row.stopAtUnit(unit).cell) * m_cellWidth;
    part.width = static_cast<double>(m_row.stopAtUnit(unitEnd).cell) * m_cellWidth - part.x;
    m_parts.push_back(std::move(part));
}

TextShape::Part& TextShape::laidOut(Part& part)
{
    if (part.layout)
        return part;
    QTextOption option;
    option.setTextDirection(m_row.segment().rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    option.setAlignment(Qt::AlignLeft | Qt::AlignAbsolute);
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(m_cellWidth * m_tabCells);
    const QStringView text = QStringView(m_row.segment().text).mid(part.unit, part.unitEnd - part.unit);
    part.layout = std::make_unique<QTextLayout>(text.toString(), m_font);
    part.layout->setTextOption(option);
    part.layout->setCacheEnabled(true);
    part.layout->beginLayout();
    const QTextLine line = part.layout->createLine();
    part.layout->endLayout();
    const double natural = line.naturalTextWidth();
    if (natural > part.width)
        part.scale = part.width / natural;
    else if (!m_row.segment().rightToLeft)
        part.textX = (part.width - natural) / 2;
    return part;
}

TextShape::Part* TextShape::partAt(std::int64_t unit)
{
    const auto behind = std::ranges::upper_bound(m_parts, unit, {}, &Part::unit);
    return behind == m_parts.begin() ? nullptr : &*std::prev(behind);
}

double TextShape::xOf(std::int64_t unit)
{
    Part* part = partAt(unit);
    const bool behindAll
        = part && unit == part->unitEnd && unit == m_row.unitEnd() && m_row.segment().rightToLeft;
    if (!part || (unit >= part->unitEnd && !behindAll))
        return static_cast<double>(m_row.stopAtUnit(unit).cell) * m_cellWidth;
    laidOut(*part);
    const double inside = part->layout->lineAt(0).cursorToX(static_cast<int>(unit - part->unit));
    return part->x + part->textX + inside * part->scale;
}

std::optional<std::int64_t> TextShape::unitNear(double x)
{
    const auto behind = std::ranges::upper_bound(m_parts, x, {}, &Part::x);
    if (behind == m_parts.begin())
        return std::nullopt;
    Part& part = *std::prev(behind);
    const bool isLast = behind == m_parts.end() && m_row.segment().rightToLeft;
    if (x >= part.x + part.width && !isLast)
        return std::nullopt;
    // Not the layout's own search: where directions meet, it may name a place at which the cursor is not
    // shown.
    std::int64_t best = part.unit;
    for (std::int64_t unit = part.unit; unit <= part.unitEnd;) {
        if (std::abs(xOf(unit) - x) < std::abs(xOf(best) - x))
            best = unit;
        unit += std::max(m_row.stopAtUnit(unit).units, 1);
    }
    return best;
}

void TextShape::draw(
    QPainter& painter, double from, double to, double y, const QList<QTextLayout::FormatRange>& formats)
{
    for (Part& part : m_parts) {
        if (part.x + part.width <= from || part.x >= to)
            continue;
        laidOut(part);
        QList<QTextLayout::FormatRange> inside;
        for (QTextLayout::FormatRange range : formats) {
            const std::int64_t begin = std::max(range.start - part.unit, std::int64_t{0});
            const std::int64_t end
                = std::min(range.start + range.length, static_cast<int>(part.unitEnd)) - part.unit;
            if (begin >= end)
                continue;
            range.start = static_cast<int>(begin);
            range.length = static_cast<int>(end - begin);
            inside.append(range);
        }
        painter.save();
        painter.translate(part.x + part.textX - from, y - part.layout->lineAt(0).ascent());
        painter.scale(part.scale, 1);
        part.layout->draw(&painter, {}, inside);
        painter.restore();
    }
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextRowPainter.h"

#include <QPainter>

#include <algorithm>

namespace megascope {

namespace {

constexpr double labelFill = 0.14; // share of the label's colour in the ground of its box
constexpr double labelFrame = 0.5;
constexpr double hatchStrength = 0.35;

QRgb mixed(QRgb a, QRgb b, double share)
{
    const auto part = [share](int x, int y) { return static_cast<int>(x + (y - x) * share + 0.5); };
    return qRgb(part(qRed(a), qRed(b)), part(qGreen(a), qGreen(b)), part(qBlue(a), qBlue(b)));
}

bool isBlank(QChar c)
{
    return c.isSpace();
}

// What a line end is shown as among whitespace.
QStringView lineEndMark(const TextRow& row)
{
    const bool hasCarriageReturn = row.lineEnd().value() > 1;
    return hasCarriageReturn ? u"\u240d\u240a" : u"\u21b5";
}

} // namespace

void TextRowPainter::setStyle(const ViewStyle& style, const TextMetrics& metrics)
{
    m_style = style;
    m_tiles.setFont(style.font, metrics);
    m_glyphs.setFont(style.font);
}

void TextRowPainter::beginFrame()
{
    m_tiles.trim();
}

void TextRowPainter::flush(TextStrip& strip)
{
    strip.drawTiles(m_tiles);
    if (!m_hasGlyphs)
        return;
    m_hasGlyphs = false;
    QPainter painter;
    strip.beginPainting(painter);
    m_glyphs.draw(painter, m_tiles.metrics().logical(m_tiles.metrics().baseline));
}

void TextRowPainter::paint(TextStrip& strip, const TextRow& row, const Row& how)
{
    const TextGeometry& geometry = how.geometry;
    const int cell = geometry.metrics().cellWidth;
    const int left = geometry.textLeft();
    Work work{
        .strip = strip,
        .row = row,
        .how = how,
        .parts = splitIntoParts(row, how.colors, {.text = m_style.text.rgb(), .background = how.background},
            how.selection, how.selected),
        .left = left,
        .firstCell = std::max((geometry.gutterWidth() - left) / cell, 0),
        .endCell = std::max((geometry.width() - left) / cell + 1, 0),
    };
    if (row.isShaped())
        paintShaped(work);
    else
        paintCells(work);
    paintLineEnd(work);
}

void TextRowPainter::paintCells(Work& work)
{
    fillBackgrounds(work);
    const std::span<const TextRun> runs = work.row.runs();
    auto run
        = std::ranges::upper_bound(runs, static_cast<std::uint32_t>(work.firstCell), {}, &TextRun::cellEnd);
    auto part = work.parts.begin();
    for (; run != runs.end() && run->cell < static_cast<std::uint32_t>(work.endCell); ++run) {
        const auto clip = [&](int cell) {
            const auto inside = std::max<std::int64_t>(cell - std::int64_t{run->cell}, 0);
            return static_cast<std::uint32_t>(std::min<std::int64_t>(inside / run->cellsEach, run->count));
        };
        std::uint32_t from = clip(work.firstCell);
        const std::uint32_t end = std::min(clip(work.endCell) + 1, run->count);
        while (from < end) {
            while (part->unitEnd <= run->unit + from * run->unitsEach)
                ++part;
            const std::uint32_t partUnits = part->unitEnd - run->unit;
            const std::uint32_t to = std::clamp(partUnits / run->unitsEach, from + 1, end);
            paintRun(work, *run, *part, from, to);
            from = to;
        }
    }
}

void TextRowPainter::fillBackgrounds(Work& work)
{
    const int cell = work.how.geometry.metrics().cellWidth;
    const auto xOf = [&](std::uint32_t unit) {
        return work.left + static_cast<int>(work.row.stopAtUnit(unit).cell) * cell;
    };
    for (const TextPart& part : work.parts) {
        if (part.ink.background != work.how.background)
            work.strip.fill(xOf(part.unit), xOf(part.unitEnd), part.ink.background);
    }
}

void TextRowPainter::paintRun(
    Work& work, const TextRun& run, const TextPart& part, std::uint32_t from, std::uint32_t to)
{
    switch (run.look) {
    case TextLook::Plain:
    case TextLook::Shaped:
        paintPlain(work, run, part, from, to);
        break;
    case TextLook::Tab:
        if (work.how.whitespace)
            paintWhitespace(work, run, from);
        break;
    default:
        for (std::uint32_t index = from; index < to; ++index)
            paintLabel(work, run, part, index);
    }
    if (!part.underline && !part.strikeOut)
        return;
    const TextMetrics& metrics = work.how.geometry.metrics();
    const auto xOf = [&](std::uint32_t index) {
        return work.left + static_cast<int>(run.cell + index * run.cellsEach) * metrics.cellWidth;
    };
    flush(work.strip);
    const int thickness = std::max(metrics.device(1), 1);
    if (part.underline)
        work.strip.horizontalLine(xOf(from), xOf(to), metrics.baseline + thickness, thickness, part.ink.text);
    if (part.strikeOut)
        work.strip.horizontalLine(xOf(from), xOf(to), metrics.baseline * 2 / 3, thickness, part.ink.text);
}

void TextRowPainter::paintPlain(
    Work& work, const TextRun& run, const TextPart& part, std::uint32_t from, std::uint32_t to)
{
    const TextMetrics& metrics = work.how.geometry.metrics();
    const int step = run.cellsEach * metrics.cellWidth;
    const QStringView text = QStringView(work.row.segment().text).mid(run.unit, run.units());
    const bool tiled = run.unitsEach == 1 && run.cellsEach == 1 && !part.italic;
    TextTiles::Page& page = m_tiles.page(part.ink);
    int x = work.left + static_cast<int>(run.cell + from * run.cellsEach) * metrics.cellWidth;
    for (std::uint32_t index = from; index < to; ++index, x += step) {
        const QStringView grapheme = text.mid(index * run.unitsEach, run.unitsEach);
        if (grapheme.size() == 1 && isBlank(grapheme.front())) {
            if (work.how.whitespace)
                paintWhitespace(work, run, index);
            continue;
        }
        if (const TextTiles::Tile tile = tiled ? page.tile(grapheme.front().unicode()) : nullptr) {
            work.strip.addTile(x, tile);
            continue;
        }
        m_glyphs.add(grapheme, {.color = part.ink.text, .bold = part.ink.bold, .italic = part.italic},
            metrics.logical(x), metrics.logical(step));
        m_hasGlyphs = true;
    }
}

QColor TextRowPainter::labelColor(TextLook look) const
{
    switch (look) {
    case TextLook::Control:
    case TextLook::Mark:
        return m_style.special;
    case TextLook::Unreadable:
        return m_style.unreadable;
    default:
        return m_style.warning;
    }
}

void TextRowPainter::paintLabel(Work& work, const TextRun& run, const TextPart& part, std::uint32_t index)
{
    const int cell = work.how.geometry.metrics().cellWidth;
    const QStringView label
        = QStringView(work.row.segment().text).mid(run.unit + index * run.unitsEach, run.unitsEach);
    const int x = work.left + static_cast<int>(run.cell + index * run.cellsEach) * cell;
    const int end = x + run.cellsEach * cell;
    const QRgb color = labelColor(run.look).rgb();
    const QRgb ground = part.ink.background;
    if (run.cellsEach == 1)
        return addText(work.strip, label, x, {.text = color, .background = ground});
    if (run.look == TextLook::Unreadable) {
        work.strip.hatch(x, end, mixed(ground, color, hatchStrength));
        return addText(work.strip, label, x, {.text = color, .background = ground});
    }
    // The box stands for the brackets.
    const bool bracketed = label.startsWith(u'[');
    const QStringView name = bracketed ? label.mid(1, label.size() - 2) : label;
    const int nameX = x + (end - x - static_cast<int>(name.size()) * cell) / 2;
    const int from = bracketed ? x + cell / 2 : x;
    const int to = bracketed ? end - cell / 2 : end;
    const QRgb inside = mixed(ground, color, labelFill);
    work.strip.fillBox(from, to, inside);
    addText(work.strip, name, nameX, {.text = color, .background = inside});
    flush(work.strip);
    work.strip.frameBox(from, to, mixed(ground, color, labelFrame));
}

void TextRowPainter::addText(TextStrip& strip, QStringView text, int x, const TextInk& ink)
{
    const TextMetrics& metrics = m_tiles.metrics();
    TextTiles::Page& page = m_tiles.page(ink);
    for (const QChar c : text) {
        if (const TextTiles::Tile tile = isBlank(c) ? nullptr : page.tile(c.unicode())) {
            strip.addTile(x, tile);
        } else if (!isBlank(c)) {
            m_glyphs.add(QStringView(&c, 1), {.color = ink.text}, metrics.logical(x),
                metrics.logical(metrics.cellWidth));
            m_hasGlyphs = true;
        }
        x += metrics.cellWidth;
    }
}

void TextRowPainter::paintWhitespace(Work& work, const TextRun& run, std::uint32_t index)
{
    const int cell = work.how.geometry.metrics().cellWidth;
    const int x = work.left + static_cast<int>(run.cell + index * run.cellsEach) * cell;
    if (run.look == TextLook::Tab)
        work.strip.arrow(x, x + run.cellsEach * cell, m_style.faint.rgb());
    else
        work.strip.dot(x, x + run.cellsEach * cell, m_style.faint.rgb());
}

void TextRowPainter::paintLineEnd(Work& work)
{
    const TextGeometry& geometry = work.how.geometry;
    const int x = work.left + geometry.widthOf(work.row);
    if (x >= geometry.width() || x < 0)
        return;
    if (work.how.selection.lineEnd)
        work.strip.fill(x, x + geometry.metrics().cellWidth, work.how.selected);
    if (work.how.whitespace && work.row.lineEnd().value() > 0)
        addText(work.strip, lineEndMark(work.row), x,
            {.text = m_style.faint.rgb(),
                .background = work.how.selection.lineEnd ? work.how.selected : work.how.background});
}

void TextRowPainter::paintShaped(Work& work)
{
    const TextGeometry& geometry = work.how.geometry;
    const TextMetrics& metrics = geometry.metrics();
    QList<QTextLayout::FormatRange> formats;
    for (const TextPart& part : work.parts) {
        QTextCharFormat format;
        format.setForeground(QColor::fromRgb(part.ink.text));
        if (part.ink.background != work.how.background)
            format.setBackground(QColor::fromRgb(part.ink.background));
        format.setFontItalic(part.italic);
        format.setFontUnderline(part.underline);
        format.setFontStrikeOut(part.strikeOut);
        formats.append({static_cast<int>(part.unit), static_cast<int>(part.unitEnd - part.unit), format});
    }
    for (const TextRun& run : work.row.runs()) {
        if (run.look == TextLook::Plain || run.look == TextLook::Shaped || run.look == TextLook::Tab)
            continue;
        QTextCharFormat format;
        format.setForeground(labelColor(run.look));
        formats.append({static_cast<int>(run.unit), static_cast<int>(run.units()), format});
    }
    QPainter painter;
    work.strip.beginPainting(painter);
    const double from = metrics.logical(geometry.gutterWidth() - work.left);
    painter.translate(metrics.logical(geometry.gutterWidth()), 0);
    painter.setPen(m_style.text);
    geometry.shape(work.row).draw(painter, from, from + metrics.logical(geometry.textWidth()),
        metrics.logical(metrics.baseline), formats);
    painter.end();
    if (work.how.whitespace)
        markShapedBlanks(work);
}

void TextRowPainter::markShapedBlanks(Work& work)
{
    const TextGeometry& geometry = work.how.geometry;
    const int last = work.left + geometry.width();
    for (std::int64_t unit = work.row.unit(); unit < work.row.unitEnd();) {
        const TextStop stop = work.row.stopAtUnit(unit);
        unit += stop.units;
        const int cell = work.left + static_cast<int>(stop.cell) * geometry.metrics().cellWidth;
        if (cell < 0 || cell > last || !isBlank(work.row.segment().text[stop.unit]))
            continue;
        const int x = work.left + geometry.xOf(work.row, stop);
        const int behind = work.left + geometry.xOf(work.row, work.row.stopAtUnit(unit));
        work.strip.dot(std::min(x, behind), std::max(x, behind), m_style.faint.rgb());
    }
}

} // namespace megascope

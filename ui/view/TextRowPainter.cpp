// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextRowPainter.h"

#include "ui/view/TextMarks.h"

#include <QPainter>

#include <algorithm>

namespace megascope {

namespace {

// Shares of a label's colour in what is around its letters.
constexpr double labelFill = 0.14;
constexpr double labelFrame = 0.5;
constexpr double hatchStrength = 0.35;

QRgb mixed(QRgb a, QRgb b, double share)
{
    const auto part = [share](int x, int y) { return static_cast<int>(x + (y - x) * share + 0.5); };
    return qRgb(part(qRed(a), qRed(b)), part(qGreen(a), qGreen(b)), part(qBlue(a), qBlue(b)));
}

// What a line end is shown as among whitespace.
QStringView lineEndMark(const TextRow& row)
{
    const bool hasCarriageReturn = row.lineEnd().value() > row.segment().newlineSize;
    return hasCarriageReturn ? u"\u240d\u240a" : u"\u21b5";
}

// Blanks that are easily taken for a space, and are none: they are always marked.
bool isUncommonBlank(QChar c)
{
    return c != u' ' && c != u'\u3000';
}

// The one character that a grapheme consists of; 0 when there are more.
char32_t onlyCodePoint(QStringView grapheme)
{
    if (grapheme.size() == 1)
        return grapheme.front().unicode();
    if (grapheme.size() == 2 && grapheme.front().isHighSurrogate())
        return QChar::surrogateToUcs4(grapheme.front(), grapheme.back());
    return 0;
}

// A painter on the strip, in logical pixels of the view.
void beginOn(QPainter& painter, QImage& image, const TextMetrics& metrics)
{
    painter.begin(&image);
    painter.scale(metrics.devicePixelRatio, metrics.devicePixelRatio);
}

} // namespace

void TextRowPainter::setStyle(const ViewStyle& style, const TextMetrics& metrics)
{
    m_style = style;
    m_metrics = metrics;
    for (std::size_t i = 0; i < m_tiles.size(); ++i) {
        QFont font = style.font;
        font.setKerning(false);
        font.setBold((i & 1) != 0);
        font.setItalic((i & 2) != 0);
        CellTiles::Cell cell{metrics.cellWidth, metrics.rowHeight, metrics.baseline};
        m_tiles[i].reset(font, cell, metrics.devicePixelRatio, CellTiles::OtherFonts::Used);
        cell.width *= 2;
        m_wideTiles[i].reset(font, cell, metrics.devicePixelRatio, CellTiles::OtherFonts::Used);
    }
    m_glyphs.setFont(style.font);
}

CellTiles& TextRowPainter::tilesOf(const TextInk& ink, std::uint32_t cells)
{
    return (cells == 2 ? m_wideTiles : m_tiles)[(ink.bold ? 1 : 0) + (ink.italic ? 2 : 0)];
}

void TextRowPainter::paint(CellStrip& strip, const TextRow& row, const Row& how)
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
    work.part = work.parts.begin();
    if (row.isShaped())
        work.shapes = geometry.shape(row).parts();
    paintCells(work);
    if (row.isShaped())
        paintShaped(work);
    paintLineEnd(work);
    drawGlyphs(strip);
}

void TextRowPainter::paintCells(Work& work)
{
    fillBackgrounds(work);
    const std::span<const TextRun> runs = work.row.runs();
    auto run
        = std::ranges::upper_bound(runs, static_cast<std::uint32_t>(work.firstCell), {}, &TextRun::cellEnd);
    for (; run != runs.end() && run->cell < static_cast<std::uint32_t>(work.endCell); ++run) {
        const auto indexAt = [&](int cell) {
            const std::int64_t inside = std::max<std::int64_t>(cell - std::int64_t{run->cell}, 0);
            return static_cast<std::uint32_t>(std::min<std::int64_t>(inside / run->cellsEach, run->count));
        };
        paintVisible(work, *run, indexAt(work.firstCell), std::min(indexAt(work.endCell) + 1, run->count));
    }
}

// Splits at the borders of parts, and leaves out what is shaped.
void TextRowPainter::paintVisible(Work& work, const TextRun& run, std::uint32_t from, std::uint32_t end)
{
    while (from < end) {
        const std::uint32_t unit = run.unit + from * run.unitsEach;
        while (work.part->unitEnd <= unit)
            ++work.part;
        while (!work.shapes.empty() && work.shapes.front().unitEnd <= unit)
            work.shapes = work.shapes.subspan(1);
        std::int64_t stop = work.part->unitEnd;
        const bool shaped = !work.shapes.empty() && work.shapes.front().unit <= unit;
        if (!work.shapes.empty())
            stop = std::min(stop, shaped ? work.shapes.front().unitEnd : work.shapes.front().unit);
        const auto count = static_cast<std::uint32_t>(stop - unit) / run.unitsEach;
        const std::uint32_t to = std::min(from + std::max(count, 1u), end);
        if (!shaped)
            paintRun(work, run, *work.part, from, to);
        from = to;
    }
}

// Within a shaped part only its layout knows where some of its units are, unless they are all of them.
void TextRowPainter::fillBackgrounds(Work& work)
{
    const auto xOf = [&](std::int64_t unit) {
        return work.left + static_cast<int>(work.row.stopAtUnit(unit).cell) * work.metrics().cellWidth;
    };
    const auto fill = [&](const TextPart& part, std::int64_t from, std::int64_t to) {
        if (from < to)
            work.strip.fill(xOf(from), xOf(to) - xOf(from), part.ink.background);
    };
    for (const TextPart& part : work.parts) {
        if (part.ink.background == work.how.background)
            continue;
        std::int64_t from = part.unit;
        for (const TextShape::Part& shape : work.shapes) {
            const bool whole = part.unit <= shape.unit && shape.unitEnd <= part.unitEnd;
            if (whole || shape.unitEnd <= from || shape.unit >= part.unitEnd)
                continue;
            fill(part, from, shape.unit);
            from = shape.unitEnd;
        }
        fill(part, from, part.unitEnd);
    }
}

void TextRowPainter::paintRun(
    Work& work, const TextRun& run, const TextPart& part, std::uint32_t from, std::uint32_t to)
{
    switch (run.look) {
    case TextLook::Plain:
    case TextLook::Shaped:
        paintGraphemes(work, run, part, from, to);
        break;
    case TextLook::Tab:
        if (work.how.whitespace)
            drawArrow(
                work.strip, work.xOf(run, from), work.xOf(run, to), work.metrics(), m_style.faint.rgb());
        break;
    default:
        for (std::uint32_t index = from; index < to; ++index)
            paintLabel(work, run, part, index);
    }
    paintLines(work, part, work.xOf(run, from), work.xOf(run, to));
}

void TextRowPainter::paintGraphemes(
    Work& work, const TextRun& run, const TextPart& part, std::uint32_t from, std::uint32_t to)
{
    const TextMetrics& metrics = work.metrics();
    const int step = run.cellsEach * metrics.cellWidth;
    const bool mayBeTiles = run.unitsEach <= 2 && (run.cellsEach == 1 || run.cellsEach == 2);
    CellTiles& tiles = tilesOf(part.ink, run.cellsEach);
    const CellTiles::Set set = tiles.set(part.ink.text, part.ink.background);
    int x = work.xOf(run, from);
    for (std::uint32_t index = from; index < to; ++index, x += step) {
        const QStringView grapheme = work.text(run, index);
        if (grapheme.size() == 1 && grapheme.front().isSpace()) {
            if (isUncommonBlank(grapheme.front()))
                drawOpenBox(work.strip, x, x + step, metrics, m_style.faint.rgb());
            else if (work.how.whitespace)
                drawDot(work.strip, x, x + step, metrics, m_style.faint.rgb());
            continue;
        }
        const char32_t codePoint = mayBeTiles ? onlyCodePoint(grapheme) : 0;
        const QRgb* tile = codePoint != 0 ? tiles.tile(set, codePoint) : nullptr;
        if (tile)
            work.strip.put(x, tile, step);
        else
            m_glyphs.add(grapheme, part.ink, metrics.logical(x), metrics.logical(step));
    }
}

void TextRowPainter::paintLines(Work& work, const TextPart& part, int from, int to)
{
    const TextMetrics& metrics = work.metrics();
    const int thickness = std::max(metrics.device(1), 1);
    if (part.underline)
        work.strip.fill(from, to - from, metrics.baseline + thickness, thickness, part.ink.text);
    if (part.strikeOut)
        work.strip.fill(from, to - from, metrics.baseline * 2 / 3, thickness, part.ink.text);
}

QColor TextRowPainter::labelColor(TextLook look) const
{
    switch (look) {
    case TextLook::Control:
    case TextLook::Mark:
        return m_style.special;
    case TextLook::Unreadable:
        return m_style.unreadable;
    case TextLook::Pending:
        return m_style.gutterText;
    default:
        return m_style.warning;
    }
}

void TextRowPainter::paintLabel(Work& work, const TextRun& run, const TextPart& part, std::uint32_t index)
{
    const int cell = work.metrics().cellWidth;
    const QStringView label = work.text(run, index);
    const int x = work.xOf(run, index);
    const int end = work.xOf(run, index + 1);
    const QRgb color = labelColor(run.look).rgb();
    const QRgb ground = part.ink.background;
    const bool isPending = run.look == TextLook::Pending;
    if (run.look == TextLook::Unreadable || isPending)
        drawHatch(work.strip, x, end, work.metrics(), mixed(ground, color, hatchStrength),
            isPending ? work.how.waitPhase : 0);
    if (run.look == TextLook::Unreadable || isPending)
        return paintText(work.strip, label, x, {.text = color, .background = ground});
    // The box stands for the brackets.
    const bool bracketed = label.startsWith(u'[');
    const QStringView name = bracketed ? label.mid(1, label.size() - 2) : label;
    const int inset = bracketed ? cell / 2 : 0;
    const int nameX = x + (end - x - static_cast<int>(name.size()) * cell) / 2;
    const QRgb inside = mixed(ground, color, labelFill);
    drawBox(work.strip, x + inset, end - inset, inside);
    paintText(work.strip, name, nameX, {.text = color, .background = inside});
    if (run.cellsEach > 1)
        drawFrame(work.strip, x + inset, end - inset, mixed(ground, color, labelFrame), ground);
    else
        work.strip.fill(x, 1, ground); // keeps it apart from the one before
}

void TextRowPainter::paintText(CellStrip& strip, QStringView text, int x, const TextInk& ink)
{
    CellTiles& tiles = tilesOf(ink);
    const CellTiles::Set set = tiles.set(ink.text, ink.background);
    for (const QChar& c : text) {
        if (const QRgb* tile = c.isSpace() ? nullptr : tiles.tile(set, c.unicode()))
            strip.put(x, tile, m_metrics.cellWidth);
        else if (!c.isSpace())
            m_glyphs.add(
                QStringView(&c, 1), ink, m_metrics.logical(x), m_metrics.logical(m_metrics.cellWidth));
        x += m_metrics.cellWidth;
    }
    drawGlyphs(strip);
}

void TextRowPainter::paintLineEnd(Work& work)
{
    const TextGeometry& geometry = work.how.geometry;
    const int x = work.left + geometry.widthOf(work.row);
    if (x >= geometry.width() || x < 0)
        return;
    const QRgb background = work.how.selection.lineEnd ? work.how.selected : work.how.background;
    if (work.how.selection.lineEnd)
        work.strip.fill(x, work.metrics().cellWidth, background);
    if (work.how.whitespace && work.row.lineEnd().value() > 0)
        paintText(
            work.strip, lineEndMark(work.row), x, {.text = m_style.faint.rgb(), .background = background});
}

void TextRowPainter::paintShaped(Work& work)
{
    QList<QTextLayout::FormatRange> formats;
    for (const TextPart& part : work.parts) {
        QTextCharFormat format;
        format.setForeground(QColor::fromRgb(part.ink.text));
        if (part.ink.background != work.how.background)
            format.setBackground(QColor::fromRgb(part.ink.background));
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
    const TextGeometry& geometry = work.how.geometry;
    const TextMetrics& metrics = work.metrics();
    const double from = metrics.logical(geometry.gutterWidth() - work.left);
    QImage image = work.strip.image();
    QPainter painter;
    beginOn(painter, image, metrics);
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
    TextStop stop = work.row.stopAtCell(work.firstCell);
    while (!stop.isRowEnd() && stop.cell <= work.endCell) {
        const TextStop behind = work.row.stopAtUnit(stop.unit + stop.units);
        if (work.row.segment().text[stop.unit].isSpace()) {
            const int a = work.left + geometry.xOf(work.row, stop);
            const int b = work.left + geometry.xOf(work.row, behind);
            drawDot(work.strip, std::min(a, b), std::max(a, b), work.metrics(), m_style.faint.rgb());
        }
        stop = behind;
    }
}

void TextRowPainter::drawGlyphs(CellStrip& strip)
{
    if (m_glyphs.isEmpty())
        return;
    QImage image = strip.image();
    QPainter painter;
    beginOn(painter, image, m_metrics);
    m_glyphs.draw(painter, m_metrics.logical(m_metrics.baseline));
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexFrame.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// MIDDLE DOT: what stands for a byte that has no shape.
constexpr char32_t shapeless = U'\u00b7';

// Of a separator between two areas: how much of `faint` it has.
constexpr double lineStrength = 0.45;

// Of the cursor in the column that it is not in.
constexpr float faintCursor = 0.6F;

QRgb mixed(const QColor& from, const QColor& to, double share)
{
    const auto part = [share](int a, int b) { return qRound(a + (b - a) * share); };
    return qRgb(part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue()));
}

// The colour on top of another one, which is opaque.
QRgb over(const QColor& color, QRgb below)
{
    return mixed(QColor::fromRgb(below), color, color.alphaF());
}

} // namespace

HexFrame::HexFrame(QPainter& painter, const Tools& tools, const QRectF& exposed, const HexScene& scene)
    : m_painter(painter)
    , m_tiles(tools.tiles)
    , m_strip(tools.strip)
    , m_glyphs(tools.glyphs)
    , m_scene(scene)
    , m_layout(scene.layout)
    , m_metrics(scene.layout.metrics())
    , m_exposed(exposed)
{
    std::tie(m_first, m_behind) = m_layout.rowsTouching(exposed.top(), exposed.bottom());
    const RowCount below = m_layout.grid().lastRow() - scene.top;
    if (below.value() < m_behind)
        m_behind = static_cast<int>(below.value()) + 1;
}

void HexFrame::paint()
{
    m_painter.save();
    alignToDevicePixels();
    chooseColors();
    if (m_exposed.top() < m_layout.headHeight())
        paintHead();
    m_strip.resize(stripWidth(), m_tiles.cell().height);
    for (int row = m_first; row < m_behind; ++row)
        paintRow(row);
    paintBelow();

    m_painter.setClipRect(m_exposed.intersected(
        QRectF(QPointF(m_layout.offsetsWidth(), 0), QPointF(m_exposed.right() + 1, m_exposed.bottom() + 1))));
    m_painter.translate(-m_scene.scrollX, 0);
    m_glyphs.draw(m_painter, m_scene.style.text);
    paintUnreadable();
    paintCursor();
    m_painter.restore();
}

// The viewport itself may begin inside of a device pixel.
void HexFrame::alignToDevicePixels()
{
    const QTransform device = m_painter.deviceTransform();
    const QPointF off(std::round(device.dx()) - device.dx(), std::round(device.dy()) - device.dy());
    if (off.isNull())
        return;
    m_painter.fillRect(m_exposed, m_scene.style.background);
    m_painter.translate(off / m_metrics.devicePixelRatio);
}

void HexFrame::chooseColors()
{
    const ViewStyle& style = m_scene.style;
    const QRgb plain = style.background.rgb();
    m_backgrounds = {plain, over(style.currentRow, plain), over(style.selection, plain),
        over(style.inactiveSelection, plain), over(style.match, plain), over(style.gutterBackground, plain)};
    m_inks
        = {style.text, style.faint, style.special, style.changed, style.gutterText, style.currentGutterText};
    for (int level = 1; level <= Afterglow::levels; ++level)
        m_backgrounds[Glow + level - 1]
            = mixed(style.background, style.live, double(level) / Afterglow::levels);
    const int used = m_scene.glow.empty() ? int(Glow) : int(BackgroundCount);
    for (int background = 0; background < used; ++background) {
        for (int ink = 0; ink < InkCount; ++ink)
            m_sets[background][ink]
                = m_tiles.set(over(m_inks[ink], m_backgrounds[background]), m_backgrounds[background]);
    }
}

int HexFrame::pixels(double length) const
{
    return qRound(length * m_metrics.devicePixelRatio);
}

// With a pixel more, for a viewport that ends inside of one.
int HexFrame::stripWidth() const
{
    return pixels(m_layout.viewport().width()) + 1;
}

int HexFrame::stripX(HexArea area, int column) const
{
    return pixels(m_layout.cellX(area, column) - m_scene.scrollX);
}

QRgb HexFrame::lineColor(QRgb background) const
{
    return mixed(QColor::fromRgb(background), m_scene.style.faint, lineStrength);
}

HexFrame::Background HexFrame::selectionBackground(HexArea area) const
{
    const bool active = m_scene.focused && area == m_scene.activeArea;
    return active || m_scene.strongSelection ? StrongSelection : LightSelection;
}

HexFrame::Background HexFrame::glowOf(ByteOffset offset, Background otherwise) const
{
    if (m_scene.glow.empty())
        return otherwise;
    const auto at = sizeOf(offset - m_scene.page.range().begin());
    const int level = at < m_scene.glow.size() ? m_scene.glow[at] : 0;
    return level == 0 ? otherwise : static_cast<Background>(Glow + level - 1);
}

std::optional<int> HexFrame::cursorRow() const
{
    const std::int64_t row = (m_layout.grid().rowOf(m_scene.selection.cursor) - m_scene.top).value();
    return row >= m_first && row < m_behind ? std::optional(static_cast<int>(row)) : std::nullopt;
}

void HexFrame::put(int x, Ink ink, Background background, char32_t codePoint)
{
    if (const QRgb* tile = m_tiles.tile(m_sets[background][ink], codePoint))
        return m_strip.put(x, tile, m_tiles.cell().width);
    // A font whose digits reach out of their cells: slow, but there.
    m_strip.fill(x, m_tiles.cell().width, m_backgrounds[background]);
    QImage image = m_strip.image();
    image.setDevicePixelRatio(m_metrics.devicePixelRatio);
    QPainter painter(&image);
    painter.setFont(m_scene.style.font);
    painter.setPen(m_inks[ink]);
    painter.drawText(
        QPointF(x * m_metrics.devicePixel(), m_metrics.baseline), QString::fromUcs4(&codePoint, 1));
}

// Draws the strip with its top at y.
void HexFrame::drawStrip(double y)
{
    m_painter.save();
    m_painter.scale(m_metrics.devicePixel(), m_metrics.devicePixel());
    m_strip.draw(m_painter, pixels(y));
    m_painter.restore();
}

void HexFrame::paintHead()
{
    const int height = pixels(m_layout.headHeight());
    const double textTop = m_metrics.aligned((m_layout.headHeight() - m_metrics.rowHeight) / 2);
    m_painter.fillRect(QRectF(0, 0, m_layout.viewport().width(), m_layout.headHeight()),
        QColor::fromRgb(m_backgrounds[Gutter]));
    m_strip.resize(stripWidth(), m_tiles.cell().height);
    m_strip.fill(m_backgrounds[Gutter]);
    putHeads();
    drawStrip(textTop);

    m_strip.resize(m_strip.width(), 1);
    m_strip.fill(lineColor(m_backgrounds[Gutter]));
    drawStrip((height - 1) / m_metrics.devicePixelRatio);
}

void HexFrame::putHeads()
{
    const int current = m_layout.grid().columnOf(m_scene.selection.cursor);
    const int group = m_layout.format().groupSize;
    const unsigned base = m_layout.format().decimalOffsets ? 10 : 16;
    const auto digit
        = [&](unsigned value) { return static_cast<char32_t>(m_layout.format().digit(value % base)); };
    m_strip.setLeft(pixels(m_layout.offsetsWidth()));
    for (int column = 0; column < m_layout.grid().bytesPerRow(); ++column) {
        const auto number = static_cast<unsigned>(column);
        put(stripX(HexArea::Characters, column), column == current ? CurrentGutterDigit : GutterDigit, Gutter,
            digit(number));
        if (column % group != 0)
            continue;
        const Ink ink = column / group == current / group ? CurrentGutterDigit : GutterDigit;
        const int x = stripX(HexArea::Bytes, column);
        put(x, ink, Gutter, digit(number / base));
        put(x + m_tiles.cell().width, ink, Gutter, digit(number));
    }
    m_strip.setLeft(0);
}

void HexFrame::paintRow(int row)
{
    const Background plain = m_scene.selection.isEmpty() && cursorRow() == row ? CurrentRow : Plain;
    const ByteRange range = rangeAt(row);
    const ByteRange selected = m_scene.selection.range().intersected(range);
    // The gaps between the cells are mostly those of the row before.
    if (m_gaps != plain || range.count() < ByteCount(m_layout.grid().bytesPerRow())) {
        m_strip.fill(m_backgrounds[plain]);
        m_strip.fill(pixels(m_layout.separatorX() - m_scene.scrollX), 1, lineColor(m_backgrounds[plain]));
    }
    const std::span<const ByteRange> marks = marksIn(range);
    for (const ByteRange& mark : marks)
        fill(mark.intersected(range), Match, Match);
    fill(selected, selectionBackground(HexArea::Bytes), selectionBackground(HexArea::Characters));
    m_gaps = selected.empty() && marks.empty() ? plain : BackgroundCount;
    putCells(row, plain);
    putOffset(row);
    drawStrip(m_layout.rowY(row));
}

std::span<const ByteRange> HexFrame::marksIn(const ByteRange& row) const
{
    const std::span<const ByteRange> marks = m_scene.marks;
    const auto first = std::ranges::partition_point(
        marks, [&](const ByteRange& mark) { return mark.end() <= row.begin(); });
    const auto last = std::partition_point(
        first, marks.end(), [&](const ByteRange& mark) { return mark.begin() < row.end(); });
    return {first, last};
}

void HexFrame::fill(const ByteRange& bytes, Background inBytes, Background inCharacters)
{
    if (bytes.empty())
        return;
    const int first = m_layout.grid().columnOf(bytes.begin());
    const int last = first + static_cast<int>(bytes.count().value()) - 1;
    fillColumns(HexArea::Bytes, first, last, inBytes);
    fillColumns(HexArea::Characters, first, last, inCharacters);
}

void HexFrame::fillColumns(HexArea area, int firstColumn, int lastColumn, Background background)
{
    const int overhang = area == HexArea::Bytes ? m_tiles.cell().width / 4 : 0;
    const int width = m_tiles.cell().width * (area == HexArea::Bytes ? 2 : 1);
    const int left = stripX(area, firstColumn) - overhang;
    const int right = stripX(area, lastColumn) + width + overhang;
    m_strip.fill(left, right - left, m_backgrounds[background]);
}

// Covers every cell that has a byte.
void HexFrame::putCells(int row, Background plain)
{
    const ByteRange range = rangeAt(row);
    const ByteRange selected = m_scene.selection.range().intersected(range);
    const auto firstSelected = (selected.begin() - range.begin()).value();
    const auto behindSelected = (selected.end() - range.begin()).value();
    const Background bytesSelected = selectionBackground(HexArea::Bytes);
    const Background charactersSelected = selectionBackground(HexArea::Characters);
    const std::span<const HexCell> cells = m_scene.page.cells(range);
    m_strip.setLeft(pixels(m_layout.offsetsWidth()));
    m_coveredTo = 0;
    std::span<const ByteRange> marks = marksIn(range);
    for (int column = 0; column < static_cast<int>(cells.size()); ++column) {
        const HexCell& cell = cells[static_cast<std::size_t>(column)];
        const bool isSelected = column >= firstSelected && column < behindSelected;
        const ByteOffset offset = range.begin() + ByteCount(column);
        while (!marks.empty() && marks.front().end() <= offset)
            marks = marks.subspan(1);
        const Background ground = !marks.empty() && marks.front().contains(offset) ? Match : plain;
        const bool changed = isChanged(offset);
        putByte(cell, column, {glowOf(offset, isSelected ? bytesSelected : ground), changed});
        putCharacter(cell, row, column, {glowOf(offset, isSelected ? charactersSelected : ground), changed});
    }
    m_strip.setLeft(0);
}

// Called for ascending offsets.
bool HexFrame::isChanged(ByteOffset offset)
{
    while (m_passedChanges < m_scene.changed.size() && m_scene.changed[m_passedChanges].end() <= offset)
        ++m_passedChanges;
    return m_passedChanges < m_scene.changed.size() && m_scene.changed[m_passedChanges].contains(offset);
}

void HexFrame::putByte(const HexCell& cell, int column, const Writing& how)
{
    const Background background = how.background;
    const int width = m_tiles.cell().width;
    const int x = stripX(HexArea::Bytes, column);
    if (cell.state != HexCell::State::Present)
        return m_strip.fill(x, 2 * width, m_backgrounds[background]);
    if (cell.kind == HexCell::Kind::Hole) {
        put(x, Faint, background, shapeless);
        return put(x + width, Faint, background, shapeless);
    }
    const HexFormat& format = m_layout.format();
    const bool isPrintable = cell.byte >= 0x20 && cell.byte < 0x7f;
    const Ink ink = how.changed ? Changed : cell.byte == 0 ? Faint : isPrintable ? Digit : Special;
    put(x, ink, background, static_cast<char32_t>(format.digit(cell.byte >> 4U)));
    put(x + width, ink, background, static_cast<char32_t>(format.digit(cell.byte & 15U)));
}

void HexFrame::putCharacter(const HexCell& cell, int row, int column, const Writing& how)
{
    const Background background = how.background;
    const double x = m_layout.cellX(HexArea::Characters, column);
    const int stripLeft = stripX(HexArea::Characters, column);
    const bool isVisible = cell.kind == HexCell::Kind::Visible;
    const bool isCovered
        = cell.kind == HexCell::Kind::Continued && x + m_metrics.devicePixel() <= m_coveredTo;
    const QRgb* tile = nullptr;
    if (isVisible)
        tile = m_tiles.tile(m_sets[background][how.changed ? Changed : Digit], cell.codePoint);
    else if (!isCovered && cell.state == HexCell::State::Present && cell.kind != HexCell::Kind::Hole)
        tile = m_tiles.tile(m_sets[background][how.changed ? Changed : Faint], shapeless);

    if (tile)
        m_strip.put(stripLeft, tile, m_tiles.cell().width);
    else
        m_strip.fill(stripLeft, m_tiles.cell().width, m_backgrounds[background]);
    if (isVisible)
        m_coveredTo = x
            + (tile ? m_metrics.cellWidth
                    : m_glyphs.add(cell.codePoint, {x, m_layout.rowY(row) + m_metrics.baseline}));
}

void HexFrame::putOffset(int row)
{
    const int width = pixels(m_layout.offsetsWidth());
    m_strip.fill(0, width, m_backgrounds[Gutter]);
    m_strip.fill(width - 1, 1, lineColor(m_backgrounds[Gutter]));

    std::array<char, HexFormat::mostOffsetDigits> text;
    const auto digits = std::span(text).first(static_cast<std::size_t>(m_layout.offsetDigits()));
    m_layout.format().writeOffset(m_layout.grid().rowBegin(rowAt(row)), digits);
    const bool isCurrent = rowAt(row) == m_layout.grid().rowOf(m_scene.selection.cursor);
    const Ink ink = isCurrent ? CurrentGutterDigit : GutterDigit;
    // Zeros in front are there for the eye's column only; the last digit always counts.
    const auto leading
        = std::ranges::find_if(digits.first(digits.size() - 1), [](char digit) { return digit != '0'; });
    for (int i = 0; i < m_layout.offsetDigits(); ++i) {
        const char digit = digits[static_cast<std::size_t>(i)];
        put(pixels(m_layout.offsetDigitX(i)), i < leading - digits.begin() ? Faint : ink, Gutter,
            static_cast<char32_t>(digit));
    }
}

void HexFrame::paintBelow()
{
    const double y = m_layout.rowY(m_behind);
    if (y >= m_exposed.bottom())
        return;
    const double height = m_exposed.bottom() + 1 - y; // what is too much is clipped
    const double width = stripWidth() * m_metrics.devicePixel();
    const auto fill = [&](double x, double to, QRgb color) {
        m_painter.fillRect(QRectF(x, y, to - x, height), QColor::fromRgb(color));
    };
    fill(0, width, m_backgrounds[Plain]);
    const double separator = m_layout.separatorX() - m_scene.scrollX;
    fill(separator, separator + m_metrics.devicePixel(), lineColor(m_backgrounds[Plain]));
    const double border = m_layout.offsetsWidth() - m_metrics.devicePixel();
    fill(0, border, m_backgrounds[Gutter]);
    fill(border, m_layout.offsetsWidth(), lineColor(m_backgrounds[Gutter]));
}

// What is not read yet has lines that wander, in a colour that does not alarm.
void HexFrame::paintUnreadable()
{
    for (int row = m_first; row < m_behind; ++row) {
        const std::span<const HexCell> cells = m_scene.page.cells(rangeAt(row));
        for (auto end = cells.begin(); end != cells.end();) {
            const auto begin = std::find_if(
                end, cells.end(), [](const HexCell& cell) { return cell.state != HexCell::State::Present; });
            if (begin == cells.end())
                break;
            const bool isPending = begin->state == HexCell::State::Pending;
            end = std::find_if(begin, cells.end(), [&](const HexCell& cell) {
                return cell.state == HexCell::State::Present
                    || (cell.state == HexCell::State::Pending) != isPending;
            });
            const QBrush hatching(
                isPending ? m_scene.style.faint : m_scene.style.unreadable, Qt::BDiagPattern);
            const int first = static_cast<int>(begin - cells.begin());
            const int last = static_cast<int>(end - cells.begin()) - 1;
            m_painter.setBrushOrigin(isPending ? m_scene.waitPhase : 0, 0);
            m_painter.fillRect(m_layout.cells(HexArea::Bytes, row, first, last), hatching);
            m_painter.fillRect(m_layout.cells(HexArea::Characters, row, first, last), hatching);
        }
    }
}

void HexFrame::paintCursor()
{
    const std::optional<int> row = cursorRow();
    if (!row)
        return;
    const int column = m_layout.grid().columnOf(m_scene.selection.cursor);
    for (const HexArea area : {HexArea::Bytes, HexArea::Characters}) {
        const bool strong = m_scene.focused && area == m_scene.activeArea;
        QColor color = m_scene.style.cursor;
        color.setAlphaF(strong ? 1 : faintCursor);
        const double width = strong ? m_metrics.aligned(2) : m_metrics.devicePixel();
        QRectF cell = m_layout.cell(area, *row, column);
        if (m_scene.atLowDigit && area == HexArea::Bytes)
            cell.setLeft(cell.left() + m_metrics.cellWidth);
        if (strong && m_scene.inserting)
            paintBar(cell, width, color);
        else
            paintBox(cell, width, color);
    }
}

// What is typed goes in there.
void HexFrame::paintBar(const QRectF& cell, double width, const QColor& color)
{
    m_painter.fillRect(QRectF(cell.left() - width, cell.top(), width, cell.height()), color);
}

// A frame of whole device pixels around a cell, to the left and right of its digits.
void HexFrame::paintBox(const QRectF& cell, double width, const QColor& color)
{
    const double gap = m_metrics.aligned(1);
    const QRectF outer = cell.adjusted(-gap - width, 0, gap + width, 0);
    const QRectF inner = outer.adjusted(width, width, -width, -width);
    m_painter.fillRect(QRectF(outer.topLeft(), QPointF(outer.right(), inner.top())), color);
    m_painter.fillRect(QRectF(QPointF(outer.left(), inner.bottom()), outer.bottomRight()), color);
    m_painter.fillRect(
        QRectF(QPointF(outer.left(), inner.top()), QPointF(inner.left(), inner.bottom())), color);
    m_painter.fillRect(
        QRectF(QPointF(inner.right(), inner.top()), QPointF(outer.right(), inner.bottom())), color);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexPainter.h"

#include <KLocalizedString>

#include <QFontMetricsF>
#include <QPainter>

#include <array>

namespace megascope {

namespace {

using Ink = HexGlyphs::Ink;
using State = HexCell::State;
using Kind = HexCell::Kind;

// MIDDLE DOT: what stands for a byte that has no shape.
constexpr char32_t shapeless = U'\u00b7';

Ink byteInk(std::uint8_t byte)
{
    if (byte == 0)
        return Ink::Faint;
    return byte >= 0x20 && byte < 0x7f ? Ink::Text : Ink::Special;
}

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

// Paints one frame.
class Frame {
public:
    Frame(QPainter& painter, HexGlyphs& glyphs, const QRectF& exposed, const HexScene& scene)
        : m_painter(painter)
        , m_glyphs(glyphs)
        , m_scene(scene)
        , m_layout(scene.layout)
        , m_metrics(scene.layout.metrics())
        , m_exposed(exposed)
        , m_baseline(glyphs.baseline(m_metrics))
        , m_onHead(exposed.top() < m_layout.headHeight())
    {
        std::tie(m_first, m_behind) = m_layout.rowsTouching(exposed.top(), exposed.bottom());
        const RowCount available = m_layout.grid().lastRow() - scene.top;
        if (available.value() < m_behind)
            m_behind = static_cast<int>(available.value()) + 1;
    }

    void paint()
    {
        m_painter.fillRect(m_exposed, m_scene.style.background);
        m_painter.save();
        m_painter.setClipRect(QRectF(m_layout.offsetsWidth(), m_exposed.top(),
            std::max(0.0, m_exposed.right() - m_layout.offsetsWidth()), m_exposed.height()));
        m_painter.translate(-m_scene.scrollX, 0);
        paintCurrentRow();
        paintHeadArea();
        paintSelection(HexArea::Bytes);
        paintSelection(HexArea::Characters);
        paintSeparator();
        addHeads();
        for (int row = m_first; row < m_behind; ++row)
            addRow(row);
        drawText();
        paintUnreadable();
        paintCursor();
        m_painter.restore();
        paintOffsets();
    }

private:
    [[nodiscard]] RowNumber rowAt(int screenRow) const { return m_scene.top + RowCount(screenRow); }
    // The screen row of a position, or nothing when it is not to be painted.
    [[nodiscard]] std::optional<int> screenRowOf(ByteOffset offset) const
    {
        const std::int64_t row = (m_layout.grid().rowOf(offset) - m_scene.top).value();
        return row >= m_first && row < m_behind ? std::optional(static_cast<int>(row)) : std::nullopt;
    }
    [[nodiscard]] QColor selectionColor(HexArea area) const
    {
        const bool strong = m_scene.focused && area == m_scene.activeArea;
        return strong ? m_scene.style.selection : m_scene.style.inactiveSelection;
    }

    void paintCurrentRow()
    {
        const std::optional<int> row = screenRowOf(m_scene.selection.cursor);
        if (!row || !m_scene.selection.isEmpty())
            return;
        const double right = std::max(m_layout.contentWidth(), m_exposed.right() + m_scene.scrollX);
        m_painter.fillRect(
            QRectF(0, m_layout.rowY(*row), right, m_metrics.rowHeight), m_scene.style.currentRow);
    }

    void paintHeadArea()
    {
        if (!m_onHead)
            return;
        const double right = std::max(m_layout.contentWidth(), m_exposed.right() + m_scene.scrollX);
        m_painter.fillRect(QRectF(0, 0, right, m_layout.headHeight()), m_scene.style.gutterBackground);
        const double line = m_metrics.devicePixel();
        m_painter.fillRect(QRectF(0, m_layout.headHeight() - line, right, line), lineColor());
    }

    void paintSeparator()
    {
        m_painter.fillRect(
            QRectF(m_layout.separatorX(), m_exposed.top(), m_metrics.devicePixel(), m_exposed.height()),
            lineColor());
    }

    [[nodiscard]] QColor lineColor() const { return withAlpha(m_scene.style.faint, 0.45); }

    void paintSelection(HexArea area)
    {
        const ByteRange range = m_scene.selection.range();
        if (range.empty())
            return;
        const QColor color = selectionColor(area);
        const double overhang = area == HexArea::Bytes ? m_metrics.aligned(m_metrics.cellWidth / 4) : 0;
        for (int row = m_first; row < m_behind; ++row) {
            const ByteRange part = range.intersected(m_layout.grid().rowRange(rowAt(row)));
            if (part.empty())
                continue;
            const int first = m_layout.grid().columnOf(part.begin());
            const int last = first + static_cast<int>(part.count().value()) - 1;
            m_painter.fillRect(
                m_layout.cells(area, row, first, last).adjusted(-overhang, 0, overhang, 0), color);
        }
    }

    void addHeads()
    {
        if (!m_onHead)
            return;
        const int current = m_layout.grid().columnOf(m_scene.selection.cursor);
        const int group = m_layout.format().groupSize;
        for (int column = 0; column < m_layout.grid().bytesPerRow(); ++column) {
            const auto low = static_cast<unsigned>(column);
            const Ink ink = column == current ? Ink::CurrentGutter : Ink::Gutter;
            addHead(ink, low & 15U, m_layout.cellX(HexArea::Characters, column));
            if (column % group != 0)
                continue;
            const Ink groupInk = column / group == current / group ? Ink::CurrentGutter : Ink::Gutter;
            const double x = m_layout.cellX(HexArea::Bytes, column);
            addHead(groupInk, low >> 4, x);
            addHead(groupInk, low & 15U, x + m_metrics.cellWidth);
        }
    }

    void addHead(Ink ink, unsigned nibble, double x)
    {
        const QPointF cell(
            x, m_metrics.aligned((m_layout.headHeight() - m_metrics.rowHeight) / 2) + m_baseline);
        m_glyphs.add(ink, static_cast<char32_t>(m_layout.format().digit(nibble)), cell, m_metrics);
    }

    void addRow(int row)
    {
        const std::span<const HexCell> cells = m_scene.page.cells(m_layout.grid().rowRange(rowAt(row)));
        const double y = m_layout.rowY(row) + m_baseline;
        const HexFormat& format = m_layout.format();
        double coveredTo = 0; // where the last character's shape ends
        for (int column = 0; column < static_cast<int>(cells.size()); ++column) {
            const HexCell& cell = cells[static_cast<std::size_t>(column)];
            if (cell.state != State::Present)
                continue;
            const Ink ink = byteInk(cell.byte);
            const QPointF high(m_layout.cellX(HexArea::Bytes, column), y);
            m_glyphs.add(ink, static_cast<char32_t>(format.digit(cell.byte >> 4U)), high, m_metrics);
            m_glyphs.add(ink, static_cast<char32_t>(format.digit(cell.byte & 15U)),
                high + QPointF(m_metrics.cellWidth, 0), m_metrics);
            addCharacter(cell, {m_layout.cellX(HexArea::Characters, column), y}, coveredTo);
        }
    }

    void addCharacter(const HexCell& cell, const QPointF& place, double& coveredTo)
    {
        if (cell.kind == Kind::Visible) {
            if (cell.codePoint != U' ')
                coveredTo = place.x() + m_glyphs.add(Ink::Text, cell.codePoint, place, m_metrics);
        } else if (cell.kind != Kind::Continued || place.x() + m_metrics.devicePixel() > coveredTo) {
            m_glyphs.add(Ink::Faint, shapeless, place, m_metrics);
        }
    }

    void paintUnreadable()
    {
        for (int row = m_first; row < m_behind; ++row) {
            const std::span<const HexCell> cells = m_scene.page.cells(m_layout.grid().rowRange(rowAt(row)));
            const int count = static_cast<int>(cells.size());
            const auto present
                = [&](int column) { return cells[static_cast<std::size_t>(column)].state == State::Present; };
            for (int begin = 0; begin < count; ++begin) {
                if (present(begin))
                    continue;
                int last = begin;
                while (last + 1 < count && !present(last + 1))
                    ++last;
                hatch(m_layout.cells(HexArea::Bytes, row, begin, last));
                hatch(m_layout.cells(HexArea::Characters, row, begin, last));
                begin = last;
            }
        }
    }

    void hatch(const QRectF& cells)
    {
        m_painter.fillRect(cells, QBrush(m_scene.style.unreadable, Qt::BDiagPattern));
    }

    void paintCursor()
    {
        const ByteOffset cursor = m_scene.selection.cursor;
        const std::optional<int> row = screenRowOf(cursor);
        if (!row)
            return;
        for (const HexArea area : {HexArea::Bytes, HexArea::Characters}) {
            const QRectF cell = m_layout.cell(area, *row, m_layout.grid().columnOf(cursor));
            const bool strong = m_scene.focused && area == m_scene.activeArea;
            frame(cell, strong ? m_metrics.aligned(2) : m_metrics.devicePixel(),
                strong ? m_scene.style.cursor : withAlpha(m_scene.style.cursor, 0.6));
        }
    }

    // A frame of whole device pixels around a cell, drawn outside of its digits.
    void frame(const QRectF& cell, double width, const QColor& color)
    {
        const double gap = m_metrics.aligned(1);
        const QRectF outer = cell.adjusted(-gap - width, 0, gap + width, 0);
        m_painter.fillRect(QRectF(outer.left(), outer.top(), outer.width(), width), color);
        m_painter.fillRect(QRectF(outer.left(), outer.bottom() - width, outer.width(), width), color);
        m_painter.fillRect(
            QRectF(outer.left(), outer.top() + width, width, outer.height() - 2 * width), color);
        m_painter.fillRect(
            QRectF(outer.right() - width, outer.top() + width, width, outer.height() - 2 * width), color);
    }

    void paintOffsets()
    {
        if (m_exposed.left() >= m_layout.offsetsWidth())
            return;
        const double width = m_layout.offsetsWidth();
        const double line = m_metrics.devicePixel();
        m_painter.fillRect(
            QRectF(0, m_exposed.top(), width, m_exposed.height()), m_scene.style.gutterBackground);
        m_painter.fillRect(QRectF(width - line, m_exposed.top(), line, m_exposed.height()), lineColor());
        if (m_onHead)
            m_painter.fillRect(QRectF(0, m_layout.headHeight() - line, width, line), lineColor());
        const RowNumber current = m_layout.grid().rowOf(m_scene.selection.cursor);
        for (int row = m_first; row < m_behind; ++row)
            addOffset(row, rowAt(row) == current ? Ink::CurrentGutter : Ink::Gutter);
        drawText();
    }

    void addOffset(int row, Ink ink)
    {
        std::array<char, 24> text;
        const auto digits = std::span(text).first(static_cast<std::size_t>(m_layout.offsetDigits()));
        m_layout.format().writeOffset(m_layout.grid().rowBegin(rowAt(row)), digits);
        const double y = m_layout.rowY(row) + m_baseline;
        for (int i = 0; i < m_layout.offsetDigits(); ++i)
            m_glyphs.add(ink, static_cast<char32_t>(digits[static_cast<std::size_t>(i)]),
                {m_layout.offsetDigitX(i), y}, m_metrics);
    }

    void drawText()
    {
        const ViewStyle& style = m_scene.style;
        const std::array<QColor, HexGlyphs::inkCount> colors{
            style.gutterText, style.currentGutterText, style.text, style.faint, style.special, style.warning};
        m_glyphs.draw(m_painter, colors);
    }

    QPainter& m_painter;
    HexGlyphs& m_glyphs;
    const HexScene& m_scene;
    const HexLayout& m_layout;
    const HexMetrics& m_metrics;
    const QRectF m_exposed;
    const double m_baseline;
    const bool m_onHead;
    int m_first = 0; // screen rows to paint: [m_first, m_behind)
    int m_behind = 0;
};

} // namespace

void HexPainter::paint(QPainter& painter, const QRectF& exposed, const HexScene& scene)
{
    Frame(painter, m_glyphs, exposed, scene).paint();
}

} // namespace megascope

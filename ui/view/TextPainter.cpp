// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextPainter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// In place of a line number, on rows in which a line goes on.
constexpr char16_t continuationMark = u'\u21aa';

// Where the device pixels begin that a view may draw on whole: at fractional scales a view can begin inside
// one.
QPointF deviceAlignment(const QPainter& painter)
{
    const QPointF origin = painter.deviceTransform().map(QPointF());
    return {std::ceil(origin.x() - 1e-6) - origin.x(), std::ceil(origin.y() - 1e-6) - origin.y()};
}

// Where bytes were only taken away, the row in which that was.
bool isChanged(const TextRow& row, std::span<const ByteRange> changed)
{
    const auto next = std::ranges::partition_point(changed, [&](const ByteRange& range) {
        return range.end() < row.begin() || (range.end() == row.begin() && !range.empty());
    });
    return next != changed.end()
        && (next->begin() < row.end() || (next->begin() == row.end() && row.lineEnd() == ByteCount(0)));
}

bool isBookmarked(const TextRow& row, std::span<const ByteOffset> bookmarks)
{
    const auto next = std::ranges::lower_bound(bookmarks, row.begin());
    const bool isEmpty = row.begin() == row.end();
    return next != bookmarks.end() && (*next < row.end() || (isEmpty && *next == row.begin()));
}

} // namespace

void TextPainter::setStyle(const ViewStyle& style, const TextMetrics& metrics)
{
    m_style = style;
    m_rowPainter.setStyle(style, metrics);
}

void TextPainter::paint(QPainter& painter, const QRect& dirty, const TextFrame& frame)
{
    const TextGeometry& geometry = frame.geometry;
    const TextMetrics& metrics = geometry.metrics();
    const QPointF alignment = deviceAlignment(painter);
    if (!alignment.isNull())
        painter.fillRect(dirty, m_style.background);

    m_strip.resize(geometry.width(), metrics.rowHeight);
    painter.save();
    const double scale = painter.deviceTransform().m11();
    painter.scale(1 / scale, 1 / scale);
    painter.translate(alignment);
    const int first = std::max(geometry.rowAt(metrics.device(dirty.top())), 0);
    const int last = geometry.rowAt(metrics.device(dirty.bottom() + 1));
    const int rows = frame.model.rowCount();
    for (int row = first; row <= last; ++row) {
        const bool likeTheOneBefore = row > first && row > rows; // blank
        if (!likeTheOneBefore)
            paintRow(row, frame);
        m_strip.draw(painter, geometry.rowTop(row));
    }
    painter.restore();
}

void TextPainter::paintRow(int row, const TextFrame& frame)
{
    const TextGeometry& geometry = frame.geometry;
    const bool isCurrent = row == frame.cursorRow;
    QRgb background = (isCurrent ? m_style.currentRow : m_style.background).rgb();
    if (const auto index = static_cast<std::size_t>(row); index < frame.grounds.size())
        background = qAlpha(frame.grounds[index]) ? frame.grounds[index] : background;
    m_strip.fill(background);
    if (row < frame.model.rowCount()) {
        const auto index = static_cast<std::size_t>(row);
        const TextRow& shown = frame.model.rows()[index];
        std::span<const TextStyleSpan> colors;
        if (index < frame.colors.size())
            colors = frame.colors[index];
        const std::vector<TextStyleSpan> marked = withMarks(shown, colors, frame.marks, m_style.match.rgb());
        m_rowPainter.paint(m_strip, shown,
            {
                .geometry = geometry,
                .colors = marked.empty() ? colors : marked,
                .selection = RowSelection::of(shown, frame.selection),
                .background = background,
                .selected = (frame.focused ? m_style.selection : m_style.inactiveSelection).rgb(),
                .whitespace = frame.whitespace,
                .waitPhase = frame.waitPhase,
            });
    }
    if (isCurrent && frame.composition)
        paintComposition(frame, background);
    else if (isCurrent)
        m_strip.fill(frame.cursorX, frame.cursorWidth, m_style.cursor.rgb());
    paintGutter(row, frame);
}

// What stands behind the cursor makes room; at the right edge what stands before it does.
void TextPainter::paintComposition(const TextFrame& frame, QRgb background)
{
    const TextMetrics& metrics = frame.geometry.metrics();
    const TextComposition::Place place = frame.composition->placeAt(frame.cursorX, frame.geometry);
    const int textBegin = frame.geometry.gutterWidth();
    const int aside = frame.cursorX - place.left;
    if (aside > 0)
        m_strip.move(textBegin + aside, place.left - textBegin, textBegin);
    m_strip.move(frame.cursorX, m_strip.width() - frame.cursorX, place.left + place.width);
    m_strip.fill(place.left, place.width, background);
    QImage image = m_strip.image();
    QPainter painter(&image);
    painter.scale(metrics.devicePixelRatio, metrics.devicePixelRatio);
    painter.setPen(m_style.text);
    frame.composition->paint(
        painter, frame.geometry.font(), metrics.logical(place.left), metrics.logical(metrics.baseline));
    painter.end();
    if (place.cursor)
        m_strip.fill(*place.cursor, frame.cursorWidth, m_style.cursor.rgb());
}

void TextPainter::paintGutter(int row, const TextFrame& frame)
{
    const TextGeometry& geometry = frame.geometry;
    const int width = geometry.gutterWidth();
    if (width == 0)
        return;
    m_strip.fill(0, width, m_style.gutterBackground.rgb());
    if (row >= frame.model.rowCount())
        return;
    const int cell = geometry.metrics().cellWidth;
    if (isBookmarked(frame.model.rows()[static_cast<std::size_t>(row)], frame.bookmarks))
        m_strip.fill(0, std::max(cell * 2 / 3, 3), m_style.bookmark.rgb());
    if (isChanged(frame.model.rows()[static_cast<std::size_t>(row)], frame.changed)) {
        const int bar = std::max(cell / 3, 2);
        m_strip.fill(width - bar, bar, m_style.changed.rgb());
    }
    if (!frame.times.empty())
        paintTime(frame.times[static_cast<std::size_t>(row)], geometry);
    const bool isCurrent = row == frame.cursorRow;
    const TextModel::Line line = frame.model.lineOf(row);
    const bool begins = frame.model.isNumbered(row);
    QString text(continuationMark);
    if (begins)
        text = (line.exact ? QString() : QStringLiteral("~")) + QString::number(line.number.value() + 1);
    const QColor& color = !begins || !line.exact ? m_style.faint
        : isCurrent                              ? m_style.currentGutterText
                                                 : m_style.gutterText;
    m_rowPainter.paintText(m_strip, text, width - cell - static_cast<int>(text.size()) * cell,
        {.text = color.rgb(), .background = m_style.gutterBackground.rgb()});
}

void TextPainter::paintTime(const QString& time, const TextGeometry& geometry)
{
    const int cell = geometry.metrics().cellWidth;
    const int size = static_cast<int>(time.size());
    // Most lines of a busy log come at the same moment as the one before.
    const bool isSame = time == QLatin1String("+0");
    m_rowPainter.paintText(m_strip, time, (geometry.timeCells() - 1 - size) * cell,
        {.text = (isSame ? m_style.faint : m_style.gutterText).rgb(),
            .background = m_style.gutterBackground.rgb()});
}

} // namespace megascope

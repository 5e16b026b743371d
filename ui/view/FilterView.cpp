// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/FilterView.h"

#include "ui/session/BoundedReads.h"
#include "ui/session/DocumentSession.h"

#include <KLocalizedString>

#include <QAccessible>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace megascope {

namespace {

constexpr int fewestDigits = 4;
constexpr int horizontalStep = 4; // columns

int digitsOf(std::int64_t number)
{
    return int(QString::number(number).size());
}

} // namespace

FilterView::FilterView(DocumentSession& session, FilteredLines& lines, Bookmarks* bookmarks, QWidget* parent)
    : LargeScrollArea(parent)
    , m_session(session)
    , m_lines(lines)
    , m_bookmarks(bookmarks)
    , m_page(session, lines)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(i18nc("@info:whatsthis accessible name", "Filtered lines"));
    viewport()->setCursor(Qt::ArrowCursor);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    m_geometry.setGutterDigits(fewestDigits);
    const auto repaint = [this] { viewport()->update(); };
    const auto recount = [this] {
        m_numbersOld = true;
        viewport()->update();
    };
    connect(&lines, &FilteredLines::reset, this, &FilterView::takeReset);
    connect(&lines, &FilteredLines::grown, this, &FilterView::takeGrowth);
    connect(&lines, &FilteredLines::moved, this, recount);
    connect(&session, &DocumentSession::snapshotChanged, this, recount);
    connect(&session, &DocumentSession::textFormatChanged, this, [this, recount] {
        m_page.forget();
        recount();
    });
    connect(&session, &DocumentSession::indexProgressed, this, recount);
    connect(&session, &DocumentSession::indexingEnded, this, recount);
    connect(&m_highlights, &TextHighlights::highlightsChanged, this, repaint);
    const auto readAgain = [this, recount] {
        m_page.forget();
        recount();
    };
    connect(&session, &DocumentSession::readAgain, this, readAgain);
    if (const BoundedReads* const reads = BoundedReads::instance())
        connect(reads, &BoundedReads::arrived, this, [this, readAgain] {
            if (m_page.isLacking())
                readAgain();
        });
    if (bookmarks)
        connect(bookmarks, &Bookmarks::changed, this, repaint);
}

FilterView::~FilterView() = default;

void FilterView::setViewStyle(const ViewStyle& style)
{
    m_style = style;
    m_sequences.setColors(AnsiColors(style.text.rgb(), style.background.rgb()));
    m_geometry.setFont(style.font, viewport()->devicePixelRatioF());
    m_painter.setStyle(style, m_geometry.metrics());
    m_widest = 0;
    m_page.forget(); // context is in another colour
    layOut();
}

void FilterView::setTabWidth(int columns)
{
    m_geometry.setTabCells(columns);
    m_geometry.forgetShapes();
    m_page.setTabCells(columns);
    viewport()->update();
}

void FilterView::setWhitespaceShown(bool shown)
{
    m_whitespace = shown;
    viewport()->update();
}

void FilterView::setSequences(SequenceDisplay display)
{
    m_sequencesColored = display == SequenceDisplay::Colored;
    m_page.setSequencesHidden(display != SequenceDisplay::Shown);
    viewport()->update();
}

void FilterView::layOut()
{
    const TextMetrics& metrics = m_geometry.metrics();
    m_geometry.setSize(metrics.device(viewport()->width()), metrics.device(viewport()->height()));
    scrollToPosition(m_top);
}

std::int64_t FilterView::selectedCount() const
{
    return m_lines.rowCount() == 0 ? 0 : std::max(m_anchor, m_current) - firstSelected() + 1;
}

LargeScrollArea::VerticalExtent FilterView::verticalExtent() const
{
    const std::int64_t page = m_geometry.wholeRows();
    return {.position = m_top, .maximum = std::max<std::int64_t>(m_lines.rowCount() - page, 0), .page = page};
}

void FilterView::scrollToPosition(std::int64_t position)
{
    const std::int64_t maximum = verticalExtent().maximum;
    m_top = std::clamp<std::int64_t>(position, 0, maximum);
    m_isAtEnd = m_top == maximum;
    m_isSeeking = false;
    const std::optional<FilteredLine> top = m_lines.at(m_top);
    m_topPlace = top && m_top > 0 ? top->range.begin() : ByteOffset(0); // what is at the top stays there
    verticalPositionChanged();
}

void FilterView::scrollByRows(std::int64_t rows)
{
    scrollToPosition(m_top + rows);
}

void FilterView::scrollByPages(int pages)
{
    scrollByRows(std::int64_t{pages} * std::max(m_geometry.wholeRows() - 1, 1));
}

void FilterView::takeReset()
{
    m_widest = 0;
    m_numbersOld = true;
    seek();
}

// Who looked at a line goes on looking at it, or at the next one that is there now, as soon as it is.
void FilterView::seek()
{
    const ByteOffset place = m_topPlace;
    m_current
        = std::min(m_lines.firstFrom(m_currentPlace), std::max<std::int64_t>(m_lines.rowCount() - 1, 0));
    m_anchor = m_current;
    scrollToPosition(m_lines.firstFrom(place));
    m_topPlace = place;
    m_isSeeking = m_lines.isRunning() && std::max(place, m_currentPlace) > ByteOffset(0);
}

void FilterView::takeGrowth()
{
    if (m_lines.isFollowing() && m_isAtEnd)
        scrollToPosition(verticalExtent().maximum);
    else if (m_isSeeking)
        seek();
    else
        scrollToPosition(m_top);
}

void FilterView::bringUpToDate()
{
    const int rows = m_geometry.wholeRows() + 1;
    if (m_page.show(m_top, rows)) {
        std::vector<TextRow> texts;
        m_highlights.documentChanged();
        for (const FilterPage::Row& row : m_page.rows()) {
            texts.push_back(row.text);
            m_widest = std::max(m_widest, m_geometry.widthOf(row.text));
        }
        m_sequences.reset();
        m_sequenceColors.clear();
        if (m_sequencesColored)
            m_sequenceColors = m_sequences.colors(*m_page.textRows(), m_session.textFormat().encoding, texts);
        m_model.setRows(std::move(texts));
        m_numbersOld = true;
    }
    if (!std::exchange(m_numbersOld, false))
        return;
    m_model.numberEachLine(m_session.lineMap(), m_session.snapshot());
    if (m_model.rowCount() == 0)
        return;
    const int digits = digitsOf(m_model.lineOf(m_model.rowCount() - 1).number.value() + 1);
    if (digits > m_geometry.gutterDigits())
        m_geometry.setGutterDigits(digits);
}

Selection FilterView::visibleSelection() const
{
    const std::int64_t first = std::max(firstSelected() - m_top, std::int64_t{0});
    const std::int64_t last
        = std::min(std::max(m_anchor, m_current) - m_top, std::int64_t{m_model.rowCount()} - 1);
    if (m_anchor == m_current || first > last)
        return {};
    const std::vector<TextRow>& rows = m_model.rows();
    return {rows[static_cast<std::size_t>(first)].begin(), rows[static_cast<std::size_t>(last)].end()};
}

void FilterView::paintEvent(QPaintEvent* event)
{
    bringUpToDate();
    std::vector<QRgb> grounds;
    color(grounds);
    const std::vector<std::span<const TextStyleSpan>> colors(m_colors.begin(), m_colors.end());
    const std::int64_t current = m_current - m_top;
    const bool isVisible = current >= 0 && current < m_model.rowCount();
    QPainter painter(viewport());
    m_painter.paint(painter, event->rect(),
        {
            .model = m_model,
            .geometry = m_geometry,
            .colors = colors,
            .grounds = grounds,
            .selection = visibleSelection(),
            .focused = hasFocus(),
            .cursorRow = isVisible ? int(current) : -1,
            .cursorX = 0,
            .cursorWidth = 0,
            .whitespace = m_whitespace,
            .changed = {},
            .marks = m_page.marks(),
            .bookmarks = m_bookmarks ? m_bookmarks->all() : std::span<const ByteOffset>(),
            .composition = nullptr,
        });
    paintRules(painter);
    QMetaObject::invokeMethod(this, &FilterView::fitHorizontalBar, Qt::QueuedConnection);
}

// What sequences say, highlights, and a faint colour for context.
void FilterView::color(std::vector<QRgb>& grounds)
{
    m_colors.assign(m_page.rows().size(), {});
    grounds.assign(m_page.rows().size(), 0);
    if (m_page.textRows())
        m_highlights.want(*m_page.textRows(), m_model);
    for (std::size_t i = 0; i < m_colors.size(); ++i) {
        const FilterPage::Row& row = m_page.rows()[i];
        if (!row.line.passes) {
            m_colors[i].push_back({.unit = 0,
                .units = static_cast<std::uint32_t>(row.text.segment().text.size()),
                .text = m_style.gutterText.rgb()});
            continue;
        }
        if (i < m_sequenceColors.size())
            m_colors[i] = m_sequenceColors[i];
        if (const RowHighlights* const highlights = m_highlights.of(row.text)) {
            m_colors[i] = highlighted(m_colors[i], *highlights, m_style.text.rgb());
            grounds[i] = highlights->ground;
        }
    }
}

// Between lines that are not neighbours, where there is context; an ellipsis where a long line goes on; and
// around the row of the keyboard.
void FilterView::paintRules(QPainter& painter) const
{
    const TextMetrics& metrics = m_geometry.metrics();
    const double height = metrics.logical(metrics.rowHeight);
    const bool hasContext = m_lines.filter() && m_lines.filter()->context() > 0;
    for (std::size_t i = 0; i < m_page.rows().size(); ++i) {
        const FilterPage::Row& row = m_page.rows()[i];
        const double top = metrics.logical(m_geometry.rowTop(int(i)));
        if (hasContext && row.isApart)
            painter.fillRect(QRectF(0, top, viewport()->width(), 1), m_style.faint);
        painter.setPen(m_style.special);
        painter.setFont(m_style.font);
        const auto drawEllipsis = [&](int x) {
            painter.drawText(QPointF(metrics.logical(x), top + metrics.logical(metrics.baseline)),
                QStringLiteral("\u2026"));
        };
        if (row.isCut)
            drawEllipsis(m_geometry.textLeft() + m_geometry.widthOf(row.text));
        if (!row.text.beginsLine() && m_geometry.scroll() == 0)
            drawEllipsis(m_geometry.textLeft() - metrics.cellWidth);
        if (hasFocus() && m_top + std::int64_t(i) == m_current)
            painter.fillRect(QRectF(0, top, metrics.logical(3), height), m_style.cursor);
    }
}

void FilterView::fitHorizontalBar()
{
    const int cell = m_geometry.metrics().cellWidth;
    QScrollBar* bar = horizontalScrollBar();
    bar->setPageStep(m_geometry.textWidth());
    bar->setSingleStep(horizontalStep * cell);
    bar->setMaximum(std::max({m_widest + 2 * cell - m_geometry.textWidth(), 0, bar->value()}));
}

void FilterView::scrollContentsBy(int dx, int dy)
{
    m_geometry.setScroll(horizontalScrollBar()->value());
    LargeScrollArea::scrollContentsBy(dx, dy);
}

double FilterView::wheelRowHeight() const
{
    return m_geometry.metrics().logical(m_geometry.metrics().rowHeight);
}

void FilterView::resizeEvent(QResizeEvent* /*event*/)
{
    const bool wasAtEnd = m_isAtEnd && m_top > 0;
    layOut();
    if (wasAtEnd)
        scrollToPosition(verticalExtent().maximum);
}

bool FilterView::event(QEvent* event)
{
    if (event->type() == QEvent::DevicePixelRatioChange)
        setViewStyle(ViewStyle(m_style));
    if (event->type() == QEvent::ShortcutOverride) { // else the window would copy from the document
        const auto* const key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll))
            event->accept();
    }
    return LargeScrollArea::event(event);
}

void FilterView::setCurrent(std::int64_t row, bool extend)
{
    m_current = std::clamp<std::int64_t>(row, 0, std::max<std::int64_t>(m_lines.rowCount() - 1, 0));
    if (!extend)
        m_anchor = m_current;
    const std::optional<FilteredLine> line = m_lines.at(m_current);
    m_currentPlace = line ? line->range.begin() : ByteOffset(0);
    const std::int64_t page = m_geometry.wholeRows();
    if (m_current < m_top)
        scrollToPosition(m_current);
    else if (m_current >= m_top + page)
        scrollToPosition(m_current - page + 1);
    viewport()->update();
    announce();
}

void FilterView::announce()
{
    if (!QAccessible::isActive() || m_lines.rowCount() == 0)
        return;
    bringUpToDate();
    const std::int64_t row = m_current - m_top;
    if (row < 0 || row >= m_model.rowCount())
        return;
    QAccessibleAnnouncementEvent event(this,
        i18nc("@info accessible: line number, its text", "line %1: %2",
            QString::number(m_model.lineOf(int(row)).number.value() + 1),
            m_model.index(int(row), TextModel::TextColumn).data().toString().left(500)));
    QAccessible::updateAccessibility(&event);
}

void FilterView::choose()
{
    if (const std::optional<FilteredLine> line = m_lines.at(m_current))
        emit chosen(line->range);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextView.h"

#include <QFontMetricsF>
#include <QPaintEvent>
#include <QPainter>

namespace megascope {

TextView::TextView(DocumentSession& session, QWidget* parent)
    : DocumentView(session, parent)
{
    connect(&session, &DocumentSession::snapshotChanged, this, &TextView::takeDocument);
    connect(&session, &DocumentSession::textFormatChanged, this, &TextView::takeDocument);
    takeDocument();
}

TextView::~TextView() = default;

void TextView::takeDocument()
{
    m_page.setDocument(session().snapshot(), session().textFormat());
    layOut();
}

void TextView::setWrap(bool wrap)
{
    m_wrap = wrap;
    layOut();
}

void TextView::setTabWidth(int columns)
{
    m_options.tabCells = columns;
    layOut();
}

void TextView::setWhitespaceShown(bool shown)
{
    m_whitespace = shown;
    viewport()->update();
}

void TextView::layOut()
{
    const QFontMetricsF metrics(viewStyle().font);
    m_options.wrapCells
        = m_wrap ? static_cast<int>(viewport()->width() / metrics.horizontalAdvance(u'0')) : 0;
    m_page.setOptions(m_options);
    m_page.setHeight(static_cast<int>(viewport()->height() / metrics.lineSpacing()));
    topMoved();
}

void TextView::topMoved()
{
    m_rowsOld = true;
    verticalPositionChanged();
}

void TextView::reveal(ByteOffset offset, Reveal how)
{
    const TextRow row = m_page.rows().at(offset);
    if (how == Reveal::Nearest ? m_page.makeVisible(row) : m_page.center(row)) {
        topMoved();
        emit topOffsetChanged(topOffset());
    }
}

ByteOffset TextView::topOffset() const
{
    return m_page.topRow().begin();
}

void TextView::setTopOffset(ByteOffset offset)
{
    if (m_page.setTop(offset))
        topMoved();
}

LargeScrollArea::VerticalExtent TextView::verticalExtent() const
{
    return {topOffset().value(), m_page.lastTop().value(), 1};
}

void TextView::scrollByRows(std::int64_t rows)
{
    if (m_page.scrollBy(rows))
        emit topOffsetChanged(topOffset());
    topMoved();
}

void TextView::scrollByPages(int pages)
{
    scrollByRows(pages * std::max(1, m_page.height() - 1));
}

void TextView::scrollToPosition(std::int64_t position)
{
    if (m_page.setTop(ByteOffset(position)))
        emit topOffsetChanged(topOffset());
    topMoved();
}

void TextView::paintEvent(QPaintEvent* event)
{
    if (m_rowsOld)
        m_model.setRows(m_page.visibleRows());
    m_rowsOld = false;
    QPainter painter(viewport());
    painter.fillRect(event->rect(), viewStyle().background);
    painter.setFont(viewStyle().font);
    painter.setPen(viewStyle().text);
    const QFontMetricsF metrics(viewStyle().font);
    qreal y = metrics.ascent();
    for (const TextRow& row : m_model.rows()) {
        painter.drawText(QPointF(0, y), row.text().toString());
        y += metrics.lineSpacing();
    }
    contentPainted();
}

void TextView::resizeEvent(QResizeEvent* event)
{
    DocumentView::resizeEvent(event);
    layOut();
}

void TextView::viewStyleChanged()
{
    layOut();
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/MatchTable.h"

#include "ui/session/BoundedReads.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/Replacements.h"
#include "ui/view/ViewStyle.h"

#include <KLocalizedString>

#include <QApplication>
#include <QFontDatabase>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QTextLayout>

#include <algorithm>

namespace megascope {

namespace {

// Offsets of this many digits have room; a column can be made wider.
constexpr int usualDigits = 14;

bool isAgain(const QKeyEvent& event)
{
    return event.key() == Qt::Key_F5 && event.modifiers() == Qt::NoModifier;
}

// Draws a line with its match marked.
class LineDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem item = option;
        initStyleOption(&item, index);
        const QString text = std::exchange(item.text, QString());
        const QStyle* const style = item.widget ? item.widget->style() : QApplication::style();
        style->drawControl(QStyle::CE_ItemViewItem, &item, painter, item.widget);

        const bool isSelected = item.state.testFlag(QStyle::State_Selected);
        QTextLayout layout(text, item.font);
        QTextOption wrap;
        wrap.setWrapMode(QTextOption::NoWrap);
        layout.setTextOption(wrap);
        layout.beginLayout();
        const QTextLine line = layout.createLine();
        layout.endLayout();
        QTextCharFormat match;
        match.setFontWeight(QFont::Bold);
        if (!isSelected)
            match.setBackground(ViewStyle::fromPalette(item.palette, item.font).match);
        const QTextLayout::FormatRange marked{.start = index.data(MatchModel::MatchBeginRole).toInt(),
            .length = index.data(MatchModel::MatchSizeRole).toInt(),
            .format = match};
        painter->save();
        painter->setClipRect(item.rect);
        const bool isActive = item.state.testFlag(QStyle::State_Active);
        painter->setPen(item.palette.color(isActive ? QPalette::Active : QPalette::Inactive,
            isSelected ? QPalette::HighlightedText : QPalette::Text));
        const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, item.widget) + 1;
        layout.draw(painter,
            QPointF(item.rect.left() + margin, item.rect.top() + (item.rect.height() - line.height()) / 2),
            {marked});
        painter->restore();
    }
};

} // namespace

MatchTable::MatchTable(const DocumentSession& session, std::shared_ptr<FoundMatches> matches, QWidget* parent,
    Replacements* replacements)
    : LargeScrollArea(parent)
    , m_session(session)
    , m_replacements(replacements)
    , m_model(new MatchModel(session, std::move(matches), this, replacements))
    , m_table(new QTableView(viewport()))
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusProxy(m_table);
    setUpTable();
    connect(&m_model->matches(), &FoundMatches::grown, this, &MatchTable::grow);
    connect(&m_model->matches(), &FoundMatches::ended, this, &MatchTable::takeEnd);
    for (const auto signal :
        {&DocumentSession::snapshotChanged, &DocumentSession::textFormatChanged, &DocumentSession::readAgain})
        connect(&session, signal, this, &MatchTable::showRows);
    if (const BoundedReads* const reads = BoundedReads::instance())
        connect(reads, &BoundedReads::arrived, this, &MatchTable::showRows);
    connect(&session, &DocumentSession::indexProgressed, this, &MatchTable::showRows);
    connect(&session, &DocumentSession::indexingEnded, this, &MatchTable::showRows);
}

void MatchTable::setUpTable()
{
    m_table->setModel(m_model);
    m_table->setAccessibleName(i18nc("@info:whatsthis", "Matches"));
    m_table->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_table->setItemDelegateForColumn(MatchModel::TextColumn, new LineDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::NoSelection); // it is made here, of more rows than there are
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    const int rowHeight = QFontMetrics(m_table->font()).height() + 4;
    m_table->verticalHeader()->setMinimumSectionSize(rowHeight);
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    const int digit = QFontMetrics(m_table->font()).horizontalAdvance(QLatin1Char('0'));
    m_table->setColumnWidth(MatchModel::LineColumn, digit * usualDigits);
    m_table->setColumnWidth(MatchModel::OffsetColumn, digit * (usualDigits + 2));
    m_table->horizontalHeader()->setStretchLastSection(true);
    if (m_replacements) {
        m_table->setItemDelegateForColumn(MatchModel::AfterColumn, new LineDelegate(m_table));
        m_table->horizontalHeader()->setSectionResizeMode(MatchModel::TextColumn, QHeaderView::Stretch);
        m_table->horizontalHeader()->setSectionResizeMode(MatchModel::AfterColumn, QHeaderView::Stretch);
        connect(m_replacements, &Replacements::changed, this, &MatchTable::showRows);
    }
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
}

int MatchTable::wholeRows() const
{
    return std::max(1, m_table->viewport()->height() / m_table->verticalHeader()->defaultSectionSize());
}

std::int64_t MatchTable::selectedCount() const
{
    return m_model->matches().stored() == 0 ? 0 : std::max(m_anchor, m_current) - firstSelected() + 1;
}

LargeScrollArea::VerticalExtent MatchTable::verticalExtent() const
{
    const std::int64_t page = wholeRows();
    return {.position = m_top,
        .maximum = std::max<std::int64_t>(m_model->matches().stored() - page, 0),
        .page = page};
}

void MatchTable::scrollToPosition(std::int64_t position)
{
    const std::int64_t maximum = verticalExtent().maximum;
    m_top = std::clamp<std::int64_t>(position, 0, maximum);
    m_isAtEnd = m_top == maximum && maximum > 0;
    showRows();
    verticalPositionChanged();
}

void MatchTable::scrollByRows(std::int64_t rows)
{
    scrollToPosition(m_top + rows);
}

void MatchTable::scrollByPages(int pages)
{
    scrollToPosition(m_top + std::int64_t{pages} * wholeRows());
}

void MatchTable::grow()
{
    if (m_model->rowCount() <= wholeRows())
        showRows();
    verticalPositionChanged();
}

// The last ones may be others now. Who looks at the end goes on looking at it while the file grows.
void MatchTable::takeEnd()
{
    const bool staysAtEnd = m_wasComplete && m_isAtEnd;
    m_wasComplete = m_model->matches().isComplete();
    scrollToPosition(staysAtEnd ? verticalExtent().maximum : m_top);
}

void MatchTable::showRows()
{
    m_model->setWindow(m_top, wholeRows() + 1);
    showSelection();
}

void MatchTable::showSelection()
{
    QItemSelectionModel* const selection = m_table->selectionModel();
    const std::int64_t first = std::max(firstSelected(), m_top) - m_top;
    const std::int64_t last
        = std::min(std::max(m_anchor, m_current), m_top + m_model->rowCount() - 1) - m_top;
    const auto index
        = [this](std::int64_t row, int column) { return m_model->index(static_cast<int>(row), column); };
    if (first > last)
        selection->clearSelection();
    else
        selection->select(QItemSelection(index(first, 0), index(last, m_model->columnCount() - 1)),
            QItemSelectionModel::ClearAndSelect);
    const std::int64_t current = m_current - m_top;
    const bool isVisible = current >= 0 && current < m_model->rowCount();
    selection->setCurrentIndex(
        isVisible ? index(current, MatchModel::TextColumn) : QModelIndex(), QItemSelectionModel::NoUpdate);
}

void MatchTable::setCurrent(std::int64_t row, bool extend)
{
    m_current = std::clamp<std::int64_t>(row, 0, std::max<std::int64_t>(m_model->matches().stored() - 1, 0));
    if (!extend)
        m_anchor = m_current;
    if (m_current < m_top)
        scrollToPosition(m_current);
    else if (m_current >= m_top + wholeRows())
        scrollToPosition(m_current - wholeRows() + 1);
    showSelection();
}

void MatchTable::choose()
{
    if (const std::optional<ByteRange> match = m_model->matches().at(m_current))
        emit chosen(*match);
}

// As the row that the keyboard is on was not.
void MatchTable::toggle()
{
    m_replacements->leaveOut(firstSelected(), selectedCount(), !m_replacements->isLeftOut(m_current));
}

bool MatchTable::takeKey(const QKeyEvent& event)
{
    const bool extend = event.modifiers().testFlag(Qt::ShiftModifier);
    const std::int64_t last = m_model->matches().stored() - 1;
    const std::int64_t page = std::max(wholeRows() - 1, 1);
    if (event.matches(QKeySequence::Copy)) {
        emit copyWanted();
        return true;
    }
    if (isAgain(event)) {
        emit againWanted();
        return true;
    }
    if (event.matches(QKeySequence::Close)) {
        emit closeWanted();
        return true;
    }
    if (event.matches(QKeySequence::SelectAll)) {
        m_anchor = 0;
        m_current = std::max<std::int64_t>(last, 0);
        showSelection();
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Up:
        setCurrent(m_current - 1, extend);
        return true;
    case Qt::Key_Down:
        setCurrent(m_current + 1, extend);
        return true;
    case Qt::Key_PageUp:
        setCurrent(m_current - page, extend);
        return true;
    case Qt::Key_PageDown:
        setCurrent(m_current + page, extend);
        return true;
    case Qt::Key_Home:
        setCurrent(0, extend);
        return true;
    case Qt::Key_End:
        setCurrent(last, extend);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_replacements)
            return false; // the dialog's own
        choose();
        return true;
    case Qt::Key_Space:
        if (m_replacements)
            toggle();
        return m_replacements != nullptr;
    default:
        return false;
    }
}

bool MatchTable::takePress(const QMouseEvent& event)
{
    const int row = m_table->rowAt(qRound(event.position().y()));
    if (row < 0)
        return false;
    m_table->setFocus();
    const std::int64_t pressed = m_top + row;
    const bool isSelected = pressed >= firstSelected() && pressed < firstSelected() + selectedCount();
    if (event.button() == Qt::RightButton && isSelected)
        return true; // the menu is about all of them
    const bool extend = event.modifiers().testFlag(Qt::ShiftModifier);
    setCurrent(pressed, extend);
    const int markEnd = m_table->columnViewportPosition(MatchModel::LineColumn)
        + 2 * style()->pixelMetric(QStyle::PM_IndicatorWidth, nullptr, m_table);
    if (m_replacements && event.button() == Qt::LeftButton && event.position().x() < markEnd)
        toggle();
    else if (event.button() == Qt::LeftButton && !extend)
        choose();
    return true;
}

bool MatchTable::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_table && watched != m_table->viewport())
        return LargeScrollArea::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::ShortcutOverride: { // else the window would do it with the document
        auto* const key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Copy) || key->matches(QKeySequence::SelectAll)
            || key->matches(QKeySequence::Close) || isAgain(*key))
            event->accept();
        return false;
    }
    case QEvent::KeyPress:
        return watched == m_table && takeKey(*static_cast<QKeyEvent*>(event));
    case QEvent::Wheel:
        wheelEvent(static_cast<QWheelEvent*>(event));
        return true;
    case QEvent::MouseButtonPress:
        return watched != m_table && takePress(*static_cast<QMouseEvent*>(event));
    default:
        return LargeScrollArea::eventFilter(watched, event);
    }
}

void MatchTable::resizeEvent(QResizeEvent* /*event*/)
{
    m_table->setGeometry(viewport()->rect());
    scrollToPosition(m_top);
}

double MatchTable::wheelRowHeight() const
{
    return m_table->verticalHeader()->defaultSectionSize();
}

} // namespace megascope

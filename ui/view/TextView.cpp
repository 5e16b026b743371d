// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextView.h"

#include "core/file/ReadPatience.h"
#include "core/text/TimeQuery.h"
#include "ui/model/SequenceCuts.h"
#include "ui/session/Bookmarks.h"
#include "ui/view/TextAccessible.h"

#include <KLocalizedString>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

// The horizontal bar's arrows move by so many columns.
constexpr int horizontalStep = 4;

} // namespace

TextView::TextView(DocumentSession& session, QWidget* parent)
    : DocumentView(session, parent)
    , m_colors(session)
    , m_times(session)
    , m_entry(session)
{
    TextAccessible::install();
    setAccessibleName(i18nc("@info:whatsthis accessible name", "Text view"));
    setAttribute(Qt::WA_InputMethodEnabled);
    viewport()->setMouseTracking(true); // another mouse cursor over the line numbers
    connect(&session, &DocumentSession::snapshotChanged, this, &TextView::takeEdits);
    connect(&session, &DocumentSession::textFormatChanged, this, &TextView::takeDocument);
    connect(&session, &DocumentSession::selectionChanged, this, &TextView::takeSelection);
    connect(
        this, &TextView::firstContentPainted, &m_colors.syntax(), &TextSyntax::start, Qt::QueuedConnection);
    connect(&m_colors, &TextColors::colorsChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&m_times, &TextTimes::changed, this, &TextView::takeTimes);
    connect(&m_blink, &CursorBlink::toggled, this,
        [this] { viewport()->update(composingRectangle().adjusted(-2, 0, 4, 0)); });
    const auto recount = [this] {
        m_scene.linesCounted();
        viewport()->update();
    };
    connect(&session, &DocumentSession::indexProgressed, this, recount);
    connect(&session, &DocumentSession::indexingEnded, this, recount);
    viewStyleChanged();
    takeDocument();
}

TextView::~TextView() = default;

void TextView::takeDocument()
{
    m_colors.documentChanged();
    m_scene.setDocument(session().snapshot(), session().textFormat());
    decideSequences();
    topMoved(false);
}

void TextView::setSequences(SequenceDisplay display)
{
    if (display == m_sequences)
        return;
    m_sequences = display;
    decideSequences();
    topMoved(false);
    viewport()->update();
}

void TextView::decideSequences()
{
    m_shownSequences = m_sequences;
    if (m_sequences == SequenceDisplay::Automatic) {
        const TextFormat& format = session().textFormat();
        const MissedReads missed;
        const bool hasThem = !format.isBinary && beginsWithSequences(session().snapshot(), format.encoding);
        m_shownSequences = hasThem ? SequenceDisplay::Colored : SequenceDisplay::Shown;
        m_sequencesLack = missed.any();
    }
    const bool hides = m_shownSequences != SequenceDisplay::Shown;
    if (hides != m_scene.hidesSequences())
        m_colors.documentChanged(); // what is known of lines is of other text
    m_scene.setSequencesHidden(hides);
    m_colors.setSequencesColored(m_shownSequences == SequenceDisplay::Colored);
}

void TextView::takeEdits()
{
    const Revision shown = m_scene.page().rows().snapshot().revision();
    const auto changes = session().editor().document().changesSince(shown);
    if (!changes)
        return takeDocument();
    const QString before = TextAccessible::isUsed() ? TextAccessible::shownText(*this) : QString();
    m_colors.documentEdited(*changes);
    const bool wasEmpty = m_scene.page().rows().snapshot().size() == ByteCount(0);
    m_scene.setDocument(session().snapshot(), session().textFormat(), *changes);
    if (wasEmpty)
        decideSequences();
    topMoved(false);
    if (TextAccessible::isUsed())
        TextAccessible::tellEdited(*this, before);
}

void TextView::setLive(Live live)
{
    m_live = live == Live::Off ? std::nullopt : std::optional<LiveBytes>(LiveBytes());
}

// Rows that were laid out before are there no longer: of those, too, nobody knows what they hold now.
void TextView::lookAgain()
{
    const std::vector<TextRow>& rows = m_scene.model().rows();
    if (m_live && !rows.empty()) {
        const auto look = m_live->look(session().snapshot(), {rows.front().begin(), rows.back().end()});
        if (!look.isElsewhere && look.changed.empty())
            return;
    }
    takeDocument();
    viewport()->update();
}

void TextView::viewStyleChanged()
{
    m_scene.setFont(viewStyle().font, viewport()->devicePixelRatioF());
    m_painter.setStyle(viewStyle(), m_scene.geometry().metrics());
    m_colors.setStyle(viewStyle());
    layOut();
}

void TextView::layOut()
{
    const TextMetrics& metrics = m_scene.geometry().metrics();
    m_scene.setSize(metrics.device(viewport()->width()), metrics.device(viewport()->height()));
    topMoved(false);
}

void TextView::setWrap(bool wrap)
{
    if (wrap == m_scene.wraps())
        return;
    const bool cursorInSight = isVisible() && isCursorInSight();
    setHorizontalScrollBarPolicy(wrap ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    m_scene.setWrap(wrap);
    fitHorizontalBar();
    topMoved(false);
    // Who looks at the cursor goes on looking at it; who reads elsewhere stays there.
    if (cursorInSight)
        showPlace(cursorPlace(), false);
}

void TextView::setTabWidth(int columns)
{
    m_scene.setTabCells(columns);
    topMoved(false);
}

void TextView::setWhitespaceShown(bool shown)
{
    m_whitespace = shown;
    viewport()->update();
}

// Times come to be known some moments after they are asked for.
void TextView::takeTimes()
{
    constexpr int margin = 2; // cells
    m_scene.setTimeCells(m_times.areThere() ? compactDifferenceSize + margin : 0);
    topMoved(false);
}

void TextView::topMoved(bool tell)
{
    verticalPositionChanged();
    if (tell)
        emit topOffsetChanged(topOffset());
}

ByteOffset TextView::topOffset() const
{
    return m_scene.page().topRow().begin();
}

void TextView::setTopOffset(ByteOffset offset)
{
    if (m_scene.page().setTop(offset))
        topMoved(false);
}

LargeScrollArea::VerticalExtent TextView::verticalExtent() const
{
    const TextPage& page = m_scene.page();
    const std::int64_t last = page.lastTop().value();
    return {
        topOffset().value(), last, std::max(page.rows().snapshot().size().value() - last, std::int64_t{1})};
}

void TextView::scrollByRows(std::int64_t rows)
{
    topMoved(m_scene.page().scrollBy(rows));
}

void TextView::scrollByPages(int pages)
{
    scrollByRows(std::int64_t{pages} * std::max(m_scene.page().height() - 1, 1));
}

void TextView::scrollToPosition(std::int64_t position)
{
    TextPage& page = m_scene.page();
    // The last top may have been an estimate; whoever asks for it means the end.
    const bool toEnd = position > 0 && ByteOffset(position) >= page.lastTop();
    topMoved(page.setTop(toEnd ? page.rows().snapshot().end() : ByteOffset(position)));
}

double TextView::wheelRowHeight() const
{
    const TextMetrics& metrics = m_scene.geometry().metrics();
    return metrics.logical(metrics.rowHeight);
}

void TextView::scrollIntoSight(ByteOffset offset, Reveal how)
{
    showPlace({offset}, how == Reveal::Center);
}

void TextView::showPlace(const TextPlace& place, bool inTheMiddle)
{
    if (m_scene.makeVisible(place, inTheMiddle))
        topMoved(false);
    showColumn(place);
}

void TextView::showColumn(const TextPlace& place)
{
    QScrollBar* bar = horizontalScrollBar();
    const int wanted = m_scene.scrollShowing(place, bar->value());
    bar->setMaximum(std::max(bar->maximum(), wanted));
    bar->setValue(wanted);
}

// Called once a frame, and outside of it: the bar may come into being, and takes room.
void TextView::fitHorizontalBar()
{
    const TextGeometry& geometry = m_scene.geometry();
    const int cell = geometry.metrics().cellWidth;
    QScrollBar* bar = horizontalScrollBar();
    bar->setPageStep(geometry.textWidth());
    bar->setSingleStep(horizontalStep * cell);
    bar->setMaximum(m_scene.wraps() ? 0 : std::max(m_scene.mostScroll(), bar->value()));
}

const TextScene& TextView::upToDateScene()
{
    m_scene.refresh(session().lineMap());
    return m_scene;
}

void TextView::scrollContentsBy(int dx, int dy)
{
    m_scene.geometry().setScroll(horizontalScrollBar()->value());
    DocumentView::scrollContentsBy(dx, dy);
}

Selection TextView::textSelection() const
{
    return session().selection().from(m_scene.page().rows().textBegin());
}

TextPlace TextView::cursorPlace() const
{
    const ByteOffset cursor = textSelection().cursor;
    return {cursor, m_cursor.atRowEnd && m_cursor.offset == cursor};
}

TextInput::Situation TextView::situation() const
{
    return {
        .model = m_scene.model(),
        .rows = m_scene.page().rows(),
        .geometry = m_scene.geometry(),
        .selection = textSelection(),
        .atRowEnd = cursorPlace().atRowEnd,
    };
}

// The page moves before the cursor does, so that a view that follows this one's top has done so when the
// cursor moves, and can still bring the cursor into its sight.
void TextView::apply(const TextAction& action)
{
    const TextPlace place{action.selection.cursor, action.atRowEnd};
    if (action.scrollRows != 0)
        topMoved(m_scene.page().scrollBy(action.scrollRows));
    if (!action.movesCursor)
        return;
    if (action.reveals)
        showPlace(place, false);
    if (action.column)
        showColumn(*action.column);
    m_cursor = place;
    const QScopedValueRollback guard(m_moving, true);
    session().setSelection(action.selection);
    cursorMoved();
}

void TextView::cursorMoved()
{
    m_blink.restart(hasFocus());
    updateMicroFocus();
    TextAccessible::tellCursorMoved(*this);
}

// Far away, a place is shown with what is around it; near, the page moves as little as it can.
void TextView::takeSelection(bool reveals)
{
    viewport()->update();
    if (m_moving)
        return;
    m_input.forgetColumn();
    const TextPlace place = cursorPlace();
    const bool near = m_scene.isNear(place);
    if (reveals)
        showPlace(place, !near);
    cursorMoved();
    if (!near)
        TextAccessible::tellJumped(*this);
}

QRect TextView::cursorRectangle() const
{
    return rectangleOf(cursorPlace());
}

QRect TextView::composingRectangle() const
{
    QRect cursor = cursorRectangle();
    if (cursor.isEmpty() || m_entry.composition().isEmpty())
        return cursor;
    const TextMetrics& metrics = m_scene.geometry().metrics();
    const int x = m_scene.xOf(*m_scene.rowOf(cursorPlace()), cursorPlace());
    const TextComposition::Place place = m_entry.composition().placeAt(x, m_scene.geometry());
    cursor.moveLeft(qRound(metrics.logical(place.cursor.value_or(place.left))));
    return cursor;
}

QRect TextView::placeRectangle(ByteOffset offset) const
{
    return rectangleOf({offset, false});
}

QRect TextView::rectangleOf(const TextPlace& place) const
{
    const std::optional<int> row = m_scene.rowOf(place);
    if (!row)
        return {};
    const TextMetrics& metrics = m_scene.geometry().metrics();
    return QRectF(metrics.logical(m_scene.xOf(*row, place)), metrics.logical(m_scene.geometry().rowTop(*row)),
        1, metrics.logical(metrics.rowHeight))
        .toAlignedRect();
}

bool TextView::isCursorInSight()
{
    upToDateScene();
    QRect text = viewport()->rect();
    text.setLeft(qRound(m_scene.geometry().metrics().logical(m_scene.geometry().gutterWidth())));
    return text.intersects(cursorRectangle());
}

void TextView::paintEvent(QPaintEvent* event)
{
    upToDateScene();
    const TextPlace place = cursorPlace();
    const std::optional<int> cursorRow = m_scene.rowOf(place);
    const TextMetrics& metrics = m_scene.geometry().metrics();
    const int cursorWidth
        = std::max(metrics.device(style()->pixelMetric(QStyle::PM_TextCursorWidth, nullptr, this)), 1);
    const ByteRange shown(topOffset(), m_scene.model().rows().back().end());
    const std::vector<ByteRange> marked = marks(shown);
    const TextColors::Frame colors = m_colors.colors(m_scene.page().rows(), m_scene.model());
    QPainter painter(viewport());
    m_painter.paint(painter, event->rect(),
        {
            .model = m_scene.model(),
            .geometry = m_scene.geometry(),
            .colors = colors.colors,
            .grounds = colors.grounds,
            .selection = session().selection(),
            .focused = isSelectionStrong(),
            .cursorRow = cursorRow.value_or(-1),
            .cursorX = cursorRow ? m_scene.xOf(*cursorRow, place) : 0,
            .cursorWidth = m_blink.isOn() ? cursorWidth : 0,
            .whitespace = m_whitespace,
            .changed = session().changes().touching(shown),
            .marks = marked,
            .times = m_times.texts(m_scene.model().rows()),
            .bookmarks = bookmarks() ? bookmarks()->all() : std::span<const ByteOffset>(),
            .waitPhase = waitPhase(),
            .composition = m_entry.composition().isEmpty() ? nullptr : &m_entry.composition(),
        });
    QMetaObject::invokeMethod(this, &TextView::fitHorizontalBar, Qt::QueuedConnection);
    contentPainted();
}

void TextView::resizeEvent(QResizeEvent* /*event*/)
{
    layOut();
    sizeChanged();
}

bool TextView::event(QEvent* event)
{
    if (event->type() == QEvent::DevicePixelRatioChange)
        viewStyleChanged();
    return DocumentView::event(event);
}

} // namespace megascope

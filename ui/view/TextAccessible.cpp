// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextAccessible.h"

#include "ui/session/DocumentText.h"
#include "ui/view/TextView.h"

#include <KLocalizedString>

#include <algorithm>

namespace megascope {

namespace {

// What is exposed of a long row: nobody listens to more of it.
constexpr std::int64_t mostRowUnits = 4096;

bool used = false;

QAccessibleInterface* makeTextAccessible(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<TextView*>(object);
    return view ? new TextAccessible(view) : nullptr;
}

std::int64_t unitsOf(const TextRow& row)
{
    return std::min<std::int64_t>(row.text().size(), mostRowUnits);
}

int lengthOf(const TextRow& row)
{
    return static_cast<int>(unitsOf(row)) + (row.lineEnd().value() > 0 ? 1 : 0);
}

} // namespace

void TextAccessible::install()
{
    static const bool once = [] {
        QAccessible::installFactory(makeTextAccessible);
        return true;
    }();
    Q_UNUSED(once);
}

bool TextAccessible::isUsed()
{
    return used;
}

void TextAccessible::tellCursorMoved(TextView& view)
{
    if (!view.hasFocus())
        return;
    auto* accessible = dynamic_cast<TextAccessible*>(QAccessible::queryAccessibleInterface(&view));
    if (!accessible)
        return;
    int begin = 0;
    int end = 0;
    accessible->selection(0, &begin, &end);
    QAccessibleTextSelectionEvent event(&view, begin, end);
    event.setCursorPosition(accessible->cursorPosition());
    QAccessible::updateAccessibility(&event);
}

void TextAccessible::tellJumped(TextView& view)
{
    if (!view.hasFocus())
        return;
    const TextScene& scene = view.upToDateScene();
    const std::optional<int> row = scene.rowOf(view.cursorPlace());
    if (!row)
        return;
    const TextModel::Line line = scene.model().lineOf(*row);
    const QString number = QString::number(line.number.value() + 1);
    QAccessibleAnnouncementEvent event(&view,
        line.exact ? i18nc("@info:accessible after a jump", "line %1", number)
                   : i18nc("@info:accessible after a jump", "about line %1", number));
    QAccessible::updateAccessibility(&event);
}

// What stands between the common begin and the common end.
void TextAccessible::tellEdited(TextView& view, const QString& before)
{
    const QString after = shownText(view);
    const qsizetype least = std::min(before.size(), after.size());
    qsizetype begin = 0;
    while (begin < least && before[begin] == after[begin])
        ++begin;
    qsizetype tail = 0;
    while (tail < least - begin && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    const QString removed = before.mid(begin, before.size() - begin - tail);
    const QString inserted = after.mid(begin, after.size() - begin - tail);
    if (!removed.isEmpty() || !inserted.isEmpty()) {
        QAccessibleTextUpdateEvent event(&view, static_cast<int>(begin), removed, inserted);
        QAccessible::updateAccessibility(&event);
    }
}

void TextAccessible::deleteText(int startOffset, int endOffset)
{
    replaceText(startOffset, endOffset, {});
}

void TextAccessible::insertText(int offset, const QString& text)
{
    replaceText(offset, offset, text);
}

void TextAccessible::replaceText(int startOffset, int endOffset, const QString& text)
{
    DocumentSession& session = view()->session();
    const Selection replaced{placeAt(startOffset).offset, placeAt(endOffset).offset};
    const ByteRange range = replaced.range();
    std::expected<std::vector<std::byte>, QString> bytes
        = bytesOfText(text, session.snapshot(), session.textFormat(), range.begin());
    if (!bytes)
        return session.editor().refuse(bytes.error());
    const Selection behind = Selection::at(range.begin() + ByteCount(std::ssize(*bytes)));
    session.editor().apply(EditOrder{.range = range, .content = *std::move(bytes), .selection = behind});
}

TextAccessible::TextAccessible(TextView* view)
    : QAccessibleWidget(view, QAccessible::EditableText)
{
}

TextView* TextAccessible::view() const
{
    return static_cast<TextView*>(widget());
}

void* TextAccessible::interface_cast(QAccessible::InterfaceType type)
{
    used = used || type == QAccessible::TextInterface || type == QAccessible::EditableTextInterface;
    if (type == QAccessible::TextInterface)
        return static_cast<QAccessibleTextInterface*>(this);
    if (type == QAccessible::EditableTextInterface)
        return static_cast<QAccessibleEditableTextInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
}

QAccessible::State TextAccessible::state() const
{
    QAccessible::State state = QAccessibleWidget::state();
    state.readOnly = view()->session().editor().isReadOnly();
    state.editable = !state.readOnly;
    state.multiLine = true;
    state.selectableText = true;
    return state;
}

QString TextAccessible::text(QAccessible::Text kind) const
{
    return kind == QAccessible::Value ? pageText() : QAccessibleWidget::text(kind);
}

QString TextAccessible::shownText(TextView& view)
{
    QString text;
    for (const TextRow& row : view.upToDateScene().model().rows()) {
        text += row.text().left(unitsOf(row));
        if (row.lineEnd().value() > 0)
            text += u'\n';
    }
    return text;
}

TextPlace TextAccessible::placeAt(int position) const
{
    const std::vector<TextRow>& rows = view()->upToDateScene().model().rows();
    int left = std::max(position, 0);
    for (const TextRow& row : rows) {
        if (left < lengthOf(row) || &row == &rows.back())
            return {row.stopAtUnit(row.unit() + left).bytes.begin()};
        left -= lengthOf(row);
    }
    return {};
}

int TextAccessible::positionOf(const TextPlace& place) const
{
    const TextScene& scene = view()->upToDateScene();
    const std::vector<TextRow>& rows = scene.model().rows();
    int position = 0;
    for (const TextRow& row : rows) {
        if (place.offset < row.end())
            return position
                + static_cast<int>(
                    std::clamp<std::int64_t>(row.stopAt(place.offset).unit - row.unit(), 0, unitsOf(row)));
        position += lengthOf(row);
    }
    return position;
}

int TextAccessible::cursorPosition() const
{
    return positionOf(view()->cursorPlace());
}

void TextAccessible::setCursorPosition(int position)
{
    view()->session().moveCursor(placeAt(position).offset, false);
}

void TextAccessible::selection(int selectionIndex, int* startOffset, int* endOffset) const
{
    const ByteRange range = view()->session().selection().range();
    *startOffset = selectionIndex == 0 ? positionOf({range.begin()}) : 0;
    *endOffset = selectionIndex == 0 ? positionOf({range.end()}) : 0;
}

int TextAccessible::selectionCount() const
{
    return view()->session().selection().isEmpty() ? 0 : 1;
}

void TextAccessible::addSelection(int startOffset, int endOffset)
{
    setSelection(0, startOffset, endOffset);
}

void TextAccessible::removeSelection(int selectionIndex)
{
    if (selectionIndex == 0)
        view()->session().moveCursor(view()->session().selection().cursor, false);
}

void TextAccessible::setSelection(int selectionIndex, int startOffset, int endOffset)
{
    if (selectionIndex == 0)
        view()->session().setSelection({placeAt(startOffset).offset, placeAt(endOffset).offset});
}

QString TextAccessible::text(int startOffset, int endOffset) const
{
    const int begin = std::max(startOffset, 0);
    return pageText().mid(begin, endOffset < 0 ? -1 : std::max(endOffset - begin, 0));
}

int TextAccessible::characterCount() const
{
    int count = 0;
    for (const TextRow& row : view()->upToDateScene().model().rows())
        count += lengthOf(row);
    return count;
}

QRect TextAccessible::characterRect(int offset) const
{
    const TextScene& scene = view()->upToDateScene();
    const TextPlace place = placeAt(offset);
    const std::optional<int> row = scene.rowOf(place);
    if (!row)
        return {};
    const TextGeometry& geometry = scene.geometry();
    const TextMetrics& metrics = geometry.metrics();
    const TextStop stop = scene.model().rows()[static_cast<std::size_t>(*row)].stopAt(place.offset);
    const QRectF rect(metrics.logical(scene.xOf(*row, place)), metrics.logical(geometry.rowTop(*row)),
        metrics.logical(std::max(stop.cells, 1) * metrics.cellWidth), metrics.logical(metrics.rowHeight));
    const QRect local = rect.toAlignedRect();
    return {view()->viewport()->mapToGlobal(local.topLeft()), local.size()};
}

int TextAccessible::offsetAtPoint(const QPoint& point) const
{
    const TextScene& scene = view()->upToDateScene();
    const TextGeometry& geometry = scene.geometry();
    const QPoint local = view()->viewport()->mapFromGlobal(point);
    const int row = geometry.rowAt(geometry.metrics().device(local.y()));
    if (row < 0 || row >= scene.model().rowCount())
        return -1;
    const int x = geometry.metrics().device(local.x()) - geometry.textLeft();
    return positionOf(scene.motion().placeNear(scene.model().rows()[static_cast<std::size_t>(row)], x));
}

void TextAccessible::scrollToSubstring(int startIndex, int /*endIndex*/)
{
    view()->reveal(placeAt(startIndex).offset, DocumentView::Reveal::Nearest);
}

QString TextAccessible::attributes(int /*offset*/, int* startOffset, int* endOffset) const
{
    *startOffset = 0;
    *endOffset = characterCount();
    return {};
}

} // namespace megascope

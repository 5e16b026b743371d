// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/SelectionDrag.h"

#include "core/document/ChangedRanges.h"
#include "ui/session/SelectionCopy.h"
#include "ui/view/DocumentView.h"

#include <QApplication>
#include <QDrag>

#include <array>
#include <utility>

namespace megascope {

namespace {

// Other programs get the text of as much as is made ready without a delay that anybody notices.
constexpr ByteCount mostText = mebibytes(1);

std::unique_ptr<RangeCopy> copyOf(const DocumentSession& session, const ByteRange& range)
{
    auto copy = std::make_unique<RangeCopy>(session, range);
    if (copySize(range.count(), CopyFormat::Text) > mostText)
        return copy;
    const Result<std::unique_ptr<QMimeData>> text = copyForClipboard(
        session.snapshot(), range, session.textFormat().encoding, CopyFormat::Text, std::stop_token());
    if (text) {
        for (const QString& format : (*text)->formats())
            copy->setData(format, (*text)->data(format));
    }
    return copy;
}

} // namespace

void SelectionDrag::move(const QPointF& point)
{
    if (m_pressed && (point - *m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_pressed.reset();
        carry();
    }
}

bool SelectionDrag::release()
{
    return std::exchange(m_pressed, std::nullopt).has_value();
}

void SelectionDrag::carry()
{
    DocumentSession& session = m_view.session();
    const ByteRange range = session.selection().range();
    const bool mayMove = !session.editor().isReadOnly();
    auto* const drag = new QDrag(m_view.viewport()); // Qt deletes it
    drag->setMimeData(copyOf(session, range).release());
    const PieceTree carried = session.snapshot().pieces().slice(range);
    const Qt::DropAction done = drag->exec(mayMove ? Qt::CopyAction | Qt::MoveAction : Qt::CopyAction,
        mayMove ? Qt::MoveAction : Qt::CopyAction);
    // It went elsewhere; what moves inside of a document was moved when it was dropped.
    if (done == Qt::MoveAction && range.end() <= session.snapshot().end()
        && differences(session.snapshot().pieces().slice(range), carried).empty())
        session.editor().apply(
            EditOrder{.range = range, .content = PieceTree(), .selection = Selection::at(range.begin())});
}

bool SelectionDrag::moveInside(DocumentSession& session, const RangeCopy& dropped, ByteOffset to)
{
    const ByteRange range = session.selection().range();
    const bool isHere = dropped.isOf(session)
        && differences(session.snapshot().pieces().slice(range), dropped.pieces()).empty();
    if (!isHere)
        return false;
    if (to >= range.begin() && to <= range.end())
        return true; // where it was
    const bool forward = to > range.end();
    const ByteOffset begin = forward ? to - range.count() : to;
    const Selection selection{begin, begin + range.count()};
    const EditOrder insert{.range = {to, ByteCount(0)}, .content = dropped.pieces(), .selection = selection};
    const EditOrder remove{.range = range, .content = PieceTree(), .selection = selection};
    session.editor().apply(forward ? std::array{insert, remove} : std::array{remove, insert});
    return true;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextTyping.h"

#include "ui/session/DocumentText.h"
#include "ui/view/TypedText.h"

#include <KLocalizedString>

#include <QKeyEvent>

#include <algorithm>

namespace megascope {

namespace {

using Move = TextMotion::Move;

EditOrder removal(const ByteRange& range, EditKind kind)
{
    return {.range = range,
        .content = std::vector<std::byte>(),
        .selection = Selection::at(range.begin()),
        .kind = kind};
}

// What is hidden of a range, wherever its rows are.
std::vector<ByteRange> hiddenIn(const ByteRange& range, const TextRows& rows)
{
    std::vector<ByteRange> hidden;
    if (!rows.options().hidesSequences)
        return hidden;
    std::optional<TextRow> row = rows.at(range.begin());
    for (; row && row->begin() < range.end(); row = rows.next(*row)) {
        const std::vector<ByteRange> found = row->hiddenIn(range.intersected(row->range()));
        hidden.insert(hidden.end(), found.begin(), found.end());
    }
    return hidden;
}

// All that is shown of a range goes.
EditOrder removalOfShown(const ByteRange& range, EditKind kind, const TextRows& rows)
{
    const std::vector<ByteRange> hidden = hiddenIn(range, rows);
    EditOrder order = removal(range, kind);
    std::vector<std::byte> kept;
    ByteOffset begin = range.begin();
    ByteOffset end = range.end();
    for (const ByteRange& part : hidden) {
        if (part.begin() == begin)
            begin = part.end();
    }
    for (auto part = hidden.rbegin(); part != hidden.rend() && part->end() == end && end > begin; ++part)
        end = part->begin();
    for (const ByteRange& part : hidden) {
        if (part.begin() < begin || part.begin() >= end)
            continue;
        const std::size_t size = kept.size();
        kept.resize(size + static_cast<std::size_t>(part.count().value()));
        (void)rows.snapshot().read(part.begin(), std::span(kept).subspan(size));
    }
    order.range = {begin, end};
    order.content = std::move(kept);
    return order;
}

// What a key takes away has to be seen.
bool isReadYet(const ByteRange& range, const Snapshot& snapshot)
{
    constexpr ByteCount most = LineScanner::segmentSize * 4; // more than any key takes
    std::vector<std::byte> bytes(static_cast<std::size_t>(std::min(range.count(), most).value()));
    return !std::ranges::contains(snapshot.read(range.begin(), bytes), Gap::Cause::Pending, &Gap::cause);
}

// The selection, or all from the cursor to where a move goes.
TextTyping::Outcome removalTo(Move move, EditKind kind, const TextTyping::Situation& now)
{
    const Selection& selection = now.place.selection;
    if (!selection.isEmpty())
        return removal(selection.range(), kind);
    std::optional<int> ignored;
    const ByteOffset to
        = TextMotion(now.place.rows, now.place.geometry).moved(now.place.cursor(), move, ignored).offset;
    const ByteRange range = Selection{selection.cursor, to}.range();
    if (!isReadYet(range, now.place.rows.snapshot()))
        return std::unexpected(i18n("What is there is not read yet. Nothing was deleted."));
    return removalOfShown(range, kind, now.place.rows);
}

} // namespace

std::optional<TextTyping::Outcome> TextTyping::key(const QKeyEvent& event, const Situation& now)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool byWord = modifiers == Qt::ControlModifier;
    const bool isPlain = !(modifiers & ~Qt::ShiftModifier);
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return isPlain ? std::optional(text(QStringLiteral("\n"), now)) : std::nullopt;
    case Qt::Key_Tab:
        return modifiers ? std::nullopt : std::optional(text(QStringLiteral("\t"), now));
    case Qt::Key_Backspace:
        if (byWord)
            return removalTo(Move::WordLeft, EditKind::DeletingBackward, now);
        return isPlain ? std::optional(removalTo(Move::Left, EditKind::DeletingBackward, now)) : std::nullopt;
    case Qt::Key_Delete:
        if (byWord)
            return removalTo(Move::WordRight, EditKind::DeletingForward, now);
        return modifiers ? std::nullopt : std::optional(deletion(now));
    default:
        break;
    }
    const QString typed = typedText(event);
    return typed.isEmpty() ? std::nullopt : std::optional(text(typed, now));
}

TextTyping::Outcome TextTyping::deletion(const Situation& now)
{
    return removalTo(Move::Right, EditKind::DeletingForward, now);
}

TextTyping::Outcome TextTyping::text(const QString& text, const Situation& now)
{
    return TextTyping::text(text, now.place.selection.range(), now);
}

TextTyping::Outcome TextTyping::text(const QString& text, const ByteRange& wanted, const Situation& now)
{
    ByteRange range = wanted;
    if (range.empty()) {
        const ByteOffset place = now.place.rows.at(range.begin()).outsideHidden(range.begin());
        range = {place, place};
    }
    return bytesOfText(text, now.place.rows.snapshot(), now.format, range.begin())
        .transform([&](std::vector<std::byte>&& bytes) {
            const ByteOffset end = range.begin() + ByteCount(std::ssize(bytes));
            return EditOrder{.range = range,
                .content = std::move(bytes),
                .selection = Selection::at(end),
                .kind = EditKind::Typing};
        });
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextEntry.h"

#include <algorithm>
#include <limits>

namespace megascope {

bool TextEntry::key(const QKeyEvent& event, const TextInput::Situation& now)
{
    const std::optional<TextTyping::Outcome> outcome = TextTyping::key(event, situation(now));
    if (outcome)
        apply(*outcome);
    return outcome.has_value();
}

void TextEntry::apply(const TextTyping::Outcome& outcome)
{
    if (outcome)
        m_session.editor().apply(*outcome);
    else if (m_session.editor().mayEdit())
        m_session.editor().refuse(outcome.error());
}

void TextEntry::take(const QInputMethodEvent& event, const TextInput::Situation& now)
{
    m_composition.take(event);
    if (event.commitString().isEmpty() && event.replacementLength() == 0)
        return;
    ByteRange range = now.selection.range();
    if (event.replacementLength() > 0 || event.replacementStart() != 0)
        range = TextSurroundings(m_session.snapshot(), m_session.textFormat(), now.selection)
                    .bytesFrom(event.replacementStart(), event.replacementLength());
    apply(TextTyping::text(event.commitString(), range, situation(now)));
}

Selection TextEntry::textSelection() const
{
    return m_session.selection().from(textBegin(m_session.snapshot(), m_session.textFormat().encoding));
}

void TextEntry::insert(EditContent content)
{
    const ByteRange range = textSelection().range();
    const Selection behind = Selection::at(range.begin() + sizeOf(content));
    m_session.editor().apply(EditOrder{.range = range, .content = std::move(content), .selection = behind});
}

void TextEntry::deleteForward(const TextInput::Situation& now)
{
    apply(TextTyping::deletion(situation(now)));
}

QVariant TextEntry::query(Qt::InputMethodQuery query) const
{
    const auto surroundings
        = [this] { return TextSurroundings(m_session.snapshot(), m_session.textFormat(), textSelection()); };
    switch (query) {
    case Qt::ImEnabled:
        return !m_session.editor().isReadOnly();
    case Qt::ImReadOnly:
        return m_session.editor().isReadOnly();
    case Qt::ImHints:
        return static_cast<int>(Qt::ImhMultiLine | Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    case Qt::ImSurroundingText:
        return surroundings().text();
    case Qt::ImTextBeforeCursor: {
        const TextSurroundings around = surroundings();
        return around.text().left(around.cursor());
    }
    case Qt::ImTextAfterCursor: {
        const TextSurroundings around = surroundings();
        return around.text().mid(around.cursor());
    }
    case Qt::ImCursorPosition:
        return surroundings().cursor();
    case Qt::ImAnchorPosition:
        return surroundings().anchor();
    case Qt::ImCurrentSelection:
        return surroundings().selected();
    case Qt::ImAbsolutePosition:
        return static_cast<int>(
            std::min<std::int64_t>(textSelection().cursor.value(), std::numeric_limits<int>::max()));
    default:
        return {};
    }
}

} // namespace megascope

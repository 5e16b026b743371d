// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/HexTyping.h"

#include "ui/session/DocumentText.h"
#include "ui/view/TypedText.h"

#include <KLocalizedString>

#include <QKeyEvent>

namespace megascope {

namespace {

using Outcome = HexTyping::Outcome;

const Outcome nothing = std::unexpected(QString());

std::optional<unsigned> digitValue(QChar character)
{
    const char16_t unit = character.unicode();
    if (unit >= u'0' && unit <= u'9')
        return unit - u'0';
    const char16_t letter = unit | 0x20;
    return letter >= u'a' && letter <= u'f' ? std::optional<unsigned>(letter - u'a' + 10) : std::nullopt;
}

std::vector<std::byte> oneByte(unsigned value)
{
    return {static_cast<std::byte>(value)};
}

} // namespace

bool HexTyping::isAtLowDigit(const Selection& selection, Revision revision) const
{
    return m_low && selection == Selection::at(m_low->offset) && revision == m_low->revision;
}

void HexTyping::done(Revision revision)
{
    m_low.reset();
    if (m_ordered)
        m_low = {*m_ordered, revision};
    m_ordered.reset();
}

EditOrder HexTyping::removal(const ByteRange& range, EditKind kind)
{
    return {.range = range,
        .content = std::vector<std::byte>(),
        .selection = Selection::at(range.begin()),
        .kind = kind};
}

EditOrder HexTyping::insertion(EditContent content, const Situation& now)
{
    const ByteOffset begin = now.selection.range().begin();
    const ByteCount size = sizeOf(content);
    const ByteRange over(begin, std::min(size, now.model.snapshot().end() - begin));
    return {.range = now.inserting ? now.selection.range() : over,
        .content = std::move(content),
        .selection = Selection::at(begin + size)};
}

std::optional<Outcome> HexTyping::key(const QKeyEvent& event, const Situation& now)
{
    m_ordered.reset();
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const ByteRange selected = now.selection.range();
    if (event.key() == Qt::Key_Backspace && !(modifiers & ~Qt::ShiftModifier))
        return backspace(now);
    if (event.key() == Qt::Key_Delete && !modifiers) {
        const ByteRange one
            = ByteRange(selected.begin(), ByteCount(1)).intersected(now.model.snapshot().all());
        return removal(selected.empty() ? one : selected, EditKind::DeletingForward);
    }
    const QString typed = typedText(event);
    return typed.isEmpty() ? std::nullopt : std::optional(text(typed, now));
}

Outcome HexTyping::backspace(const Situation& now)
{
    const ByteRange selected = now.selection.range();
    if (!selected.empty())
        return removal(selected, EditKind::DeletingBackward);
    const ByteCount back = std::min(ByteCount(1), selected.begin() - ByteOffset(0));
    const ByteOffset before = selected.begin() - back;
    if (now.inserting)
        return removal({before, back}, EditKind::DeletingBackward);
    return removal({isAtLowDigit(now) ? selected.begin() : before, ByteCount(0)}, EditKind::DeletingBackward);
}

Outcome HexTyping::text(const QString& text, const Situation& now)
{
    m_ordered.reset();
    if (now.area == HexArea::Bytes) {
        const std::optional<unsigned> value = text.size() == 1 ? digitValue(text.front()) : std::nullopt;
        return value ? digit(*value, now) : nothing;
    }
    std::expected<std::vector<std::byte>, QString> bytes = bytesOfText(text, now.encoding);
    if (!bytes)
        return std::unexpected(bytes.error());
    EditOrder order = insertion(*std::move(bytes), now);
    order.kind = EditKind::Typing;
    return order;
}

Outcome HexTyping::digit(unsigned value, const Situation& now)
{
    const ByteOffset at = now.selection.range().begin();
    const HexCell there = now.model.cellAt(at);
    const bool isLow = isAtLowDigit(now);
    if ((isLow || !now.inserting) && there.state == HexCell::State::Pending)
        return std::unexpected(
            i18n("This byte is not read yet, so that one digit of it alone cannot be changed."));
    if ((isLow || !now.inserting) && at < now.model.snapshot().end()
        && there.state != HexCell::State::Present)
        return std::unexpected(
            i18n("This byte cannot be read, so that one digit of it alone cannot be changed."));
    if (isLow)
        return EditOrder{.range = {at, ByteCount(1)},
            .content = oneByte((there.byte & 0xf0U) | value),
            .selection = Selection::at(at + ByteCount(1)),
            .kind = EditKind::Continued};
    const bool keepsLow = !now.inserting && at < now.model.snapshot().end();
    EditOrder order = insertion(oneByte(value << 4U | (keepsLow ? there.byte & 0xfU : 0U)), now);
    order.selection = Selection::at(at);
    order.kind = EditKind::Typing;
    m_ordered = at;
    return order;
}

} // namespace megascope

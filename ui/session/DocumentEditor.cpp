// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentEditor.h"

#include <KLocalizedString>

#include <algorithm>

namespace megascope {

namespace {

using Grouping = Document::Grouping;

bool isBlank(std::byte byte)
{
    return byte == std::byte{' '} || byte == std::byte{'\t'} || byte == std::byte{'\n'};
}

ByteCount sizeOf(const EditOrder& order)
{
    if (const auto* pieces = std::get_if<PieceTree>(&order.content))
        return pieces->size();
    return ByteCount(std::ssize(std::get<std::vector<std::byte>>(order.content)));
}

} // namespace

DocumentEditor::DocumentEditor(Document& document)
    : m_document(document)
{
}

void DocumentEditor::setReadOnly(bool readOnly)
{
    if (std::exchange(m_readOnly, readOnly) != readOnly)
        emit stateChanged();
}

void DocumentEditor::setSaving(bool saving)
{
    if (std::exchange(m_saving, saving) != saving)
        emit stateChanged();
}

bool DocumentEditor::mayEdit()
{
    if (m_saving)
        emit refused(i18n("The document is being saved. It can be edited again when that is done."));
    else if (m_readOnly)
        emit refused(i18n("The document is read-only. “Read-Only” in the Edit menu changes that."));
    return !isLocked();
}

// A character after a blank. In every encoding that people write in, blanks have a byte of their own, or one
// beside a zero.
bool DocumentEditor::beginsWord(const EditOrder& order) const
{
    const auto* bytes = std::get_if<std::vector<std::byte>>(&order.content);
    if (order.kind != EditKind::Typing || !bytes || std::ranges::any_of(*bytes, isBlank))
        return false;
    const ByteCount looked = std::min(ByteCount(2), order.range.begin() - ByteOffset(0));
    std::vector<std::byte> before(static_cast<std::size_t>(looked.value()));
    (void)m_document.snapshot().read(order.range.begin() - looked, before);
    return !before.empty()
        && (isBlank(before.back()) || (before.back() == std::byte{0} && isBlank(before.front())));
}

Change DocumentEditor::put(const EditOrder& order, Grouping grouping)
{
    if (const auto* pieces = std::get_if<PieceTree>(&order.content))
        return m_document.replace(order.range, *pieces, grouping);
    return m_document.replace(order.range, std::get<std::vector<std::byte>>(order.content), grouping);
}

bool DocumentEditor::apply(const EditOrder& order)
{
    return apply(std::span(&order, 1));
}

bool DocumentEditor::apply(std::span<const EditOrder> orders)
{
    if (orders.empty() || !mayEdit())
        return false;
    for (const EditOrder& order : orders) {
        const Change wanted{order.range.begin(), order.range.count(), sizeOf(order)};
        const bool joins = m_run.takesIn(wanted, &order == orders.data() ? order.kind : EditKind::Continued,
            beginsWord(order), TypingRun::Clock::now());
        put(order, joins ? Grouping::Join : Grouping::New);
    }
    emit edited(orders.back().selection);
    emit stateChanged();
    return true;
}

void DocumentEditor::endGroup()
{
    m_run.end();
    m_document.closeGroup();
}

// The cursor goes behind what came.
void DocumentEditor::tellUndone(const std::vector<Change>& changes)
{
    m_run.end();
    if (changes.empty())
        return;
    emit edited(Selection::at(changes.back().insertedRange().end()));
    emit stateChanged();
}

void DocumentEditor::undo()
{
    if (mayEdit())
        tellUndone(m_document.undo());
}

void DocumentEditor::redo()
{
    if (mayEdit())
        tellUndone(m_document.redo());
}

} // namespace megascope

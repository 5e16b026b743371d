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

} // namespace

ByteCount sizeOf(const EditContent& content)
{
    if (const auto* pieces = std::get_if<PieceTree>(&content))
        return pieces->size();
    return ByteCount(std::ssize(std::get<std::vector<std::byte>>(content)));
}

DocumentEditor::DocumentEditor(Document& document)
    : m_document(document)
{
}

void DocumentEditor::setReadOnly(bool readOnly)
{
    if (std::exchange(m_readOnly, readOnly) != readOnly)
        emit stateChanged();
}

void DocumentEditor::setLock(Lock lock)
{
    if (std::exchange(m_lock, lock) != lock)
        emit stateChanged();
}

void DocumentEditor::setInserting(bool inserting)
{
    if (std::exchange(m_inserting, inserting) != inserting)
        emit stateChanged();
}

bool DocumentEditor::mayEdit()
{
    if (m_lock == Lock::Saving)
        emit refused(i18n("The document is being saved. It can be edited again when that is done."));
    else if (m_lock == Lock::Converting)
        emit refused(i18n("The document is being converted. It can be edited again when that is done."));
    else if (m_lock == Lock::Replacing)
        emit refused(i18n("Matches are being replaced. The document can be edited again when that is done."));
    else if (m_lock == Lock::CutShort)
        emit refused(i18n("Saving was cut short. The document can be edited again when that is finished."));
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
    if (!mayEdit())
        return false;
    const EditOrder* first = nullptr;
    for (const EditOrder& order : orders) {
        if (order.isEmpty())
            continue;
        if (!first)
            first = &order;
        const Change wanted{order.range.begin(), order.range.count(), sizeOf(order.content)};
        const bool joins = m_run.takesIn(wanted, &order == first ? order.kind : EditKind::Continued,
            beginsWord(order), TypingRun::Clock::now());
        put(order, joins ? Grouping::Join : Grouping::New);
    }
    if (!first)
        return false;
    emit edited(orders.back().selection);
    emit stateChanged();
    return true;
}

void DocumentEditor::endGroup()
{
    m_run.end();
    m_document.closeGroup();
}

// The cursor goes behind what came; where bytes were overwritten it goes back to the first of them.
void DocumentEditor::tellDone(const std::vector<Change>& changes, bool undone)
{
    m_run.end();
    if (changes.empty())
        return;
    const Change& last = changes.back();
    const bool wasOverwritten = undone && last.removed == last.inserted;
    emit edited(Selection::at(wasOverwritten ? last.offset : last.insertedRange().end()));
    if (last.insertedRange() == m_document.snapshot().all() && last.removed > ByteCount(0))
        emit contentExchanged();
    emit stateChanged();
}

void DocumentEditor::undo()
{
    if (mayEdit())
        tellDone(m_document.undo(), true);
}

void DocumentEditor::redo()
{
    if (mayEdit())
        tellDone(m_document.redo(), false);
}

} // namespace megascope

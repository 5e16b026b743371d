// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextPage.h"

#include "core/file/ReadPatience.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace megascope {

namespace {

// No row is longer than a segment.
constexpr ByteCount longestRow = LineScanner::segmentSize * 3;
// What a row is taken for where its bytes are not there.
constexpr ByteCount usualRow(80);

} // namespace

TextPage::TextPage()
{
    reset({}, {}, {});
}

void TextPage::reset(const Snapshot& snapshot, const TextFormat& format, const TextRowOptions& options)
{
    m_format = format;
    m_rows.emplace(snapshot, format, options);
    m_lastTop.reset();
    m_isLastTopLacking = false;
    m_top = m_rows->at(std::min(m_wanted, snapshot.end()));
    m_isLacking = m_top->isLacking();
    limitTop();
}

void TextPage::readAgain()
{
    const auto sought = std::exchange(m_sought, std::nullopt);
    reset(Snapshot(m_rows->snapshot()), m_format, TextRowOptions(m_rows->options()));
    if (!sought)
        return;
    const TextRow row = m_rows->at(sought->first);
    (void)(sought->second ? center(row) : makeVisible(row));
    rememberSought(sought->first, sought->second);
}

void TextPage::rememberSought(ByteOffset place, bool inTheMiddle)
{
    m_sought = {place, inTheMiddle};
}

void TextPage::setDocument(
    const Snapshot& snapshot, const TextFormat& format, std::span<const Change> changes)
{
    for (const Change& change : changes)
        m_wanted = change.moved(m_wanted);
    reset(snapshot, format, TextRowOptions(m_rows->options()));
}

void TextPage::setOptions(const TextRowOptions& options)
{
    if (options != m_rows->options())
        reset(Snapshot(m_rows->snapshot()), m_format, options); // a copy, because the rows go
}

void TextPage::setHeight(int rows)
{
    if (rows == m_height)
        return;
    m_height = std::max(rows, 1);
    m_lastTop.reset();
    m_isLastTopLacking = false;
    m_top = m_rows->at(m_wanted);
    limitTop();
}

std::vector<TextRow> TextPage::visibleRows() const
{
    std::vector<TextRow> visible;
    visible.reserve(static_cast<std::size_t>(m_height) + 1);
    visible.push_back(*m_top);
    while (visible.size() <= static_cast<std::size_t>(m_height)) {
        const std::optional<TextRow> next = m_rows->next(visible.back());
        if (!next)
            break;
        visible.push_back(*next);
    }
    m_rows->endWalk();
    m_isLacking = m_isLastTopLacking || std::ranges::any_of(visible, &TextRow::isLacking);
    if (!m_isLacking)
        m_sought.reset(); // it is where it was to be
    return visible;
}

void TextPage::limitTop()
{
    if (isNearEnd(m_top->begin()) && m_top->begin() > exactLastTop())
        m_top = m_rows->at(exactLastTop());
}

bool TextPage::moveTo(const TextRow& row)
{
    const ByteOffset before = m_top->begin();
    m_sought.reset();
    m_top = row;
    limitTop();
    m_wanted = m_top->begin();
    return m_wanted != before;
}

bool TextPage::setTop(ByteOffset offset)
{
    offset = std::min(offset, m_rows->snapshot().end());
    const TextRow row = m_rows->at(offset);
    const bool moved = moveTo(row);
    if (row.isLacking() || isUnsure())
        m_wanted = offset; // where it was meant to be when the rows are known
    m_isLacking = m_isLacking || isUnsure();
    return moved;
}

bool TextPage::scrollBy(std::int64_t rows)
{
    const TextRow reached = m_rows->step(*m_top, rows);
    if (!reached.isLacking() && !m_top->isLacking())
        return moveTo(reached);
    const std::int64_t most
        = (rows > 0 ? m_rows->snapshot().end() - m_wanted : m_wanted - ByteOffset(0)) / usualRow;
    const std::int64_t taken = std::min(std::abs(rows), most + 1);
    if (rows > 0)
        return setTop(m_wanted + std::min(usualRow * taken, m_rows->snapshot().end() - m_wanted));
    return setTop(m_wanted - std::min(usualRow * taken, m_wanted - ByteOffset(0)));
}

bool TextPage::makeVisible(const TextRow& row)
{
    if (row.begin() < m_top->begin())
        return moveTo(row);
    const TextRow top = m_rows->step(row, 1 - m_height);
    return top.begin() > m_top->begin() && moveTo(top);
}

bool TextPage::center(const TextRow& row)
{
    return moveTo(m_rows->step(row, -(m_height / 2)));
}

bool TextPage::isNear(ByteOffset offset) const
{
    const TextRow& top = *m_top;
    if (offset < top.begin())
        return top.begin() - offset <= longestRow * m_height
            && offset >= m_rows->step(top, -m_height).begin();
    if (offset - top.begin() > longestRow * 2 * m_height)
        return false;
    const TextRow last = m_rows->step(top, m_height - 1);
    return offset < last.end() || offset < m_rows->step(last, m_height).end();
}

bool TextPage::isNearEnd(ByteOffset offset) const
{
    return m_rows->snapshot().end() - offset <= longestRow * m_height;
}

ByteOffset TextPage::exactLastTop() const
{
    if (!m_lastTop) {
        const MissedReads missed;
        const TextRow row = m_rows->step(m_rows->at(m_rows->snapshot().end()), 1 - m_height);
        m_lastTop = row.begin();
        m_isLastTopLacking = missed.any() || row.isLacking();
    }
    return *m_lastTop;
}

ByteOffset TextPage::lastTop() const
{
    if (m_lastTop || isNearEnd(ByteOffset(0)))
        return exactLastTop();
    return m_rows->snapshot().end() - longestRow * m_height / 2;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/TextPage.h"

#include <algorithm>

namespace megascope {

namespace {

// No row is longer than a segment.
constexpr ByteCount longestRow = LineScanner::segmentSize * 3;

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
    m_top = m_rows->at(std::min(m_wanted, snapshot.end()));
    limitTop();
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
    m_top = row;
    limitTop();
    m_wanted = m_top->begin();
    return m_wanted != before;
}

bool TextPage::setTop(ByteOffset offset)
{
    return moveTo(m_rows->at(std::min(offset, m_rows->snapshot().end())));
}

bool TextPage::scrollBy(std::int64_t rows)
{
    return moveTo(m_rows->step(*m_top, rows));
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

bool TextPage::isNearEnd(ByteOffset offset) const
{
    return m_rows->snapshot().end() - offset <= longestRow * m_height;
}

ByteOffset TextPage::exactLastTop() const
{
    if (!m_lastTop)
        m_lastTop = m_rows->step(m_rows->at(m_rows->snapshot().end()), 1 - m_height).begin();
    return *m_lastTop;
}

ByteOffset TextPage::lastTop() const
{
    if (m_lastTop || isNearEnd(ByteOffset(0)))
        return exactLastTop();
    return m_rows->snapshot().end() - longestRow * m_height / 2;
}

} // namespace megascope

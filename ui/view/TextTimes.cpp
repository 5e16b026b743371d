// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TextTimes.h"

#include "core/text/TimeQuery.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/DocumentTimes.h"

namespace megascope {

TextTimes::TextTimes(DocumentSession& session)
    : m_session(session)
{
}

void TextTimes::setShown(bool shown)
{
    if (shown == m_isShown)
        return;
    m_isShown = shown;
    if (!shown) {
        emit changed();
        return;
    }
    DocumentTimes& times = DocumentTimes::of(m_session);
    connect(&times, &DocumentTimes::changed, this, &TextTimes::takeTimes, Qt::UniqueConnection);
    takeTimes();
}

void TextTimes::takeTimes()
{
    if (!m_isShown)
        return;
    m_rows.clear();
    DocumentTimes::of(m_session).want();
    emit changed();
}

bool TextTimes::areThere() const
{
    return m_isShown && DocumentTimes::of(m_session).format().has_value();
}

std::span<const QString> TextTimes::texts(const std::vector<TextRow>& rows)
{
    if (!areThere())
        return {};
    const Revision revision = m_session.snapshot().revision();
    if (rows == m_rows && revision == m_revision)
        return m_texts;
    m_rows = rows;
    m_revision = revision;
    m_texts.assign(rows.size(), {});
    const DocumentTimes& times = DocumentTimes::of(m_session);
    const std::optional<TimedLines> lines = times.lines();
    std::optional<LogTime> before = times.origin();
    const ByteOffset top = rows.front().begin();
    if (!before && top > ByteOffset(0)) {
        if (const std::optional<TimedLine> line = lines->lineFor(top - ByteCount(1)))
            before = line->time;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].beginsLine())
            continue;
        const std::optional<LogTime> time = lines->timeOf(rows[i].begin());
        if (!time)
            continue;
        if (before)
            m_texts[i]
                = QString::fromStdString(compactDifference(lines->format().difference(*before, *time)));
        if (!times.origin())
            before = time;
    }
    return m_texts;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/Bookmarks.h"

#include "core/text/LineScanner.h"
#include "ui/session/DocumentSession.h"

#include <algorithm>

namespace megascope {

namespace {

// A line that begins farther away is marked where it is looked at.
constexpr ByteCount lookBack = mebibytes(1);

} // namespace

Bookmarks::Bookmarks(DocumentSession& session)
    : QObject(&session)
    , m_session(session)
{
    connect(&session, &DocumentSession::snapshotChanged, this, &Bookmarks::takeSnapshot);
}

ByteOffset Bookmarks::lineBegin(ByteOffset place) const
{
    const TextFormat& format = m_session.textFormat();
    const LineScanner scanner(m_session.snapshot(), format.encoding, format.newline);
    return scanner.lineBegin(place, lookBack).value_or(scanner.segmentAt(place).range.begin());
}

std::span<const ByteOffset> Bookmarks::in(const ByteRange& range) const
{
    const auto first = std::ranges::lower_bound(m_places, range.begin());
    return {first, std::ranges::lower_bound(m_places, range.end())};
}

void Bookmarks::toggle(ByteOffset place)
{
    const ByteOffset begin = lineBegin(place);
    const auto at = std::ranges::lower_bound(m_places, begin);
    if (at != m_places.end() && *at == begin)
        m_places.erase(at);
    else
        m_places.insert(at, begin);
    m_revision = m_session.snapshot().revision();
    emit changed();
}

void Bookmarks::add(std::span<const ByteOffset> places)
{
    if (places.empty())
        return;
    m_places.insert(m_places.end(), places.begin(), places.end());
    std::ranges::sort(m_places);
    m_places.erase(std::ranges::unique(m_places).begin(), m_places.end());
    m_revision = m_session.snapshot().revision();
    emit changed();
}

void Bookmarks::clear()
{
    if (m_places.empty())
        return;
    m_places.clear();
    emit changed();
}

std::optional<ByteOffset> Bookmarks::next(ByteOffset place) const
{
    const auto next = std::ranges::upper_bound(m_places, place);
    return next == m_places.end() ? std::nullopt : std::optional(*next);
}

std::optional<ByteOffset> Bookmarks::previous(ByteOffset place) const
{
    const auto next = std::ranges::lower_bound(m_places, lineBegin(place));
    return next == m_places.begin() ? std::nullopt : std::optional(*std::prev(next));
}

// What comes exactly where a marked line begins goes into the line, unless it ends lines itself: then the
// mark stays with what it was on.
ByteOffset Bookmarks::moved(ByteOffset place, std::span<const Change> changes) const
{
    constexpr ByteCount widestUnit(4);
    ByteOffset before = place; // in front of what came
    ByteOffset behind = place;
    bool isTouched = false; // or the line end before it is
    for (const Change& change : changes) {
        isTouched
            = isTouched || (change.offset <= behind && change.offset + change.removed + widestUnit >= before);
        behind = change.offset == behind ? behind + change.inserted : change.moved(behind);
        before = change.moved(before);
    }
    if (!isTouched)
        return before;
    behind = std::min(behind, m_session.snapshot().end());
    return lineBegin(behind) == behind ? behind : lineBegin(std::min(before, behind));
}

void Bookmarks::takeSnapshot()
{
    if (m_places.empty())
        return;
    const auto changes = m_session.editor().document().changesSince(m_revision);
    m_revision = m_session.snapshot().revision();
    if (!changes)
        return clear();
    std::vector<ByteOffset> places;
    places.reserve(m_places.size());
    for (const ByteOffset place : m_places)
        places.push_back(moved(place, *changes));
    std::ranges::sort(places);
    places.erase(std::ranges::unique(places).begin(), places.end());
    if (places == m_places)
        return;
    m_places = std::move(places);
    emit changed();
}

} // namespace megascope

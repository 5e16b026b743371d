// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/FilterPage.h"

#include "core/file/ReadPatience.h"
#include "ui/session/DocumentSession.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// What finding matches may take in a frame.
constexpr auto bearableMarking = 12ms;
// Of a long line, in steps that double.
constexpr ByteCount searchedFirst = kibibytes(64);
constexpr ByteCount searchedAtMost = mebibytes(1);

} // namespace

FilterPage::FilterPage(const DocumentSession& session, const FilteredLines& lines)
    : m_session(session)
    , m_lines(lines)
{
}

void FilterPage::setTabCells(int cells)
{
    m_options.tabCells = cells;
    forget();
}

void FilterPage::setSequencesHidden(bool hidden)
{
    m_options.hidesSequences = hidden;
    forget();
}

bool FilterPage::show(std::int64_t first, int count)
{
    const std::int64_t there = std::clamp<std::int64_t>(m_lines.rowCount() - first, 0, count);
    const Shown wanted{.first = first,
        .count = count,
        .there = there,
        .revision = m_session.snapshot().revision(),
        .generation = m_lines.generation()};
    if (wanted == m_shown)
        return false;
    m_shown = wanted;
    const MissedReads missed;
    const TextFormat& format = m_session.textFormat();
    const Snapshot& snapshot = m_session.snapshot();
    const LineScanner scanner(snapshot, format.encoding, format.newline);
    m_textRows = std::make_unique<TextRows>(snapshot, format, m_options);
    const TextRowBuilder builder(format.encoding, m_options);
    std::optional<FilteredLine> before = m_lines.at(first - 1);
    findMarkers();
    const Clock::time_point deadline = Clock::now() + bearableMarking;
    m_rows.clear();
    for (std::int64_t i = 0; i < there; ++i) {
        const std::optional<FilteredLine> line = m_lines.at(first + i);
        if (!line)
            break;
        const Segment segment = segmentOf(scanner, *line, deadline);
        m_rows.push_back({.text = TextRow(builder.build(snapshot, segment), 0),
            .line = *line,
            .isApart = before && before->range.end() != line->range.begin(),
            .isCut = !segment.endsLine});
        before = line;
    }
    mark();
    m_isLacking = missed.any();
    return true;
}

Segment FilterPage::segmentOf(
    const LineScanner& scanner, const FilteredLine& line, Clock::time_point deadline)
{
    const Segment first = scanner.segmentAt(line.range.begin());
    if (first.endsLine || !line.passes || m_markers.empty() || m_isSlow)
        return first;
    const ByteCount most = std::min(line.range.count(), searchedAtMost);
    std::optional<ByteOffset> match;
    ByteCount size = std::min(searchedFirst, most);
    while (!match && Clock::now() < deadline) {
        match = firstMatch({line.range.begin(), size});
        if (size == most)
            break;
        size = std::min(size * 2, most);
    }
    return match ? scanner.segmentAt(*match) : first;
}

std::optional<ByteOffset> FilterPage::firstMatch(const ByteRange& range) const
{
    std::vector<std::byte> bytes(sizeOf(range.count()));
    (void)m_session.snapshot().read(range.begin(), bytes);
    std::optional<ByteOffset> first;
    std::vector<MatchSpan> found;
    for (const Marker& marker : m_markers) {
        found.clear();
        (void)marker.finder->find(
            {.bytes = bytes, .offset = range.begin(), .from = 0, .until = bytes.size(), .endsText = false},
            {}, found);
        if (!found.empty())
            first = std::min(first.value_or(range.end()), range.begin() + ByteCount(found.front().begin));
    }
    return first;
}

void FilterPage::findMarkers()
{
    if (m_filter == m_lines.filter())
        return;
    m_filter = m_lines.filter();
    m_markers.clear();
    m_isSlow = false;
    if (!m_filter)
        return;
    for (const LineFilter::Condition& condition : m_filter->conditions()) {
        auto finder = condition.negated ? nullptr : condition.matcher->makeFinder();
        if (finder)
            m_markers.push_back({.matcher = condition.matcher, .finder = std::move(finder)});
    }
}

void FilterPage::mark()
{
    m_marks.clear();
    const auto begin = Clock::now();
    for (const Row& row : m_rows) {
        if (m_isSlow)
            break;
        markRow(row);
        m_isSlow = Clock::now() - begin > bearableMarking;
    }
    std::ranges::sort(m_marks, {}, &ByteRange::begin);
    // Where conditions find the same bytes, these are marked once.
    std::vector<ByteRange> apart;
    for (const ByteRange& mark : m_marks) {
        if (!apart.empty() && mark.begin() <= apart.back().end())
            apart.back() = {apart.back().begin(), std::max(apart.back().end(), mark.end())};
        else
            apart.push_back(mark);
    }
    m_marks = std::move(apart);
}

void FilterPage::markRow(const Row& row)
{
    const ByteRange content(row.text.begin(), row.text.contentEnd());
    if (!row.line.passes || content.empty() || m_markers.empty())
        return;
    std::vector<std::byte> bytes(sizeOf(content.count()));
    (void)m_session.snapshot().read(content.begin(), bytes);
    std::vector<MatchSpan> found;
    for (const Marker& marker : m_markers) {
        found.clear();
        (void)marker.finder->find({.bytes = bytes,
                                      .offset = content.begin(),
                                      .from = 0,
                                      .until = bytes.size(),
                                      .endsText = !row.isCut},
            {}, found);
        for (const MatchSpan& span : found)
            m_marks.emplace_back(content.begin() + ByteCount(span.begin), ByteCount(span.size));
    }
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextRows.h"
#include "ui/session/FilteredLines.h"

#include <chrono>

namespace megascope {

class DocumentSession;

// The rows of a filter that are on the screen. Of a line of many kibibytes one segment is shown: the one in
// which something is found first, as far as a mebibyte into the line, else its first. GUI thread only.
class FilterPage {
public:
    struct Row {
        TextRow text;
        FilteredLine line;
        bool isApart = false; // lines are left out before it that are not
        bool isCut = false; // the line goes on
    };

    // Both must outlive the page.
    FilterPage(const DocumentSession& session, const FilteredLines& lines);

    void setTabCells(int cells);
    void setSequencesHidden(bool hidden);
    // The rows [first, first + count), as far as there are so many. Cheap when nothing has changed; true when
    // they were made anew.
    bool show(std::int64_t first, int count);
    [[nodiscard]] const std::vector<Row>& rows() const { return m_rows; }
    // What they were made from; another one whenever show() returns true. Null before.
    [[nodiscard]] const TextRows* textRows() const { return m_textRows.get(); }
    [[nodiscard]] std::int64_t first() const { return m_shown.first; }
    // What conditions that are not negated find in the rows, ascending.
    [[nodiscard]] const std::vector<ByteRange>& marks() const { return m_marks; }
    // Bytes of the rows were not there in time.
    [[nodiscard]] bool isLacking() const { return m_isLacking; }
    // To be called when the document is read in another way.
    void forget() { m_shown = {}; }

private:
    // What the rows were made from.
    struct Shown {
        std::int64_t first = 0;
        int count = -1; // no rows were made
        std::int64_t there = 0; // of the wanted ones
        Revision revision;
        int generation = 0;
        friend bool operator==(const Shown&, const Shown&) = default;
    };
    struct Marker {
        std::shared_ptr<const Matcher> matcher;
        std::unique_ptr<MatchFinder> finder;
    };

    using Clock = std::chrono::steady_clock;

    [[nodiscard]] Segment segmentOf(
        const LineScanner& scanner, const FilteredLine& line, Clock::time_point deadline);
    [[nodiscard]] std::optional<ByteOffset> firstMatch(const ByteRange& range) const;
    void findMarkers();
    void mark();
    void markRow(const Row& row);

    const DocumentSession& m_session;
    const FilteredLines& m_lines;
    TextRowOptions m_options;
    Shown m_shown;
    std::unique_ptr<TextRows> m_textRows;
    std::vector<Row> m_rows;
    std::vector<ByteRange> m_marks;
    std::shared_ptr<const LineFilter> m_filter; // that m_markers are of
    std::vector<Marker> m_markers;
    bool m_isLacking = false;
    bool m_isSlow = false; // the patterns take too long for a frame
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Matcher.h"
#include "ui/model/HighlighterSet.h"
#include "ui/model/TextRows.h"
#include "ui/model/TextStyleSpan.h"

#include <chrono>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace megascope {

// How rules write a segment of text.
struct RowHighlights {
    std::vector<TextStyleSpan> spans; // of the segment, ascending, without overlaps
    QRgb ground = 0; // of the whole row, also beside its text; transparent: as without

    friend bool operator==(const RowHighlights&, const RowHighlights&) = default;
};

// Finds what the rules of highlighter sets say of rows. A rule looks at the text as it is shown: control
// characters are their pictures, and hidden sequences are not there. Of a line that is longer than a segment
// it sees the row's segment and `contextUnits` around it; "^" and "$" match where the line begins and ends.
//
// Where rules say something of the same place the first one holds, and among sets the one that was named
// first. A rule that computes for longer than `ruleTime` for a segment is dropped until setSets() is called.
// GUI thread only.
class RowHighlighter {
public:
    using Clock = std::chrono::steady_clock;

    static constexpr qsizetype contextUnits = 1024; // UTF-16 units
    static constexpr Clock::duration ruleTime = std::chrono::milliseconds(100);

    // Null ones are passed over. Rules that cannot be compiled, and those that are not enabled, say nothing.
    void setSets(std::span<const std::shared_ptr<const HighlighterSet>> sets);
    void setPalette(const HighlightPalette& palette);
    [[nodiscard]] bool isEmpty() const { return m_rules.empty(); }

    // What is known of a row; null: nothing yet. Valid until the next call of a function that is not const.
    [[nodiscard]] const RowHighlights* known(const TextRow& row) const;
    // The same, found out when it is not known.
    const RowHighlights& highlightsOf(const TextRow& row, const TextRows& rows);
    // Finds out all of these until `deadline`; returns true when all are known.
    bool want(const TextRows& rows, std::span<const TextRow> visible, Clock::time_point deadline);

    // The patterns of rules that were dropped since the last call.
    [[nodiscard]] std::vector<std::string> takeDropped();

private:
    struct Rule {
        HighlightRule rule;
        std::shared_ptr<const Matcher> matcher;
        std::unique_ptr<MatchFinder> finder;
        bool isDropped = false;
    };
    struct Known {
        std::weak_ptr<const TextSegment> segment; // another one may come to lie where it was
        RowHighlights highlights;
    };
    struct Text;

    [[nodiscard]] static Text textOf(const TextRow& row, const TextRows& rows);
    [[nodiscard]] RowHighlights evaluate(const Text& text);
    // Spans of the rule's matches in the segment; false when it took too long.
    [[nodiscard]] bool find(Rule& rule, const Text& text, std::vector<TextStyleSpan>& spans);
    [[nodiscard]] TextStyleSpan styleOf(const HighlightRule& rule) const;
    void forgetGone();

    std::vector<Rule> m_rules;
    HighlightPalette m_palette;
    std::unordered_map<const TextSegment*, Known> m_known;
    std::vector<std::string> m_dropped;
    std::vector<MatchSpan> m_matches; // kept for its memory
};

} // namespace megascope

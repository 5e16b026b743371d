// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/LineFilter.h"
#include "core/search/LineReader.h"
#include "core/search/MatchWalk.h"

namespace megascope {

// Tells which lines a filter lets pass. Where a pattern is one whose matches stay in their lines, all text is
// searched for it at once, and only lines with matches are looked at. Belongs to one thread.
class LineTester {
public:
    struct Trouble {
        SearchTrouble::Kind kind = SearchTrouble::Kind::Stopped;
        ByteOffset at; // of TooComplex
    };
    using Lines = std::vector<ByteRange>; // ascending, each from its begin to behind its line end
    using Tested = std::expected<void, Trouble>;

    // What is given by reference must outlive the tester. No line begins before `textBegin`.
    LineTester(const Snapshot& snapshot, const LineFilter& filter, ByteOffset textBegin,
        const SearchSizes& sizes, std::stop_token stop);
    // False: there is no memory to work in.
    [[nodiscard]] bool prepare();

    // The lines of `range` that pass. REQUIRES: the range begins where a line begins, and ends where one
    // ends.
    [[nodiscard]] std::expected<Lines, Trouble> find(const ByteRange& range);
    // Whether one line does.
    [[nodiscard]] std::expected<bool, Trouble> passes(const ByteRange& line);

    [[nodiscard]] LineReader& reader() { return m_reader; }
    // Bytes of the ranges that were looked at that could not be read; they are forgotten here.
    [[nodiscard]] std::vector<ByteRange> takeUnreadable() { return std::move(m_unreadable); }

private:
    struct Worker {
        const LineFilter::Condition& condition;
        std::unique_ptr<MatchFinder> finder;
        std::unique_ptr<MatchWalk> walk;
        bool holes = false; // see SearchScope
    };

    [[nodiscard]] std::expected<Lines, Trouble> findAll(const ByteRange& range);
    [[nodiscard]] std::expected<Lines, Trouble> findAny(const ByteRange& range);
    [[nodiscard]] Tested narrow(Worker& worker, const ByteRange& range, Lines& lines);
    [[nodiscard]] std::expected<Lines, Trouble> satisfying(Worker& worker, const ByteRange& range);
    [[nodiscard]] bool addLines(const ByteRange& range, Lines& lines);
    [[nodiscard]] std::expected<Lines, Trouble> linesWith(Worker& worker, const ByteRange& range);
    [[nodiscard]] Tested walkLines(Worker& worker, const ByteRange& range, Lines& lines);
    [[nodiscard]] Tested eachLine(Worker& worker, const ByteRange& range, Lines& lines);
    [[nodiscard]] std::expected<bool, Trouble> fits(Worker& worker, const ByteRange& line);
    [[nodiscard]] std::expected<bool, Trouble> fitsLong(Worker& worker, const ByteRange& content);
    [[nodiscard]] ByteRange contentOf(const ByteRange& line);
    [[nodiscard]] ByteOffset stepEnd(const Worker& worker, ByteOffset at, ByteOffset end) const;
    [[nodiscard]] static Trouble troubleOf(const WalkEnd& end) { return {*end.trouble, end.at}; }

    const Snapshot& m_snapshot;
    const LineFilter& m_filter;
    const ByteRange m_text;
    const SearchSizes m_sizes;
    const std::stop_token m_stop;
    LineReader m_reader;
    std::vector<Worker> m_workers; // of each condition
    std::vector<ByteRange> m_unreadable;
    Lines m_found; // kept for their memory
    std::vector<MatchSpan> m_spans;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TextFormat.h"
#include "ui/model/TextRowBuilder.h"

#include <deque>
#include <map>
#include <optional>

namespace megascope {

// The rows of a document, found from any place of it: each step looks at one segment, at most two, whatever
// the size of the document and the length of its lines. The rows depend on the bytes and the options alone,
// so that stepping forward and stepping back give the same ones. GUI thread only.
class TextRows {
public:
    TextRows(const Snapshot& snapshot, const TextFormat& format, const TextRowOptions& options);

    [[nodiscard]] const Snapshot& snapshot() const { return m_snapshot; }
    // The first place of the text, behind a byte order mark. No cursor stands before it.
    [[nodiscard]] ByteOffset textBegin() const { return m_textBegin; }
    [[nodiscard]] const LineScanner& scanner() const { return m_scanner; }
    [[nodiscard]] const TextRowOptions& options() const { return m_options; }

    // The row that holds the byte at `offset`; the last row at the end of the document.
    [[nodiscard]] TextRow at(ByteOffset offset) const;
    // Nothing behind the last row and before the first one.
    [[nodiscard]] std::optional<TextRow> next(const TextRow& row) const;
    [[nodiscard]] std::optional<TextRow> previous(const TextRow& row) const;
    // `count` rows on from `row` (or back, when negative), or as far as there are rows.
    [[nodiscard]] TextRow step(const TextRow& row, std::int64_t count) const;

    // What will be shown has been built: most of what was built on the way there is given up.
    void endWalk() const;

private:
    using SharedSegment = std::shared_ptr<const TextSegment>;

    [[nodiscard]] SharedSegment segmentOf(const Segment& segment, bool isLacking) const;
    // The segment that holds `offset`, if it was built and is still there.
    [[nodiscard]] SharedSegment known(ByteOffset offset) const;
    void remember(const SharedSegment& segment) const;
    void keepLatest(std::size_t bytes) const;

    Snapshot m_snapshot;
    ByteOffset m_textBegin;
    LineScanner m_scanner;
    TextRowBuilder m_builder;
    TextRowOptions m_options;
    // Segments that were built and that somebody holds, by where they begin.
    mutable std::map<ByteOffset, std::weak_ptr<const TextSegment>> m_segments;
    mutable std::size_t m_sweepAt = 0; // entries of m_segments at which those that are gone are swept out
    // The latest of them, held here.
    mutable std::deque<SharedSegment> m_latest;
    mutable std::size_t m_memory = 0; // of m_latest, in bytes
};

} // namespace megascope

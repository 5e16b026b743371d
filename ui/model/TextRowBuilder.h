// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TextDecoder.h"
#include "ui/model/TextRow.h"

namespace megascope {

// How text is laid out on the grid of cells.
struct TextRowOptions {
    int tabCells = 8; // distance of tab stops, from the begin of the row
    int wrapCells = 0; // a row is at most so wide; 0: a segment is one row
    bool hidesSequences = false; // those for terminals are not shown, see AnsiReader

    friend bool operator==(const TextRowOptions&, const TextRowOptions&) = default;
};

// Makes segments ready to be shown: decodes them, gives each grapheme its cells, makes visible what would not
// be, and cuts rows. What comes out depends on the segment's bytes alone, and on those of a sequence that its
// border cuts. A cheap value. GUI thread only.
class TextRowBuilder {
public:
    TextRowBuilder(Encoding encoding, const TextRowOptions& options);

    // `isLacking`: the segment itself was found without all of its bytes.
    [[nodiscard]] std::shared_ptr<const TextSegment> build(
        const Snapshot& snapshot, const Segment& segment, bool isLacking = false) const;

private:
    TextDecoder m_decoder;
    TextRowOptions m_options;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextRow.h"

#include <QFont>
#include <QTextLayout>

#include <memory>
#include <vector>

class QPainter;

namespace megascope {

// A row whose glyphs depend on their neighbours or run from right to left. Laid out in blocks, each when it
// is first needed, so that a long row costs no more than what is seen of it; a block begins where the grid of
// cells has its first one, and what is too wide is drawn narrower. All x in logical pixels from the begin of
// the row; units are those of the segment's text. GUI thread only.
class TextShape {
public:
    TextShape(const TextRow& row, const QFont& font, double cellWidth, int tabCells);

    // Where the cursor stands before the grapheme at `unit`, or behind the last one.
    [[nodiscard]] double xOf(std::int64_t unit);
    // The unit before which the cursor stands nearest to `x`.
    [[nodiscard]] std::int64_t unitNear(double x);
    // Draws what of the row lies in [from, to). `formats` have units; `y` is the baseline.
    void draw(
        QPainter& painter, double from, double to, double y, const QList<QTextLayout::FormatRange>& formats);
    [[nodiscard]] double width();

private:
    struct Block {
        std::int64_t unit = 0;
        std::int64_t units = 0;
        double x = 0;
        double width = 0; // to the begin of the next block; of the last block: as wide as it is
        double scale = 1;
        std::unique_ptr<QTextLayout> layout = {}; // null: not laid out yet
    };

    Block& laidOut(std::size_t index);
    [[nodiscard]] std::size_t blockAtUnit(std::int64_t unit) const;
    [[nodiscard]] std::size_t blockAtX(double x) const;

    TextRow m_row;
    QFont m_font;
    double m_tabWidth;
    std::vector<Block> m_blocks; // at least one
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/TextRow.h"

#include <QFont>
#include <QTextLayout>

#include <memory>
#include <span>
#include <vector>

class QPainter;

namespace megascope {

// The parts of a row whose glyphs depend on their neighbours or run from right to left. In a row that runs
// from left to right those are phrases of such scripts, each at its place in the grid of cells: what stands
// around them keeps its columns. In a row that runs from right to left it is all of the row. A part is laid
// out when it is first needed, so that a long row costs no more than what is seen of it; what is too wide for
// its cells is drawn narrower. All x in logical pixels from the begin of the row; units are those of the
// segment's text. GUI thread only.
class TextShape {
public:
    struct Part {
        std::int64_t unit = 0;
        std::int64_t unitEnd = 0;
        double x = 0; // its cells
        double width = 0;
        double textX = 0; // what it is laid out to, in them
        double scale = 1;
        std::unique_ptr<QTextLayout> layout = {}; // null: not laid out yet
    };

    TextShape(const TextRow& row, const QFont& font, double cellWidth, int tabCells);

    // In order; the other units of the row stand on the grid.
    [[nodiscard]] std::span<const Part> parts() const { return m_parts; }
    // Where the cursor stands before the grapheme at `unit`, or behind the last one.
    [[nodiscard]] double xOf(std::int64_t unit);
    // The unit before which the cursor stands nearest to `x`; nothing on the grid.
    [[nodiscard]] std::optional<std::int64_t> unitNear(double x);
    // Draws the parts that reach into [from, to), with `from` at the painter's origin. `formats` have units
    // of the segment's text; `y` is the baseline.
    void draw(
        QPainter& painter, double from, double to, double y, const QList<QTextLayout::FormatRange>& formats);

private:
    void findPhrases();
    void takeAll();
    void addPart(std::int64_t unit, std::int64_t unitEnd);
    Part& laidOut(Part& part);
    // The last part that begins at or before `unit`, or null.
    [[nodiscard]] Part* partAt(std::int64_t unit);

    TextRow m_row;
    QFont m_font;
    double m_cellWidth;
    int m_tabCells;
    std::vector<Part> m_parts;
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QRawFont>

#include <unordered_map>
#include <vector>

class QPainter;

namespace megascope {

// Draws the characters that CellTiles cannot: ideographs, letters of fonts that stand in for the view's own.
// They are gathered for a frame and drawn as one run for each font, because a run costs much and a glyph in
// it little. Belongs to the GUI thread.
class HexGlyphs {
public:
    void setFont(const QFont& font);

    // Adds a character whose cell begins at `place`, on the line that letters stand on. Returns its width.
    // Both in logical pixels.
    double add(char32_t codePoint, const QPointF& place);
    // Draws what was added and forgets it.
    void draw(QPainter& painter, const QColor& color);

private:
    // What one character looks like: glyphs of one font, [first, first + count) of m_parts.
    struct Shape {
        std::size_t font = 0;
        std::size_t first = 0;
        std::size_t count = 0;
        double width = 0;
    };
    struct Part {
        quint32 glyph = 0;
        QPointF place; // from the cell's left edge on the line
    };
    struct Run {
        QRawFont font;
        std::vector<quint32> glyphs;
        std::vector<QPointF> places;
    };

    const Shape& shapeOf(char32_t codePoint);
    [[nodiscard]] Shape layOut(char32_t codePoint);
    [[nodiscard]] std::size_t runOf(const QRawFont& font);

    QFont m_font;
    std::vector<Run> m_runs; // one for each font
    std::vector<Part> m_parts;
    std::unordered_map<char32_t, Shape> m_shapes;
};

} // namespace megascope

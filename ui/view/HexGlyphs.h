// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/HexLayout.h"

#include <QFont>
#include <QRawFont>

#include <array>
#include <span>
#include <unordered_map>
#include <vector>

class QPainter;

namespace megascope {

// A font's glyphs, looked up once, and the runs of them that a frame is drawn as: one run for each colour and
// font, because a run costs much and a glyph in it little. Belongs to the GUI thread.
class HexGlyphs {
public:
    // What the glyphs of a run are drawn with; HexPainter knows the colours.
    enum class Ink { Gutter, CurrentGutter, Text, Faint, Special, Warning };
    static constexpr int inkCount = 6;

    void setFont(const QFont& font);
    // For a screen with so many device pixels to a logical one.
    [[nodiscard]] HexMetrics metrics(double devicePixelRatio) const;
    // From the top of a row to the line that letters stand on.
    [[nodiscard]] double baseline(const HexMetrics& metrics) const;

    // Adds a character whose cell begins at `cell`, on the baseline. Returns its width.
    double add(Ink ink, char32_t codePoint, const QPointF& cell, const HexMetrics& metrics);
    // Draws what was added and forgets it.
    void draw(QPainter& painter, std::span<const QColor, inkCount> colors);

private:
    // What one character looks like: glyphs of one font, [first, first + count) of m_parts.
    struct Shape {
        int font = 0;
        std::size_t first = 0;
        std::size_t count = 0;
        double width = 0;
    };
    struct Part {
        quint32 glyph = 0;
        QPointF place; // from the cell's left edge on the baseline
    };
    struct Run {
        std::vector<quint32> glyphs;
        std::vector<QPointF> places;
    };

    const Shape& shapeOf(char32_t codePoint);
    [[nodiscard]] Shape lookUp(char32_t codePoint);
    [[nodiscard]] Shape layOut(char32_t codePoint);
    [[nodiscard]] int indexOf(const QRawFont& font);
    void forgetShapes();

    QFont m_font;
    std::vector<QRawFont> m_fonts; // the font itself, then those that stand in for it
    std::vector<Part> m_parts;
    std::array<Shape, 256> m_latin; // count 0: not looked up yet
    std::unordered_map<char32_t, Shape> m_shapes; // the others
    std::array<std::vector<Run>, inkCount> m_runs; // by ink, then by font
};

} // namespace megascope

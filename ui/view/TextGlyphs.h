// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/TextParts.h"

#include <QFont>
#include <QHash>
#include <QRawFont>
#include <QString>

#include <array>
#include <vector>

class QPainter;

namespace megascope {

// Draws graphemes that CellTiles has no tile of: those of several characters, those that reach over their
// cells. Each is laid out once; a frame is drawn as runs of glyphs. What is too wide for its cells is made
// smaller. GUI thread only.
class TextGlyphs {
public:
    void setFont(const QFont& font);
    // Adds a grapheme whose cells begin at `x` and are `width` wide, in logical pixels.
    void add(QStringView grapheme, const TextInk& ink, double x, double width);
    [[nodiscard]] bool isEmpty() const { return m_used == 0; }
    // Draws what was added since the last call, on a baseline at `y`.
    void draw(QPainter& painter, double y);

private:
    struct Glyph {
        int font = 0; // in m_fonts
        quint32 index = 0;
        QPointF place; // from the left end of the cells, on the baseline
    };
    struct Batch {
        int font = 0;
        QRgb color = 0;
        QList<quint32> glyphs;
        QList<QPointF> places;
    };
    using Shape = std::vector<Glyph>;
    using Shapes = QHash<QString, Shape>;

    [[nodiscard]] const Shape& shapeOf(QStringView grapheme, const TextInk& ink, double width);
    [[nodiscard]] Shape layOut(const QString& grapheme, const QFont& font, double width);
    [[nodiscard]] int indexOf(const QRawFont& font);
    [[nodiscard]] Batch& batch(int font, QRgb color);

    std::array<QFont, 4> m_styles; // by bold + 2 * italic
    std::array<Shapes, 4> m_shapes;
    QList<QRawFont> m_fonts;
    std::vector<Batch> m_batches; // those of this frame first
    std::size_t m_used = 0; // of m_batches
};

} // namespace megascope

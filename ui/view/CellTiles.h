// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QFont>
#include <QImage>
#include <QRawFont>

#include <array>
#include <memory>
#include <vector>

namespace megascope {

// Characters, each drawn once into a cell of device pixels with its background, so that
// a screen of them is copied together instead of being blended glyph by glyph. For a screen of 3840 × 2160
// pixels full of hex (43,000 characters) that takes a fifth of the time of QPainter::drawGlyphRun and a tenth
// of drawText; see tests/bench/HexPaintBench.cpp. Belongs to the GUI thread.
class CellTiles {
public:
    // In device pixels.
    struct Cell {
        int width = 8;
        int height = 16;
        int baseline = 12; // from the top

        friend bool operator==(const Cell&, const Cell&) = default;
    };

    // What becomes of a character that the font lacks: there is no tile of it, or another font stands in,
    // made smaller where the cell is too narrow.
    enum class OtherFonts { Refused, Used };

    // Names an ink on a background; valid until reset().
    using Set = std::size_t;

    // Forgets all tiles.
    void reset(const QFont& font, const Cell& cell, double devicePixelRatio,
        OtherFonts others = OtherFonts::Refused);
    [[nodiscard]] const Cell& cell() const { return m_cell; }

    // Both opaque.
    [[nodiscard]] Set set(QRgb ink, QRgb background);
    // cell().height rows of cell().width pixels, or null where the character does not fit a cell or there is
    // no font for it. Valid until the next call.
    [[nodiscard]] const QRgb* tile(Set set, char32_t codePoint)
    {
        const std::vector<std::unique_ptr<Page>>& pages = m_sets[set].pages;
        const std::size_t page = codePoint / pageSize;
        if (page < pages.size() && pages[page] && (*pages[page])[codePoint % pageSize].known)
            return (*pages[page])[codePoint % pageSize].pixels;
        return add(set, codePoint);
    }

private:
    struct Entry {
        const QRgb* pixels = nullptr;
        bool known = false;
    };
    static constexpr std::size_t pageSize = 256; // code points
    using Page = std::array<Entry, pageSize>;
    struct TileSet {
        QRgb ink = 0;
        QRgb background = 0;
        std::vector<std::unique_ptr<Page>> pages; // as far as there are tiles
    };

    [[nodiscard]] const QRgb* add(Set set, char32_t codePoint);
    // One character, as glyphs of one font.
    struct Shape {
        QRawFont font;
        QList<quint32> glyphs;
        QList<QPointF> places; // from the left end of the cell, on the baseline; in logical pixels
    };

    [[nodiscard]] const QRgb* draw(const TileSet& colors, char32_t codePoint);
    [[nodiscard]] Shape shapeOf(const QString& character) const;
    [[nodiscard]] Shape shapeInOtherFont(const QString& character) const;
    [[nodiscard]] bool fits(const Shape& shape) const;
    [[nodiscard]] double logicalWidth() const { return m_cell.width / m_devicePixelRatio; }
    [[nodiscard]] double centred(double width) const;
    [[nodiscard]] const QRgb* drawPicture(const TileSet& colors, char32_t codePoint);
    [[nodiscard]] QImage imageOf(QRgb* pixels, QRgb background) const;
    [[nodiscard]] std::size_t tilePixels() const; // of one tile
    [[nodiscard]] QRgb* newPixels();
    void forgetTiles();

    QFont m_font;
    QRawFont m_rawFont;
    OtherFonts m_others = OtherFonts::Refused;
    Cell m_cell;
    double m_devicePixelRatio = 1;
    std::vector<TileSet> m_sets;
    std::vector<std::unique_ptr<QRgb[]>> m_blocks; // of tilesPerBlock tiles each
    std::size_t m_tiles = 0;
};

} // namespace megascope

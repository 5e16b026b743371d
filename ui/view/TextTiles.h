// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/view/TextMetrics.h"

#include <QFont>
#include <QImage>
#include <QRawFont>

#include <array>
#include <memory>
#include <unordered_map>
#include <vector>

namespace megascope {

// What text is written with.
struct TextInk {
    QRgb text = 0;
    QRgb background = 0;
    bool bold = false;

    friend bool operator==(const TextInk&, const TextInk&) = default;
};

// Ready pictures of the characters that fill just one cell in the font itself, drawn once for each ink and
// copied from then on: a screen full of letters is drawn about four times as fast as from glyph runs
// (tests/bench/TextPaintBench).
class TextTiles {
public:
    // A picture: cellWidth × rowHeight pixels, row after row. Null: this character has none.
    using Tile = const QRgb*;

    // The tiles of one ink.
    class Page {
    public:
        // Valid until the next call of TextTiles::trim() or setFont().
        [[nodiscard]] Tile tile(char16_t character);

    private:
        friend class TextTiles;
        static constexpr std::size_t blockSize = 256;
        struct Slot {
            bool known = false;
            std::unique_ptr<QRgb[]> pixels;
        };
        using Block = std::array<Slot, blockSize>;

        TextTiles* m_owner = nullptr;
        TextInk m_ink;
        std::array<std::unique_ptr<Block>, 0x1'0000 / blockSize> m_blocks;
    };

    void setFont(const QFont& font, const TextMetrics& metrics);
    // Forgets all tiles when they have become too many. For between two frames.
    void trim();
    [[nodiscard]] const TextMetrics& metrics() const { return m_metrics; }
    // Valid until the next call of trim() or setFont().
    [[nodiscard]] Page& page(const TextInk& ink);

    // Puts tiles next to each other into `target`, from pixel `x` on. REQUIRES: cellWidth >= 4.
    struct Placed {
        int x = 0;
        Tile tile = nullptr;
    };
    void copy(const std::vector<Placed>& tiles, QImage& target) const;

private:
    [[nodiscard]] std::unique_ptr<QRgb[]> draw(char16_t character, const TextInk& ink);

    QFont m_font;
    QRawFont m_regular;
    QRawFont m_bold;
    TextMetrics m_metrics;
    std::vector<std::unique_ptr<Page>> m_pages;
    std::size_t m_memory = 0; // of all tiles, in bytes
};

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "ui/model/AnsiReader.h"
#include "ui/model/TextStyleSpan.h"

#include <span>

namespace megascope {

// A colour as a sequence names it.
struct AnsiColor {
    enum class Kind : std::uint8_t { Default, Palette, Rgb };
    Kind kind = Kind::Default;
    std::uint32_t value = 0; // Palette: 0 … 255; Rgb: 0xrrggbb

    friend bool operator==(const AnsiColor&, const AnsiColor&) = default;
};

// What the sequences up to a place have set.
struct AnsiStyle {
    AnsiColor text = {};
    AnsiColor ground = {};
    bool bold = false;
    bool faint = false;
    bool italic = false;
    bool underline = false;
    bool inverse = false;
    bool strikeOut = false;

    // Another sequence follows. What it asks for and nobody knows is passed over.
    void apply(std::span<const AnsiParameter> parameters);

    friend bool operator==(const AnsiStyle&, const AnsiStyle&) = default;
};

// What the colours of sequences look like on a ground: the sixteen named ones are made for light or dark, and
// all are brought to where they can be read.
class AnsiColors {
public:
    AnsiColors() = default;
    // Of text without a style, and behind it.
    AnsiColors(QRgb text, QRgb ground);

    [[nodiscard]] QRgb colorOf(const AnsiColor& color, QRgb fallback) const;
    // Of no length; what is as in text without a style is transparent.
    [[nodiscard]] TextStyleSpan spanOf(const AnsiStyle& style) const;

    friend bool operator==(const AnsiColors&, const AnsiColors&) = default;

private:
    QRgb m_text = 0;
    QRgb m_ground = 0;
};

} // namespace megascope

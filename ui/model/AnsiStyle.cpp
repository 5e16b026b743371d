// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/model/AnsiStyle.h"

#include "ui/model/ColorContrast.h"

#include <algorithm>
#include <array>
#include <utility>

namespace megascope {

namespace {

// The sixteen named colours: black, red, green, yellow, blue, magenta, cyan, white, and those once more
// bright. As letters each stands out from such a ground by 4.5 : 1, but black and white, which are then
// moved.
constexpr std::array<QRgb, 16> namedOnLight{
    0xff000000,
    0xffb21818,
    0xff187018,
    0xff8a5a00,
    0xff1d4fb8,
    0xff9b1f9b,
    0xff0b7272,
    0xff6e6e6e,
    0xff5c5c5c,
    0xffcf2222,
    0xff1c7f1c,
    0xff946300,
    0xff2f62d9,
    0xffb52bb5,
    0xff0a7d7d,
    0xff404040,
};
constexpr std::array<QRgb, 16> namedOnDark{
    0xff3a3f44,
    0xfff2777a,
    0xff7fc77f,
    0xffe0b04c,
    0xff7aa8f0,
    0xffd38ad8,
    0xff5fc4c4,
    0xffd0d0d0,
    0xff8c9196,
    0xffff9a94,
    0xff9be89b,
    0xffffd479,
    0xffa3c4ff,
    0xfff0a8f5,
    0xff8ae8e8,
    0xffffffff,
};

constexpr double faintShare = 0.4; // of the ground in faint letters
constexpr double leastFaint = 3; // contrast

// Of the 256: a cube of six steps for each of red, green and blue, then greys.
QRgb cubeColor(std::uint32_t index)
{
    constexpr std::array<int, 6> steps{0, 95, 135, 175, 215, 255};
    if (index >= 232) {
        const int grey = 8 + 10 * static_cast<int>(index - 232);
        return qRgb(grey, grey, grey);
    }
    const std::uint32_t cell = index - 16;
    return qRgb(steps[cell / 36], steps[cell / 6 % 6], steps[cell % 6]);
}

// What follows 38 or 48, and by how many parameters it is done with; nothing known: the colour stays.
class ColorReader {
public:
    explicit ColorReader(std::span<const AnsiParameter> parameters)
        : m_rest(parameters.subspan(1))
    {
        const auto parts = static_cast<std::size_t>(
            std::ranges::find_if_not(m_rest, &AnsiParameter::isPart) - m_rest.begin());
        m_withColons = parts > 0;
        if (m_withColons)
            m_rest = m_rest.first(parts);
    }

    // Returns the parameters that belong to it, with the 38 or 48.
    std::size_t read(AnsiColor& color)
    {
        const std::size_t used = m_withColons ? m_rest.size() : sizeWithSemicolons();
        if (used > 0 && m_rest.front().value == 5 && used >= 2 && m_rest[1].value <= 255)
            color = {AnsiColor::Kind::Palette, m_rest[1].value};
        // Behind colons a colour space, which nobody uses, may stand before the colour.
        const std::size_t first = m_withColons && used >= 5 ? 2 : 1;
        if (used >= first + 3 && m_rest.front().value == 2)
            color
                = {AnsiColor::Kind::Rgb, channel(first) << 16 | channel(first + 1) << 8 | channel(first + 2)};
        return used + 1;
    }

private:
    [[nodiscard]] std::size_t sizeWithSemicolons() const
    {
        if (m_rest.empty())
            return 0;
        const std::size_t wanted = m_rest.front().value == 2 ? 4 : m_rest.front().value == 5 ? 2 : 1;
        return std::min(wanted, m_rest.size());
    }
    [[nodiscard]] std::uint32_t channel(std::size_t index) const
    {
        return std::min<std::uint32_t>(m_rest[index].value, 255);
    }

    std::span<const AnsiParameter> m_rest;
    bool m_withColons = false;
};

void applyOne(AnsiStyle& style, std::uint32_t value, bool isSwitchedOff)
{
    const auto named = [value](std::uint32_t first, std::uint32_t offset) {
        return AnsiColor{AnsiColor::Kind::Palette, value - first + offset};
    };
    if (value >= 30 && value <= 37)
        style.text = named(30, 0);
    else if (value >= 40 && value <= 47)
        style.ground = named(40, 0);
    else if (value >= 90 && value <= 97)
        style.text = named(90, 8);
    else if (value >= 100 && value <= 107)
        style.ground = named(100, 8);
    switch (value) {
    case 0:
        style = {};
        break;
    case 1:
        style.bold = true;
        break;
    case 2:
        style.faint = true;
        break;
    case 3:
    case 23:
        style.italic = value == 3;
        break;
    case 4:
    case 21:
    case 24:
        style.underline = value != 24 && !isSwitchedOff;
        break;
    case 7:
    case 27:
        style.inverse = value == 7;
        break;
    case 9:
    case 29:
        style.strikeOut = value == 9;
        break;
    case 22:
        style.bold = style.faint = false;
        break;
    case 39:
        style.text = {};
        break;
    case 49:
        style.ground = {};
        break;
    default:
        break;
    }
}

} // namespace

void AnsiStyle::apply(std::span<const AnsiParameter> parameters)
{
    if (parameters.empty())
        *this = {};
    while (!parameters.empty()) {
        const std::uint32_t value = parameters.front().value;
        std::size_t used = 1;
        if (value == 38 || value == 48) {
            used = ColorReader(parameters).read(value == 38 ? text : ground);
        } else {
            // 4:0 is no underline, 4:3 a wavy one; the parts of others mean nothing.
            const bool hasPart = parameters.size() > 1 && parameters[1].isPart;
            applyOne(*this, value, hasPart && parameters[1].value == 0);
        }
        while (used < parameters.size() && parameters[used].isPart)
            ++used;
        parameters = parameters.subspan(std::min(used, parameters.size()));
    }
}

AnsiColors::AnsiColors(QRgb text, QRgb ground)
    : m_text(text)
    , m_ground(ground)
{
}

QRgb AnsiColors::colorOf(const AnsiColor& color, QRgb fallback) const
{
    switch (color.kind) {
    case AnsiColor::Kind::Default:
        return fallback;
    case AnsiColor::Kind::Rgb:
        return 0xff000000 | color.value;
    case AnsiColor::Kind::Palette:
        break;
    }
    if (color.value >= 16)
        return cubeColor(color.value);
    return (isDark(m_ground) ? namedOnDark : namedOnLight)[color.value];
}

TextStyleSpan AnsiColors::spanOf(const AnsiStyle& style) const
{
    TextStyleSpan span{.bold = style.bold,
        .italic = style.italic,
        .underline = style.underline,
        .strikeOut = style.strikeOut};
    AnsiColor letters = style.text;
    // Bold letters of a dark named colour are the bright ones on most terminals.
    if (style.bold && letters.kind == AnsiColor::Kind::Palette && letters.value < 8)
        letters.value += 8;
    QRgb text = colorOf(letters, m_text);
    QRgb ground = colorOf(style.ground, m_ground);
    // Text without a colour of its own may be as the ground is elsewhere.
    const bool isBare = letters.kind == AnsiColor::Kind::Default && !style.inverse;
    if (isBare && contrast(m_ground, ground) > contrast(m_text, ground))
        text = m_ground;
    if (style.inverse)
        std::swap(text, ground);
    const bool hasGround = style.ground.kind != AnsiColor::Kind::Default || style.inverse;
    const bool hasText = letters.kind != AnsiColor::Kind::Default || hasGround || style.faint;
    if (hasText)
        span.text = style.faint ? readableOn(blendedRgb(text, ground, faintShare), ground, leastFaint)
                                : readableOn(text, ground);
    if (hasGround)
        span.background = ground;
    return span;
}

} // namespace megascope

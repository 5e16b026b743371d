// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/search/Pattern.h"

#include <QRgb>
#include <QStringList>

#include <array>
#include <vector>

namespace megascope {

// What a colour stands for, where the desktop's colours are to be used.
enum class ColorRole : std::uint8_t { Negative, Neutral, Positive, Active, Link, Visited, Inactive };
inline constexpr std::size_t colorRoles = 7;

// Of letters, or of the ground behind them.
struct HighlightColor {
    enum class Kind : std::uint8_t { None, Fixed, Role };
    Kind kind = Kind::None;
    ColorRole role = ColorRole::Negative;
    QRgb light = 0; // on a light ground
    QRgb dark = 0; // on a dark one; transparent: the same

    [[nodiscard]] static HighlightColor fixed(QRgb light, QRgb dark = 0)
    {
        return {Kind::Fixed, {}, light, dark};
    }
    [[nodiscard]] static HighlightColor of(ColorRole role) { return {Kind::Role, role, 0, 0}; }
    [[nodiscard]] bool isSet() const { return kind != Kind::None; }
    friend bool operator==(const HighlightColor&, const HighlightColor&) = default;
};

// What is found, and how it is written then.
struct HighlightRule {
    enum class Scope : std::uint8_t { Match, Line };

    Pattern pattern; // never of hex
    bool isEnabled = true;
    Scope scope = Scope::Match;
    HighlightColor text;
    HighlightColor ground;
    bool bold = false;
    bool italic = false;

    friend bool operator==(const HighlightRule&, const HighlightRule&) = default;
};

// Rules under a name. Where several say something of the same place, the first one in the list holds.
struct HighlighterSet {
    QString name;
    QStringList files; // wildcards for names of files; the set is chosen by itself for those
    std::vector<HighlightRule> rules;
    bool isBuiltIn = false; // comes with the program

    // `path` may have folders, which do not count. Case does not, either.
    [[nodiscard]] bool isFor(const QString& path) const;
    friend bool operator==(const HighlighterSet&, const HighlighterSet&) = default;
};

// The colours of the roles.
struct HighlightPalette {
    bool isDark = false;
    std::array<QRgb, colorRoles> text{};
    std::array<QRgb, colorRoles> ground{};

    // For use without a desktop's colours.
    [[nodiscard]] static HighlightPalette plain(bool dark);
    // Transparent when none is set.
    [[nodiscard]] QRgb textOf(const HighlightColor& color) const;
    [[nodiscard]] QRgb groundOf(const HighlightColor& color) const;
    friend bool operator==(const HighlightPalette&, const HighlightPalette&) = default;
};

// Which set a document has.
struct HighlighterChoice {
    enum class Kind : std::uint8_t { Automatic, None, Named }; // Automatic: by the file's name
    Kind kind = Kind::Automatic;
    QString name; // for Named

    // As it is kept among the settings; what nobody wrote is Automatic.
    [[nodiscard]] static HighlighterChoice fromSetting(const QString& setting);
    [[nodiscard]] QString setting() const;
    friend bool operator==(const HighlighterChoice&, const HighlighterChoice&) = default;
};

// Those that come with the program: for log levels, accesses to web servers, addresses and values.
[[nodiscard]] std::vector<HighlighterSet> builtInHighlighters();
// The ground of the `index`th quick highlight, over and over.
[[nodiscard]] HighlightColor quickGround(std::size_t index);

} // namespace megascope

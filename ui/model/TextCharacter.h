// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <QString>

#include <cstdint>

namespace megascope {

// What a code point needs on the screen.
struct CharacterTraits {
    enum class Look : std::uint8_t {
        Plain, // a glyph of a font
        Tab,
        Control, // shown as a picture or a label: it does nothing here
        Hidden, // would be invisible, and changes how text around it reads: shown as a label
        Joiner, // invisible, and part of the text behind some characters; anywhere else as Hidden
    };
    // Where graphemes end (Unicode, UAX #29).
    enum class Join : std::uint8_t {
        None,
        Extend,
        ExtendAlone, // an Extend over which Indic consonants do not join
        Linker, // an Extend that joins two consonants of an Indic script
        ZeroWidthJoiner,
        SpacingMark,
        Prepend,
        Consonant,
        HangulL,
        HangulV,
        HangulT,
        HangulLV,
        HangulLVT,
        Regional,
        Pictograph,
    };

    Look look = Look::Plain;
    Join join = Join::None;
    std::uint8_t cells = 1; // 0, 1 or 2
    bool shaped = false; // looks different by its neighbours, or runs from right to left
    bool rightToLeft = false;
    bool takesJoiner = false; // a joiner or a variation selector behind it is part of the text
};

// GUI thread only: the table behind it is filled page by page as characters are met.
[[nodiscard]] const CharacterTraits& characterTraits(char32_t codePoint);

// How a character of Look::Control, Hidden or Joiner is shown: "␀", "[RLO]", "[U+2069]".
[[nodiscard]] QString characterLabel(char32_t codePoint);

// Tells where one grapheme ends and the next begins, character by character. A value.
class GraphemeBorder {
public:
    // True when a character of this kind belongs to the grapheme of the characters before it.
    [[nodiscard]] bool joins(CharacterTraits::Join next);
    // The next character begins a grapheme whatever it is.
    void reset() { *this = {}; }

private:
    using Join = CharacterTraits::Join;
    [[nodiscard]] bool sticks(Join next) const;

    Join m_before = Join::None;
    bool m_started = false;
    bool m_pictographRun = false; // a pictograph, then nothing but extending characters
    bool m_conjunct = false; // an Indic consonant, then extending characters with a linker among them
    bool m_consonantRun = false; // an Indic consonant, then nothing but extending characters
    bool m_oddRegional = false; // an odd number of regional indicators up to here
};

} // namespace megascope

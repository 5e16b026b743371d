// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/text/TextDecoder.h"
#include "ui/model/SequenceCuts.h"
#include "ui/model/TextCharacter.h"
#include "ui/model/TextRow.h"

#include <span>

namespace megascope {

// Turns bytes into what is shown for them: text and runs, whose cells are not placed yet. For one segment;
// GUI thread.
class TextSpeller {
public:
    // Appends to the text and the runs of `out`. `begin` is the file offset of the segment.
    TextSpeller(const TextDecoder& decoder, TextSegment& out);

    // Sequences for terminals are not shown from now on.
    void hideSequences() { m_hidesSequences = true; }

    // `content` is the segment without its line end; what `gaps` lists of it could not be read.
    void spell(std::span<const std::byte> content, const Gaps& gaps, const SequenceCuts& cuts = {});

private:
    using Bytes = std::span<const std::byte>;

    void spellReadable(Bytes bytes);
    void spellShown(Bytes bytes);
    void hide(std::size_t bytes, const AnsiReader* sequence);
    // How many of `characters` are a sequence, which is hidden then.
    std::size_t hideAtFront(std::span<const Character> characters);
    void spellCharacters(Bytes bytes);
    void spellCharacter(const Character& character);
    void spellGap(std::uint32_t bytes, Gap::Cause cause);
    void spellAscii(Bytes bytes);
    // A control character, so many times.
    void spellControl(std::byte control, std::size_t count);

    [[nodiscard]] bool isPartOfText(const Character& character) const;
    void addToGrapheme(const Character& character, const CharacterTraits& traits);
    void endGrapheme();
    void addLabel(const Character& character, QStringView label, TextLook look);
    void addRun(std::uint32_t count, std::uint32_t bytesEach, std::uint32_t unitsEach,
        std::uint32_t cellsEach, TextLook look);
    void appendRun(const TextRun& run);

    const TextDecoder& m_decoder;
    TextSegment& m_out;
    const bool m_asciiIsItself; // bytes 0x20 … 0x7e are those characters, whatever is around them
    std::uint32_t m_byte = 0; // where the next run begins
    std::uint32_t m_unit = 0;
    bool m_directionKnown = false;
    bool m_hidesSequences = false;
    std::uint32_t m_hiddenBytes = 0; // that go with the next character
    AnsiReader m_reader;

    // The grapheme under way.
    struct Grapheme {
        std::uint32_t bytes = 0;
        std::uint32_t characters = 0;
        std::uint32_t cells = 0;
        bool shaped = false;
        char32_t last = 0;
        bool joinerAccepted = false; // the last one was a joiner, and part of the text
    };
    Grapheme m_grapheme;
    GraphemeBorder m_border;
    std::vector<Character> m_characters; // kept for its memory
};

} // namespace megascope

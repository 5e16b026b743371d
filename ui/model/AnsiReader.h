// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace megascope {

// Of a sequence that sets a style: "1;38:5:7" has 1, 38, and 5 and 7 as parts of the latter.
struct AnsiParameter {
    std::uint16_t value = 0; // 0 when nothing is written
    bool isPart = false; // behind a colon

    friend bool operator==(const AnsiParameter&, const AnsiParameter&) = default;
};

// Reads one escape sequence for terminals, character by character. It knows
//   ESC [ parameters intermediates final    control sequences; those that end in "m" set a style
//   ESC ] anything (BEL | ESC \)            commands: titles, hyperlinks
//   ESC (one of # % ( ) * + - . /) … final  character sets: ESC ( B
// and takes everything else, what is cut off and what is longer than it may be, for no sequence. A value.
class AnsiReader {
public:
    enum class Step {
        More,
        Done, // this was the last character
        None, // it is no sequence
    };

    static constexpr char32_t escape = 0x1b;
    static constexpr std::size_t longestControl = 128; // characters
    static constexpr std::size_t longestCommand = 4096;

    // The first character of a sequence is the escape.
    Step take(char32_t c);
    // Behind Done.
    [[nodiscard]] bool setsStyle() const { return m_setsStyle; }
    [[nodiscard]] std::span<const AnsiParameter> parameters() const { return m_parameters; }

    // How many of `count` characters, of which `at` gives one by its index, are a sequence; 0: none begins
    // there. Reads from anew.
    template <class At>
    std::size_t read(std::size_t count, At at)
    {
        restart();
        for (std::size_t i = 0; i < count; ++i) {
            const Step step = take(at(i));
            if (step != Step::More)
                return step == Step::Done ? i + 1 : 0;
        }
        return 0;
    }
    std::size_t read(std::span<const std::byte> bytes);

private:
    enum class State { Begin, Escape, Set, Parameters, Intermediates, Command, CommandEscape };

    void restart();
    Step takeEscaped(char32_t c);
    Step takeParameter(char32_t c);
    Step takeFinal(char32_t c);

    State m_state = State::Begin;
    std::size_t m_size = 0;
    bool m_isPrivate = false;
    bool m_hasParameter = false; // the last of m_parameters is still being written
    bool m_setsStyle = false;
    std::vector<AnsiParameter> m_parameters;
};

} // namespace megascope

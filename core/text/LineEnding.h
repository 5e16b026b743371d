// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstddef>
#include <cstdint>

namespace megascope {

inline constexpr std::uint8_t carriageReturn = '\r';
inline constexpr std::uint8_t ebcdicNewline = 0x15; // NEL, which ends lines in EBCDIC

// What ends a line: one code unit, as the bytes in the file spell it. A CR before it belongs to the line end,
// unless CR is the newline. Trivial data, so that the line index needs no knowledge of encodings.
struct NewlineCode {
    std::uint8_t unitSize = 1; // bytes of a code unit: 1, 2 or 4; units lie at multiples of it in the file
    bool bigEndian = false; // of a code unit of more than one byte
    std::uint8_t value = '\n'; // the code unit's value: LF, or CR, or 0x15 or 0x25 in EBCDIC

    friend bool operator==(const NewlineCode&, const NewlineCode&) = default;
};

// What a sample of a file shows of its line ends, for people.
enum class LineEnding { None, Lf, CrLf, Cr, Mixed };

[[nodiscard]] const char* lineEndingName(LineEnding ending); // "none", "LF", "CRLF", "CR", "mixed"

} // namespace megascope

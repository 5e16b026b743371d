// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/Snapshot.h"
#include "core/text/Encoding.h"
#include "core/text/LineEnding.h"

namespace megascope {

// What a file's bytes look like as text.
struct TextFormat {
    Encoding encoding;
    bool hasByteOrderMark = false;
    LineEnding lineEnding = LineEnding::None;
    // How lines are told apart: the encoding's newline, or CR when the sample holds CRs and no newline at
    // all.
    NewlineCode newline;
    bool isBinary = false; // holds bytes that no text holds; better shown as hex

    friend bool operator==(const TextFormat&, const TextFormat&) = default;
};

// Guesses from samples: the first 64 KiB, and eight places of 16 KiB spread over the rest; holes are passed
// over. Costs the same for every size of file. Order of proof:
//  1. a byte order mark;
//  2. EBCDIC, by its letters, digits and spaces;
//  3. UTF-32 and UTF-16, by the places of NULs and by whether the characters are of texts;
//  4. UTF-8, when all is well-formed, or most of what is not ASCII: some broken bytes make no other encoding
//  of it;
//  5. a prober's guess among the legacy encodings, when there is evidence for one;
//  6. Latin-1's superset windows-1252.
[[nodiscard]] TextFormat detectTextFormat(const Snapshot& snapshot);
// The same with the encoding given: only line ends and binariness are guessed.
[[nodiscard]] TextFormat detectTextFormat(const Snapshot& snapshot, Encoding encoding);

// The first place of the text: behind the byte order mark, where the bytes begin with that of the encoding.
[[nodiscard]] ByteOffset textBegin(const Snapshot& snapshot, Encoding encoding);

} // namespace megascope

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
    // How lines are told apart: the encoding's newline, or CR when the sample holds CRs and no newline at all.
    NewlineCode newline;
    bool isBinary = false; // holds bytes that no text holds; better shown as hex
};

// Guesses from samples: the first 64 KiB, and up to eight places of 16 KiB spread over the file; holes are passed over.
// Order of proof: byte order mark; all samples valid UTF-8; UTF-16 or UTF-32 by the places of NULs; a prober's guess
// among the legacy encodings; Latin-1's superset windows-1252. Costs the same for every size of file.
[[nodiscard]] TextFormat detectTextFormat(const Snapshot& snapshot);
// The same with the encoding given: only line ends and binariness are guessed.
[[nodiscard]] TextFormat detectTextFormat(const Snapshot& snapshot, Encoding encoding);

} // namespace megascope

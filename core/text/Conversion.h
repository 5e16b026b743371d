// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/document/ContentSink.h"
#include "core/document/Snapshot.h"
#include "core/task/Progress.h"
#include "core/text/ConvertedPlaces.h"
#include "core/text/TextFormat.h"

#include <optional>
#include <stop_token>
#include <variant>
#include <vector>

namespace megascope {

// Makes each line end the same. Line ends are those that the document is shown with, and no others: each
// newline with the CR before it, if there is one; a CR that stands alone only where CR is the document's
// newline, because elsewhere it is a part of the line (a progress bar in a log, say). In a document whose
// newline is CR, newlines of the encoding are line ends as well. Every other byte stays as it is.
struct LineEndConversion {
    LineEnding to = LineEnding::Lf; // Lf, CrLf or Cr; Lf is the encoding's newline
};

// Spells each character in another encoding. The byte order mark: UTF-16 and UTF-32 get one, because they can
// hardly be told without; UTF-8 has one when there was one before; others have none. Between EBCDIC and the
// rest NL (0x15, U+0085) and LF trade places where NL ends the lines, so that lines stay lines.
struct EncodingConversion {
    Encoding to;
};

using Conversion = std::variant<LineEndConversion, EncodingConversion>;

// What a conversion is about.
struct ConversionOrder {
    Snapshot snapshot;
    TextFormat format; // of the snapshot
    Conversion conversion;
    std::vector<ByteOffset> places; // whose new offsets are to be known exactly
    ByteCount window = mebibytes(1); // how much is converted at once; positive
};

// What a conversion looks at and tells. The progress must outlive it.
struct ConversionWatch {
    std::stop_token stop;
    Progress& progress; // bytes of the snapshot
};

// Why text cannot have another encoding.
struct Misfits {
    enum class Kind {
        Invalid, // the bytes spell nothing
        Lacking, // the encoding has no such character
    };
    Kind kind = Kind::Invalid;
    ByteRange first; // the bytes of the first one
    char32_t codePoint = 0; // of the first one; of invalid bytes the value of the byte or the code unit
    std::int64_t count = 0; // of all of them
    bool isCountComplete = true; // false: only those near the first were counted
};

struct Converted {
    bool isChanged = false; // some bytes are others than before
    std::optional<Misfits> misfits; // when there are any, the conversion cannot be made
    ConvertedPlaces places;
};

// Converts a whole snapshot, in pieces of bounded memory. Windows that stay as they are, and holes, are kept
// and not put. Errors: ReadFailed with the place that cannot be read; Cancelled; those of the sink.
[[nodiscard]] Result<Converted> convert(
    const ConversionOrder& order, ContentSink& sink, const ConversionWatch& watch);

// About how many bytes the outcome has, for people.
[[nodiscard]] ByteCount estimatedSize(const ConversionOrder& order);
// How many bytes it puts for certain; 0 where a part may be kept, or the encodings do not tell.
[[nodiscard]] ByteCount leastSize(const ConversionOrder& order);

// What the document's newline is afterwards.
[[nodiscard]] NewlineCode newlineAfter(const TextFormat& format, const Conversion& conversion);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/Units.h"
#include "core/text/TimeQuery.h"

#include <QString>

#include <expected>

namespace megascope {

class DocumentSession;

// Somewhere in a document, as people say it.
struct Place {
    enum class Kind { Line, Offset, Percentage, End, Time };
    Kind kind = Kind::Offset;
    LineNumber line = {};
    std::int64_t column = 0; // characters from the begin of the line
    ByteOffset offset = {};
    double percentage = 0; // of the bytes, 0 … 100
    TimeQuery time = {}; // of the lines of a log

    // "120" or "120:8" (line, column; both from 1), "@4096", "@0x1000", "0x1000", "@2G" (offset), "50%",
    // "end", "2024-01-02 03:04:05", "+5m" (time, as TimeQuery reads it). `bare` says what a number without a
    // sign is: a line, an offset or a time. The error is one line that says what is wrong.
    [[nodiscard]] static std::expected<Place, QString> parse(const QString& text, Kind bare = Kind::Line);
};

// Where a place is that is no time; those a TimeFinder goes to. Exact for all but lines that are not counted
// yet, or whose bytes are not there in time; those are near, from the density of lines.
struct ResolvedPlace {
    ByteOffset offset = {};
    bool exact = true;
};

// The error, one line, tells that there is no such place and what the last one is; or that the column lies
// too far out in a line of many MiB to be counted.
[[nodiscard]] std::expected<ResolvedPlace, QString> resolvePlace(
    const DocumentSession& session, const Place& place);

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Failure.h"
#include "core/document/Document.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace megascope::cli {

// One command a line; blanks separate its words, and "#" begins a comment:
//
//     overwrite OFFSET HEX             insert OFFSET HEX          delete OFFSET LENGTH
//     copy OFFSET LENGTH TO            insert-file OFFSET PATH [FROM LENGTH]
//     undo        redo        save
//
// Offsets are those of the document as it is when the line runs. HEX are pairs of hexadecimal digits, with
// blanks between them or none; a PATH with blanks stands in double quotes.
class EditScript {
public:
    // Failures name `name`, the line and what is wrong with it.
    [[nodiscard]] static Outcome<EditScript> parse(std::string_view text, std::string_view name);

    // Runs all lines; where one says so, `save` is called. A line that cannot be run (an offset lies past the
    // end, there is nothing to undo, a file cannot be read) ends it.
    using Save = std::function<Outcome<void>()>;
    [[nodiscard]] Outcome<void> run(Document& document, const Save& save) const;

private:
    enum class Verb { Overwrite, Insert, Delete, Copy, InsertFile, Undo, Redo, Save };
    struct Line {
        std::size_t number = 0; // from 1
        Verb verb = Verb::Save;
        ByteOffset offset;
        ByteCount length; // of Delete and Copy
        ByteOffset to; // of Copy
        std::vector<std::byte> bytes; // of Overwrite and Insert
        std::string path; // of InsertFile
        std::optional<ByteRange> part; // of that file; nothing: all of it
    };
    class Words;
    struct Runner;

    [[nodiscard]] static Outcome<Line> parseLine(Words& words);
    [[nodiscard]] static Outcome<void> parseFile(Words& words, Line& line);

    std::string m_name;
    std::vector<Line> m_lines;
};

} // namespace megascope::cli

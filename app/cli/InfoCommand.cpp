// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/InfoCommand.h"

#include "app/cli/InputFile.h"
#include "app/cli/Output.h"
#include "core/file/FormatText.h"
#include "core/task/ParallelFor.h"
#include "core/text/LineIndexer.h"

namespace megascope::cli {
namespace {

constexpr Option jsonOption{"--json", "", "print one JSON object"};
constexpr Option options[] = {jsonOption, encodingOption, backendOption, spoolLimitOption, packedOption};

constexpr std::string_view details =
    R"(Prints one "name: value" a line:
  size            bytes
  encoding        as given, or as detected from samples
  lineEnding      none, LF, CRLF, CR or mixed, as seen in samples
  lines           newlines, as wc -l counts them (in UTF-16 and UTF-32: code units)
  longestLine     bytes of the longest line, without its line end
  allocatedBytes  space on the disk
  indexBytes      memory that the line index takes
  binary          whether the samples hold bytes that no text holds: true or false
  compression     of a compressed file, whose content all the others are about: gzip, bzip2, xz, lzma,
                  lzip or zstd
)";

struct Lines {
    LineCount newlines;
    ByteCount longest;
    ByteCount indexSize;
};

Outcome<Lines> countLines(const InputFile& file, NewlineCode newline)
{
    const Snapshot& snapshot = file.snapshot();
    LineIndex index(newline, snapshot.size());
    LongestLine longest(newline);
    FirstLoss loss;
    Progress progress;
    fillLineIndex(index, snapshot, taskThreads(), progress, {}, {.longest = &longest, .loss = &loss});
    if (const std::optional<ByteRange> lost = loss.range())
        return std::unexpected(file.unreadable(*lost));
    return Lines{index.newlines(), longest.inFileOf(snapshot.size()), index.memory()};
}

// In both forms the names are the same, and so is their order.
class Report {
public:
    explicit Report(bool json)
        : m_json(json)
    {
    }

    void add(std::string_view name, std::int64_t value) { add(name, std::to_string(value), false); }
    void add(std::string_view name, bool value) { add(name, value ? "true" : "false", false); }
    // REQUIRES: nothing in `value` that JSON would have to escape.
    void add(std::string_view name, std::string_view value) { add(name, value, true); }

    [[nodiscard]] std::string text() const { return m_json ? "{" + m_text + "}\n" : m_text; }

private:
    void add(std::string_view name, std::string_view value, bool quoted)
    {
        if (!m_json)
            m_text += formatText("{}: {}\n", name, value);
        else
            m_text += formatText(R"({}"{}": {}{}{})", m_text.empty() ? "" : ", ", name, quoted ? "\"" : "",
                value, quoted ? "\"" : "");
    }

    const bool m_json;
    std::string m_text;
};

Outcome<void> run(const Arguments& arguments)
{
    const Outcome<InputFile> file = InputFile::open(arguments.operands()[0], arguments);
    if (!file)
        return std::unexpected(file.error());
    const Outcome<TextFormat> format = textFormatOf(file->snapshot(), arguments);
    if (!format)
        return std::unexpected(format.error());
    const Outcome<Lines> lines = countLines(*file, format->encoding.newline());
    if (!lines)
        return std::unexpected(lines.error());

    Report report(arguments.has(jsonOption.name));
    report.add("size", file->snapshot().size().value());
    report.add("encoding", format->encoding.name());
    report.add("lineEnding", std::string_view(lineEndingName(format->lineEnding)));
    report.add("lines", lines->newlines.value());
    report.add("longestLine", lines->longest.value());
    report.add("allocatedBytes", file->allocated().value());
    report.add("indexBytes", lines->indexSize.value());
    report.add("binary", format->isBinary);
    if (const std::optional<Compression> compression = file->compression())
        report.add("compression", nameOf(*compression));
    const Outcome<void> printed = print(report.text());
    return printed ? file->checkEnd() : printed;
}

} // namespace

constexpr Command infoCommand{
    .name = "info",
    .operands = "FILE",
    .operandCount = 1,
    .summary = "Tells what a file is.",
    .details = details,
    .options = options,
    .run = run,
};

} // namespace megascope::cli

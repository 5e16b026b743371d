// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/LinesCommand.h"

#include "app/cli/FollowLines.h"
#include "app/cli/Output.h"
#include "core/file/FormatText.h"
#include "core/task/ParallelFor.h"
#include "core/text/LineIndexer.h"
#include "core/text/NewlineCounter.h"
#include "core/text/NumberText.h"

#include <algorithm>
#include <memory>

namespace megascope::cli {
namespace {

constexpr Option options[] = {followOption, encodingOption, backendOption, spoolLimitOption, packedOption};

constexpr std::string_view details =
    R"(Prints the lines from FIRST to LAST (or only FIRST) exactly as they are in the file, as
sed -n 'FIRST,LASTp' does; lines are counted from 1. Where the file ends before LAST, it prints
what there is; a FIRST past the end of the file is an error. Lines end with a newline (LF), in
UTF-16 and UTF-32 with its code unit. When bytes cannot be read, lines before them are printed,
and then it is told.

With --follow it prints all lines from FIRST on, and then what is appended, as it comes, until it
is interrupted (exit code 4) or nobody reads its output any more. It follows the name, as tail -F
does: when the log is renamed, removed or emptied, it prints what the old file still gets, and
goes on with the new one. Each line is printed once.
)";

// What is read at once; a multiple of every code unit.
constexpr std::size_t pieceSize = 1024 * 1024;
// As far as this from the front, a line is looked for in order: to count with all threads would read more
// than that.
constexpr ByteCount nearFront = mebibytes(16);

// Lines, counted from 0.
struct LineRange {
    LineNumber first;
    LineNumber last; // not before first
};

Outcome<LineRange> rangeFrom(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const std::optional<std::int64_t> first = parseNumber(text.substr(0, colon));
    const std::optional<std::int64_t> last
        = colon == std::string_view::npos ? first : parseNumber(text.substr(colon + 1));
    if (!first || !last || *first < 1 || *last < *first)
        return badUsage(
            formatText("\"{}\" is no line or range of lines, FIRST[:LAST], from 1 to 2^63 - 1", text));
    return LineRange{LineNumber(*first - 1), LineNumber(*last - 1)};
}

// Walks over the lines of a file from front to back.
class LineWalk {
public:
    LineWalk(const InputFile& file, NewlineCode newline)
        : m_file(file)
        , m_newline(newline)
        , m_buffer(std::make_unique_for_overwrite<std::byte[]>(pieceSize))
    {
    }

    // Goes behind `lines` more newlines, or to the end of the file.
    Outcome<void> skip(LineCount lines)
    {
        Outcome<LineCount> left
            = pass(lines, nearFront, [](std::span<const std::byte>) { return Outcome<void>(); });
        if (!left)
            return std::unexpected(left.error());
        return *left == LineCount(0) || atEnd() ? Outcome<void>() : jump(m_line + *left);
    }

    // Prints as far as behind `lines` more newlines, or to the end of the file.
    Outcome<void> print(LineCount lines)
    {
        return pass(lines, ByteCount::max(), [](std::span<const std::byte> bytes) {
            return cli::print(bytes);
        }).transform([](LineCount) {});
    }

    [[nodiscard]] LineNumber line() const { return m_line; }
    [[nodiscard]] ByteOffset place() const { return m_at; }
    [[nodiscard]] bool atEnd() const { return m_at == m_file.snapshot().end(); }

private:
    // Hands bytes on until `lines` newlines are among them, for `limit` bytes or a piece more. Returns how
    // many are missing.
    template <class Take>
    Outcome<LineCount> pass(LineCount lines, ByteCount limit, Take take)
    {
        const ByteOffset from = m_at;
        while (lines > LineCount(0) && !atEnd() && m_at - from < limit) {
            const Outcome<std::size_t> got = m_file.read(m_at, {m_buffer.get(), pieceSize});
            if (!got)
                return std::unexpected(got.error());
            std::span<const std::byte> bytes(m_buffer.get(), *got);
            LineCount here(countNewlines(bytes, m_newline));
            if (here >= lines) {
                bytes = bytes.first(newlineEnd(bytes, m_newline, lines.value()).value());
                here = lines;
            }
            if (const Outcome<void> taken = take(bytes); !taken)
                return std::unexpected(taken.error());
            lines -= here;
            m_line += here;
            m_at += ByteCount(std::ssize(bytes));
        }
        return lines;
    }

    // Counts in all threads as far as the begin of `line`, and goes there, or to the end of the file.
    Outcome<void> jump(LineNumber line)
    {
        const Snapshot& snapshot = m_file.snapshot();
        LineIndex index(m_newline, snapshot.size());
        FirstLoss loss;
        Progress progress;
        const LineCount wanted = line - LineNumber(0);
        fillLineIndex(index, snapshot, taskThreads(), progress, {}, {.loss = &loss, .enough = wanted});
        const std::optional<ByteOffset> begin
            = index.newlines() < wanted ? snapshot.end() : index.lineBegin(snapshot, line);
        if (!begin)
            return failed(m_file.name(), "the file was changed while it was read");
        m_line = LineNumber(0) + std::min(wanted, index.newlines());
        m_at = *begin;
        const std::optional<ByteRange> lost = loss.range();
        return lost && lost->begin() < m_at ? std::unexpected(m_file.unreadable(*lost)) : Outcome<void>();
    }

    const InputFile& m_file;
    const NewlineCode m_newline;
    const std::unique_ptr<std::byte[]> m_buffer;
    ByteOffset m_at;
    LineNumber m_line; // that begins at m_at, or holds it when that is the end of the file
};

// Waits until what comes bit by bit holds the end of `last`, or no more comes.
class LineAwaiting {
public:
    LineAwaiting(InputFile& file, const Arguments& arguments)
        : m_file(file)
        , m_arguments(arguments)
    {
    }

    Outcome<void> wait(LineNumber last)
    {
        while (true) {
            const Outcome<bool> more = m_file.grow(m_file.snapshot().size() + ByteCount(1));
            if (!more)
                return std::unexpected(more.error());
            if (!*more)
                return {};
            if (const Outcome<void> counted = count(); !counted)
                return counted;
            if (m_newlines > last - LineNumber(0)) {
                m_file.stopGrowing();
                return {};
            }
        }
    }

private:
    Outcome<void> count()
    {
        if (const Outcome<void> detected = detect(); !detected)
            return detected;
        const std::int64_t size = m_file.snapshot().size().value();
        const ByteOffset end(size - size % m_newline.unitSize);
        while (m_counted < end) {
            const ByteCount piece = std::min(end - m_counted, ByteCount(pieceSize));
            const Outcome<std::size_t> got
                = m_file.read(m_counted, std::span(m_buffer.get(), static_cast<std::size_t>(piece.value())));
            if (!got)
                return std::unexpected(got.error());
            m_newlines += LineCount(countNewlines(std::span(m_buffer.get(), *got), m_newline));
            m_counted += ByteCount(static_cast<std::int64_t>(*got));
        }
        return {};
    }

    // What the first bytes look like may change when there are more.
    Outcome<void> detect()
    {
        const ByteCount size = m_file.snapshot().size();
        if (size < m_detectFrom)
            return {};
        m_detectFrom = size + size;
        return textFormatOf(m_file.snapshot(), m_arguments).transform([this](const TextFormat& format) {
            if (std::exchange(m_newline, format.encoding.newline()) == m_newline)
                return;
            m_counted = ByteOffset(0);
            m_newlines = LineCount(0);
        });
    }

    InputFile& m_file;
    const Arguments& m_arguments;
    const std::unique_ptr<std::byte[]> m_buffer = std::make_unique_for_overwrite<std::byte[]>(pieceSize);
    ByteCount m_detectFrom;
    NewlineCode m_newline;
    ByteOffset m_counted;
    LineCount m_newlines; // before m_counted
};

Outcome<void> run(const Arguments& arguments)
{
    const Outcome<LineRange> lines = rangeFrom(arguments.operands()[1]);
    if (!lines)
        return std::unexpected(lines.error());
    const bool follows = arguments.has(followOption.name);
    if (follows && arguments.operands()[0] == "-")
        return badUsage(formatText("{}: standard input has no name to follow", followOption.name));
    if (follows && arguments.operands()[1].contains(':'))
        return badUsage(formatText("{} goes with FIRST alone: it has no end", followOption.name));
    Outcome<InputFile> file = InputFile::openGrowing(arguments.operands()[0], arguments);
    if (!file)
        return std::unexpected(file.error());
    if (follows && file->source()->isSpooled())
        return failed(file->name(), "what it holds comes into being when it is read; it cannot be followed");
    if (const Outcome<void> there = LineAwaiting(*file, arguments).wait(lines->last); !there)
        return there;
    const Outcome<TextFormat> format = textFormatOf(file->snapshot(), arguments);
    if (!format)
        return std::unexpected(format.error());

    LineWalk walk(*file, format->encoding.newline());
    if (const Outcome<void> skipped = walk.skip(lines->first - LineNumber(0)); !skipped)
        return skipped;
    if (walk.line() < lines->first) {
        if (const Outcome<void> ended = file->checkEnd(); !ended)
            return ended;
        return failed(file->name(),
            formatText("there is no line {}: the last one is line {}", lines->first.value() + 1,
                walk.line().value() + 1));
    }
    if (follows)
        return follow(*file, walk.place());
    const LineCount before = lines->last - lines->first;
    const Outcome<void> printed = walk.print(before < LineCount::max() ? before + LineCount(1) : before);
    return printed && walk.line() <= lines->last ? file->checkEnd() : printed;
}

} // namespace

constexpr Command linesCommand{
    .name = "lines",
    .operands = "FILE FIRST[:LAST]",
    .operandCount = 2,
    .summary = "Prints lines exactly as they are.",
    .details = details,
    .options = options,
    .run = run,
};

} // namespace megascope::cli

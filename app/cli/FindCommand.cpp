// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/FindCommand.h"

#include "app/cli/Output.h"
#include "app/cli/PatternOptions.h"
#include "app/cli/SearchFailure.h"
#include "core/file/FormatText.h"
#include "core/task/ParallelFor.h"
#include "core/text/LineScanner.h"

#include <algorithm>
#include <iterator>

namespace megascope::cli {
namespace {

constexpr Option countOption{"--count", "", "print the number of matches only"};
constexpr Option linesOption{"--lines", "", "print the lines that hold matches, exactly as they are"};
constexpr Option jsonOption{"--json", "", "print one JSON object a match, or for the count"};
constexpr Option options[] = {regexOption, hexPatternOption, numberOption, ignoreCaseOption, wholeWordOption,
    fromOption, toOption, mostOption, countOption, linesOption, jsonOption, encodingOption, backendOption,
    spoolLimitOption, packedOption};

constexpr std::string_view details =
    R"(Prints "OFFSET LENGTH", in bytes, of each match of PATTERN, one a line, in ascending order. Matches
are leftmost and do not overlap. PATTERN is text, found in the file's encoding; see the options for
others. Of a regular expression, "^" and "$" match at line borders, "." stops at a line end, classes and
case are Unicode's in a text and ASCII's in a binary file, a match is never empty, and it may span
lines, up to 256 KiB. In bytes, "?" is any digit, "[20-7e 0a]" a choice, "[^00]" all others. A number is
"[TYPE][ORDER]:VALUE[~TOLERANCE] [aligned]" with the types u8 to u64, i8 to i64, f32 and f64 and the
orders le and be; without an order both are found, and without a type all that can hold the value.
)";

constexpr std::size_t bufferSize = 64 * 1024;

// Prints what is found. A failed print ends the search.
class Printer {
public:
    Printer(const InputFile& file, const WantedMatches& wanted, const Arguments& arguments)
        : m_file(file)
        , m_lines(file.snapshot(), wanted.format.encoding, wanted.format.newline)
        , m_json(arguments.has(jsonOption.name))
        , m_countOnly(arguments.has(countOption.name))
        , m_wholeLines(arguments.has(linesOption.name))
        , m_left(wanted.most.value_or(std::numeric_limits<std::int64_t>::max()))
    {
    }

    // False when it has enough.
    bool take(std::span<const ByteRange> found)
    {
        found = found.first(static_cast<std::size_t>(std::min<std::int64_t>(std::ssize(found), m_left)));
        m_left -= std::ssize(found);
        m_count += std::ssize(found);
        if (!m_countOnly) {
            for (const ByteRange& match : found) {
                if (m_outcome = m_wholeLines ? addLine(match) : addMatch(match); !m_outcome)
                    return false;
            }
            m_outcome = flush(); // what was found is to be seen, whatever follows
        }
        return m_outcome && m_left > 0;
    }

    // Call it at the end.
    Outcome<void> finish()
    {
        if (m_outcome && m_countOnly)
            m_outcome
                = print(m_json ? formatText("{{\"count\": {}}}\n", m_count) : formatText("{}\n", m_count));
        return m_outcome;
    }

    [[nodiscard]] std::int64_t count() const { return m_count; }

private:
    Outcome<void> addMatch(const ByteRange& match)
    {
        if (m_json)
            m_text += formatText(
                "{{\"offset\": {}, \"length\": {}}}\n", match.begin().value(), match.count().value());
        else
            m_text += formatText("{} {}\n", match.begin().value(), match.count().value());
        return m_text.size() < bufferSize ? Outcome<void>() : flush();
    }

    // The lines that hold the match, unless they were printed.
    Outcome<void> addLine(const ByteRange& match)
    {
        if (match.end() <= m_printed)
            return {};
        const ByteCount all = m_file.snapshot().size();
        const ByteOffset begin = m_lines.lineBegin(match.begin(), all).value_or(m_printed);
        const ByteOffset end
            = m_lines.lineEnd(match.end() - ByteCount(1), all).value_or(m_file.snapshot().end());
        return addBytes({std::max(begin, m_printed), m_lines.segmentAt(end).range.end()});
    }

    Outcome<void> addBytes(const ByteRange& range)
    {
        ByteOffset at = range.begin();
        while (at < range.end()) {
            const std::size_t before = m_text.size();
            const std::int64_t wanted
                = std::min<std::int64_t>((range.end() - at).value(), static_cast<std::int64_t>(bufferSize));
            m_text.resize(before + static_cast<std::size_t>(wanted));
            const Outcome<std::size_t> got
                = m_file.read(at, std::as_writable_bytes(std::span(m_text).subspan(before)));
            if (!got)
                return std::unexpected(got.error());
            m_text.resize(before + *got);
            at += ByteCount(static_cast<std::int64_t>(*got));
            if (m_text.size() >= bufferSize) {
                if (const Outcome<void> flushed = flush(); !flushed)
                    return flushed;
            }
        }
        m_printed = range.end();
        return {};
    }

    Outcome<void> flush()
    {
        const Outcome<void> printed = print(m_text);
        m_text.clear();
        return printed;
    }

    const InputFile& m_file;
    const LineScanner m_lines;
    const bool m_json;
    const bool m_countOnly;
    const bool m_wholeLines;
    std::int64_t m_left;
    std::int64_t m_count = 0;
    ByteOffset m_printed; // lines before are printed
    std::string m_text;
    Outcome<void> m_outcome;
};

// How far behind a match bytes may lie that have a say in it: more than a match may span.
constexpr ByteCount mostContext = mebibytes(1);
constexpr ByteCount firstLook = mebibytes(4);

std::int64_t countSettled(const Snapshot& snapshot, const WantedMatches& wanted)
{
    std::int64_t count = 0;
    Progress progress;
    (void)search(snapshot, *wanted.matcher, wanted.request, taskThreads(), progress, {},
        [&](std::span<const ByteRange> found) {
            count += std::ranges::count_if(
                found, [&](const ByteRange& match) { return snapshot.end() - match.end() >= mostContext; });
            return count < *wanted.most;
        });
    return count;
}

// Of what comes bit by bit, no more is waited for than holds as many matches as are wanted.
Outcome<void> awaitMatches(InputFile& file, const Arguments& arguments)
{
    const bool wantsAll = !arguments.has(mostOption.name);
    for (ByteCount size = wantsAll ? ByteCount::max() : firstLook;; size = size * 2) {
        const Outcome<bool> more = file.grow(size);
        if (!more)
            return std::unexpected(more.error());
        if (!*more)
            return {};
        const Outcome<WantedMatches> wanted
            = wantedMatches(file.snapshot(), arguments.operands()[1], arguments);
        if (!wanted)
            return std::unexpected(wanted.error());
        if (countSettled(file.snapshot(), *wanted) < *wanted->most)
            continue;
        file.stopGrowing();
        return {};
    }
}

Outcome<void> run(const Arguments& arguments)
{
    if (arguments.has(countOption.name) && arguments.has(linesOption.name))
        return badUsage("--count and --lines exclude one another");
    if (arguments.has(linesOption.name) && arguments.has(jsonOption.name))
        return badUsage("--lines and --json exclude one another");
    Outcome<InputFile> file = InputFile::openGrowing(arguments.operands()[0], arguments);
    if (!file)
        return std::unexpected(file.error());
    if (const Outcome<void> there = awaitMatches(*file, arguments); !there)
        return there;
    const Outcome<WantedMatches> wanted = wantedMatches(file->snapshot(), arguments.operands()[1], arguments);
    if (!wanted)
        return std::unexpected(wanted.error());

    Printer printer(*file, *wanted, arguments);
    Progress progress;
    const SearchEnd end = search(file->snapshot(), *wanted->matcher, wanted->request, taskThreads(), progress,
        {}, [&printer](std::span<const ByteRange> found) { return printer.take(found); });
    if (const Outcome<void> printed = printer.finish(); !printed)
        return printed;
    if (const Outcome<void> searched = judge(end, {file->name(), file->snapshot(), wanted->format.newline});
        !searched)
        return searched;
    if (const Outcome<void> ended = file->checkEnd(); !ended && end.kind != SearchEnd::Kind::Enough)
        return ended;
    return printer.count() > 0 ? Outcome<void>() : std::unexpected(Failure{Exit::NothingFound, {}});
}

} // namespace

constexpr Command findCommand{
    .name = "find",
    .operands = "FILE PATTERN",
    .operandCount = 2,
    .summary = "Finds a pattern.",
    .details = details,
    .options = options,
    .run = run,
};

} // namespace megascope::cli

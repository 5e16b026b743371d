// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// How fast lines of a warm log are filtered, against grep and ripgrep in turns in the same run, whether they
// are the same lines, and what memory a filter takes that every line passes. Then, in a session, how soon
// lines of one in a hundred are there, and those that are appended (which are taken away again), and whether
// all their numbers are those of grep -n.
//
//     FilterBench [--rounds N] [--size SIZE | FILE]

#include "core/file/FileSource.h"
#include "core/file/Vfs.h"
#include "core/search/FilterLines.h"
#include "core/search/MatchStore.h"
#include "core/task/ParallelFor.h"
#include "core/text/LineIndexer.h"
#include "tests/bench/LogText.h"
#include "tests/bench/PeerBench.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/FilteredLines.h"
#include "ui/session/NamelessFile.h"

#include <QCoreApplication>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>

namespace {

using namespace megascope;
using namespace megascope::bench;

struct Filtered {
    MatchStore lines{makeNamelessFile};
    FilterEnd end;
};

LineCondition with(const char* regex, bool negated = false)
{
    return {.pattern = {.kind = Pattern::Kind::Regex, .text = regex}, .negated = negated};
}

void filter(const Snapshot& snapshot, const TextFormat& format, const FilterSpec& spec, Filtered& filtered)
{
    const auto compiled = LineFilter::compile(spec, format);
    Progress progress;
    filtered.end = filterLines(snapshot, **compiled, ByteOffset(0), {}, taskThreads(), progress, {},
        [&filtered](std::span<const ByteRange> shown, std::span<const ByteRange>) {
            return filtered.lines.append(shown).has_value();
        });
    if (filtered.end.search.kind != SearchEnd::Kind::Done)
        fail("a filter did not come to its end");
}

long anonymousKibibytes()
{
    std::ifstream status("/proc/self/status");
    std::string word;
    long size = 0;
    while (status >> word) {
        if (word == "RssAnon:")
            status >> size;
    }
    return size;
}

// Compares the numbers of lines with those that grep -n has; `numberOf` tells that of a line that is shown.
void compareNumbers(std::int64_t count,
    const std::function<std::optional<LineNumber>(std::int64_t line)>& numberOf, const char* pattern,
    const BenchLog& log)
{
    const std::string command
        = "LC_ALL=C grep -n -e " + quoted(pattern) + " " + quoted(log.path()) + " | cut -d: -f1";
    std::FILE* grep = ::popen(command.c_str(), "r");
    long long expected = 0;
    std::int64_t same = 0;
    for (; std::fscanf(grep, "%lld", &expected) == 1; ++same) {
        const std::optional<LineNumber> number = numberOf(same);
        if (!number || number->value() + 1 != expected)
            fail("line " + std::to_string(expected) + " is another one here");
    }
    ::pclose(grep);
    if (same != count)
        fail("there are more lines than grep finds");
    std::printf("all %lld line numbers are those of grep -n\n", static_cast<long long>(same));
}

void compareWithGrep(const Snapshot& snapshot, const TextFormat& format, const Filtered& filtered,
    const char* pattern, const BenchLog& log)
{
    LineIndex index(format.newline, snapshot.size());
    Progress progress;
    if (!fillLineIndex(index, snapshot, taskThreads(), progress, {}))
        fail("the lines were not counted");
    const auto numberOf = [&](std::int64_t at) {
        const std::optional<ByteRange> line = filtered.lines.at(at);
        return line ? index.lineAt(snapshot, line->begin()) : std::nullopt;
    };
    compareNumbers(filtered.lines.count(), numberOf, pattern, log);
}

template <class Condition>
double secondsUntil(Condition isTrue)
{
    return secondsOf([&] {
        while (!isTrue())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 10);
    });
}

void measureFollowing(const BenchLog& log)
{
    constexpr auto pattern = "[0-4]\\]: ERROR";
    constexpr auto appended = "x[14]: ERROR appended\nx[15]: ERROR not shown\nx[13]: ERROR appended\n";
    const auto size = std::filesystem::file_size(log.path());
    std::printf("\none line in a hundred, in a session\n");
    {
        const auto session = DocumentSession::open(log.path());
        if (!session)
            fail(session.error().message());
        DocumentSession& shown = **session;
        shown.startIndexing();
        (void)secondsUntil([&] { return shown.lineIndex().isComplete() && !shown.isIndexing(); });
        FilteredLines lines(shown);
        lines.setSpec({.conditions = {with(pattern)}});
        std::printf("filtered after %.2f s\n", secondsUntil([&] { return !lines.isRunning(); }));
        const std::int64_t before = lines.rowCount();
        std::ofstream(log.path(), std::ios::app) << appended;
        shown.checkFile();
        const double seconds = secondsUntil([&] { return lines.rowCount() == before + 2; });
        std::printf(
            "%lld lines, and two that were appended after %.3f s\n", static_cast<long long>(before), seconds);
        (void)secondsUntil([&] { return !lines.isRunning() && !shown.isIndexing(); });
        const auto numberOf = [&](std::int64_t row) {
            const std::optional<FilteredLine> line = lines.at(row);
            return line ? shown.lineMap().lineAt(shown.snapshot(), line->range.begin()) : std::nullopt;
        };
        compareNumbers(lines.rowCount(), numberOf, pattern, log);
    }
    std::filesystem::resize_file(log.path(), size);
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const BenchLog log(argc, argv);
    const auto source = FileSource::open(systemVfs(), log.path(), {});
    if (!source)
        fail(source.error().message());
    const Snapshot snapshot(*source, (*source)->size(), Revision{});
    const TextFormat format = detectTextFormat(snapshot);
    const std::string file = quoted(log.path());

    struct Task {
        const char* name;
        FilterSpec spec;
        std::string peers;
    };
    const Task tasks[] = {
        {"two lines in a hundred", {.conditions = {with("ERROR")}}, "ERROR"},
        {"the same with 3 lines of context", {.conditions = {with("ERROR")}, .context = 3}, "-C 3 ERROR"},
        {"two lines in a thousand", {.conditions = {with("ERROR.*timeout")}}, "ERROR.*timeout"},
        {"none", {.conditions = {with("needle-7f3b")}}, "needle-7f3b"},
        {"most lines", {.conditions = {with("INFO", true)}}, "-v INFO"},
    };
    for (const Task& task : tasks) {
        std::printf("\n%s\n", task.name);
        std::int64_t lines = 0;
        compareInTurn(
            {{"rg --mmap", [&] { run("rg --no-config --mmap " + task.peers + " " + file + " | cat", 1); }},
                {"LC_ALL=C grep", [&] { run("LC_ALL=C grep " + task.peers + " " + file + " | cat", 1); }},
                {"filterLines()",
                    [&] {
                        Filtered filtered;
                        filter(snapshot, format, task.spec, filtered);
                        lines = filtered.lines.count();
                    }}},
            log);
        std::printf("%lld lines\n", static_cast<long long>(lines));
    }
    {
        Filtered filtered;
        filter(snapshot, format, tasks[0].spec, filtered);
        compareWithGrep(snapshot, format, filtered, "ERROR", log);
    }
    const long before = anonymousKibibytes();
    Filtered filtered;
    const double seconds
        = secondsOf([&] { filter(snapshot, format, {.conditions = {with("needle-7f3b", true)}}, filtered); });
    std::printf("all %lld lines in %.2f s; memory: %ld MiB more, %lld MiB in the list, %lld in its file\n",
        static_cast<long long>(filtered.lines.count()), seconds, (anonymousKibibytes() - before) / 1024,
        static_cast<long long>(filtered.lines.memory().value() >> 20),
        static_cast<long long>(filtered.lines.fileSize().value() >> 20));
    measureFollowing(log);
    return 0;
}

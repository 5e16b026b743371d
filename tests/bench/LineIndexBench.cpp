// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// How fast a log is indexed, against `wc -l` in turns in the same run, and how long it then takes to fetch a
// line.
//
//     LineIndexBench [--rounds N] [--size SIZE | FILE]
//
// Without FILE a log of SIZE (1G) is made up in the folder for temporary files. It is read just before, so
// that it is warm; a log that does not fit the memory beside everything else says nothing.

#include "core/file/FileSource.h"
#include "core/file/Vfs.h"
#include "core/task/ParallelFor.h"
#include "core/text/LineIndexer.h"
#include "tests/bench/PeerBench.h"

#include <cstdio>
#include <random>
#include <utility>

namespace {

using namespace megascope;
using namespace megascope::bench;

std::shared_ptr<FileSource> open(const std::filesystem::path& path)
{
    Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), path);
    if (!source)
        fail(source.error().message());
    return *std::move(source);
}

// Opens and indexes the file. The index is handed out, so that what comes after can ask it.
std::unique_ptr<LineIndex> makeIndex(const std::filesystem::path& path, unsigned threads, bool measureLines)
{
    const std::shared_ptr<FileSource> source = open(path);
    const Snapshot snapshot(source, source->size(), Revision{0});
    auto index = std::make_unique<LineIndex>(NewlineCode(), snapshot.size());
    LongestLine longest{NewlineCode()};
    Progress progress;
    fillLineIndex(*index, snapshot, threads, progress, {}, {.longest = measureLines ? &longest : nullptr});
    return index;
}

void compare(const BenchLog& log, const std::string& cli)
{
    const std::filesystem::path& file = log.path();
    std::vector<Contestant> contestants;
    contestants.push_back({"wc -l", [&] { run("wc -l " + quoted(file)); }});
    for (const unsigned threads : {1U, taskThreads()}) {
        const std::string with = std::to_string(threads) + (threads == 1 ? " thread" : " threads");
        contestants.push_back(
            {"index, " + with, [&file, threads] { (void)makeIndex(file, threads, false); }});
        contestants.push_back(
            {"index and longest line, " + with, [&file, threads] { (void)makeIndex(file, threads, true); }});
    }
    contestants.push_back({"megascope-cli info", [&] { run(cli + " info " + quoted(file)); }});
    compareInTurn(std::move(contestants), log);
}

// Where a random line begins, and which line holds a random byte.
void timeQuestions(const std::filesystem::path& file)
{
    constexpr int questions = 20'000;
    const std::unique_ptr<LineIndex> index = makeIndex(file, taskThreads(), false);
    const std::shared_ptr<FileSource> source = open(file);
    const Snapshot snapshot(source, source->size(), Revision{0});
    std::printf("%lld newlines, index of %.1f KiB\n", static_cast<long long>(index->newlines().value()),
        static_cast<double>(index->memory().value()) / 1024);

    std::mt19937_64 engine(1);
    std::uniform_int_distribution<std::int64_t> anyLine(0, index->newlines().value());
    std::uniform_int_distribution<std::int64_t> anyByte(0, snapshot.size().value());
    std::vector<double> begins;
    std::vector<double> lines;
    for (int i = 0; i < questions; ++i) {
        begins.push_back(secondsOf([&] { (void)index->lineBegin(snapshot, LineNumber(anyLine(engine))); }));
        lines.push_back(secondsOf([&] { (void)index->lineAt(snapshot, ByteOffset(anyByte(engine))); }));
    }
    for (const auto& [name, times] :
        {std::pair("begin of a random line", begins), std::pair("line of a random byte", lines)})
        std::printf("%-36s median %7.1f us (p99 %.1f, max %.1f)\n", name, quantile(times, 0.5) * 1e6,
            quantile(times, 0.99) * 1e6, quantile(times, 1) * 1e6);
}

} // namespace

int main(int argc, char** argv)
{
    const BenchLog log(argc, argv);
    (void)open(log.path());
    compare(log, megascopeCli(argv[0]));
    timeQuestions(log.path());
    return 0;
}

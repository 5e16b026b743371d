// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// How fast newlines are counted through a scan, in each way of reading and with one thread and all of them,
// against `wc -l` in turns in the same run; then how long it takes to look at a page at a random place.
//
//     ReadBench [--rounds N] [FILE]
//
// Without FILE one of 1 GiB is made up in the folder for temporary files. It is read before, so that it is
// warm.

#include "core/document/Snapshot.h"
#include "core/file/FileSource.h"
#include "core/file/Vfs.h"
#include "core/task/ParallelFor.h"
#include "core/text/NewlineCounter.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace {

using namespace megascope;
using Clock = std::chrono::steady_clock;

constexpr ByteCount groupSize = mebibytes(64); // what a thread takes at once
constexpr NewlineCode lineFeed = {};

[[noreturn]] void fail(const std::string& reason)
{
    std::fprintf(stderr, "ReadBench: %s\n", reason.c_str());
    std::exit(3);
}

// Seconds by the clock, and of processors' time in this process and its children. On a machine that others
// use too the second says more.
struct Cost {
    double clock = 1e9;
    double processors = 1e9;
};

double processorSeconds()
{
    double seconds = 0;
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage usage = {};
        getrusage(who, &usage);
        for (const timeval& time : {usage.ru_utime, usage.ru_stime})
            seconds += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    }
    return seconds;
}

Cost costOf(const std::function<void()>& work)
{
    const Clock::time_point begin = Clock::now();
    const double processorsBefore = processorSeconds();
    work();
    return {.clock = std::chrono::duration<double>(Clock::now() - begin).count(),
        .processors = processorSeconds() - processorsBefore};
}

// 1 GiB of lines of 128 bytes, in a file that goes with this object.
class TemporaryLines {
public:
    TemporaryLines()
    {
        std::string piece;
        while (piece.size() < (1 << 20))
            piece += std::string(127, static_cast<char>('a' + piece.size() / 128 % 26)) + '\n';
        std::ofstream out(m_path, std::ios::binary);
        for (int i = 0; i < 1024; ++i)
            out.write(piece.data(), std::ssize(piece));
        if (!out.flush())
            fail(m_path.string() + " cannot be written");
    }
    ~TemporaryLines() { std::filesystem::remove(m_path); }
    TemporaryLines(const TemporaryLines&) = delete;
    TemporaryLines& operator=(const TemporaryLines&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    const std::filesystem::path m_path
        = std::filesystem::temp_directory_path() / ("megascope-bench-" + std::to_string(getpid()));
};

std::shared_ptr<FileSource> open(const std::filesystem::path& path, Backend backend)
{
    Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), path, {.backend = backend});
    if (!source)
        fail(source.error().message());
    return *source;
}

std::int64_t newlinesIn(const Source& source, const ByteRange& range)
{
    std::int64_t lines = 0;
    const std::unique_ptr<Scan> scan = source.scan(range);
    while (const std::optional<ScanChunk> chunk = scan->next()) {
        const std::int64_t found = countNewlines(chunk->bytes, lineFeed);
        if (scan->confirm())
            lines += found;
    }
    return lines;
}

std::int64_t newlinesOf(const Source& source, unsigned threads)
{
    const ByteRange all(ByteOffset(0), source.size());
    const std::int64_t groups = (all.count() + groupSize - ByteCount(1)) / groupSize;
    std::atomic<std::int64_t> lines{0};
    parallelFor(groups, threads, {}, [&](std::int64_t group) {
        lines += newlinesIn(source, all.intersected({ByteOffset(0) + groupSize * group, groupSize}));
    });
    return lines;
}

void runTool(const std::string& command)
{
    if (std::system(command.c_str()) != 0)
        fail("cannot run " + command);
}

// A row of the table: the best of the rounds.
struct Row {
    std::string name;
    std::function<void()> work;
    Cost best = {};
};

void benchScans(const std::filesystem::path& path, int rounds)
{
    const std::string tool = "wc -l '" + path.string() + "' >/dev/null";
    std::vector<Row> rows = {{.name = "wc -l", .work = [&] { runTool(tool); }}};
    const std::pair<const char*, Backend> backends[]
        = {{"automatic", Backend::Automatic}, {"mapped", Backend::Mapped}, {"read", Backend::Read}};
    for (const auto& [name, backend] : backends) {
        const std::shared_ptr<FileSource> source = open(path, backend);
        for (const unsigned threads : {1U, taskThreads()}) {
            rows.push_back({.name = std::string(name) + ", " + std::to_string(threads) + " thread(s)",
                .work = [source, threads] { newlinesOf(*source, threads); }});
        }
    }
    for (int round = 0; round <= rounds; ++round) {
        for (Row& row : rows) {
            const Cost cost = costOf(row.work);
            if (round == 0) // which warms
                continue;
            row.best = {.clock = std::min(row.best.clock, cost.clock),
                .processors = std::min(row.best.processors, cost.processors)};
        }
    }
    const auto size = static_cast<double>(open(path, Backend::Read)->size().value());
    const Cost tools = rows.front().best;
    std::printf("%-24s %8s %10s %22s\n", "counting newlines", "GB/s", "of wc -l", "of wc -l per processor");
    for (const Row& row : rows)
        std::printf("%-24s %8.2f %9.1fx %21.1fx\n", row.name.c_str(), size / row.best.clock / 1e9,
            tools.clock / row.best.clock, tools.processors / row.best.processors);
}

double microsecondsPerPage(const Source& source, std::size_t pageBytes)
{
    constexpr int pages = 20000;
    std::mt19937_64 engine(1);
    std::vector<std::byte> out(pageBytes);
    const auto places
        = static_cast<std::uint64_t>(std::max<std::int64_t>(1, source.size().value() - std::ssize(out)));
    const Cost cost = costOf([&] {
        for (int i = 0; i < pages; ++i)
            (void)source.read(ByteOffset(static_cast<std::int64_t>(engine() % places)), out);
    });
    return 1e6 / pages * cost.clock;
}

void benchPages(const std::filesystem::path& path)
{
    std::printf("\n%-24s %10s %10s\n", "a page at a random place", "4 KiB", "64 KiB");
    for (const auto& [name, backend] :
        {std::pair{"read", Backend::Automatic}, std::pair{"mapped", Backend::Mapped}}) {
        const std::shared_ptr<FileSource> source = open(path, backend);
        std::printf("%-24s %7.2f µs %7.2f µs\n", name, microsecondsPerPage(*source, 4096),
            microsecondsPerPage(*source, 65536));
    }
}

} // namespace

int main(int argc, char** argv)
{
    int rounds = 5;
    std::filesystem::path path;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--rounds" && i + 1 < argc)
            rounds = std::max(1, std::atoi(argv[++i]));
        else
            path = argv[i];
    }
    std::optional<TemporaryLines> made;
    if (path.empty())
        path = made.emplace().path();
    benchScans(path, rounds);
    benchPages(path);
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("\npeak resident memory, windows included: %ld MiB\n", usage.ru_maxrss / 1024);
    return 0;
}

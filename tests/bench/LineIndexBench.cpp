// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// How fast a log is indexed, against `wc -l` in turns in the same run, and how long it then takes to fetch a
// line.
//
//     LineIndexBench [--rounds N] [--size SIZE | FILE]
//
// Without FILE a log of SIZE (1G) is made up in the folder for temporary files. It is read just before, so
// that it is warm; a log that does not fit the memory beside everything else says nothing. megascope-cli is
// taken from the folder above this program's, if it is there.

#include "core/file/FileSource.h"
#include "core/file/Vfs.h"
#include "core/task/ParallelFor.h"
#include "core/text/LineIndexer.h"
#include "core/text/NumberText.h"
#include "tests/bench/LogText.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

namespace {

using namespace megascope;
using Clock = std::chrono::steady_clock;

double secondsOf(const std::function<void()>& work)
{
    const Clock::time_point begin = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

double quantile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

[[noreturn]] void fail(const std::string& reason)
{
    std::fprintf(stderr, "LineIndexBench: %s\n", reason.c_str());
    std::exit(3);
}

struct Settings {
    std::filesystem::path file;
    std::int64_t size = std::int64_t{1} << 30; // bytes, when the file is to be made
    int rounds = 11;
};

Settings settingsFrom(int argc, char** argv)
{
    Settings settings;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--rounds" && i + 1 < argc)
            settings.rounds = std::max(1, std::atoi(argv[++i]));
        else if (argument == "--size" && i + 1 < argc)
            settings.size = parseNumber(argv[++i]).value_or(settings.size);
        else
            settings.file = argument;
    }
    return settings;
}

// A log in a file that goes with this object.
class TemporaryLog {
public:
    explicit TemporaryLog(std::int64_t size)
    {
        std::ofstream out(m_path, std::ios::binary);
        bench::LogText text(1);
        std::string piece;
        for (std::int64_t written = 0; written < size; written += std::ssize(piece)) {
            piece.clear();
            while (piece.size() < 1'000'000)
                text.appendLine(piece);
            out.write(piece.data(), std::ssize(piece));
        }
        out.close();
        if (!out)
            fail(m_path.string() + " cannot be written");
    }
    ~TemporaryLog() { std::filesystem::remove(m_path); }
    TemporaryLog(const TemporaryLog&) = delete;
    TemporaryLog& operator=(const TemporaryLog&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    const std::filesystem::path m_path
        = std::filesystem::temp_directory_path() / ("megascope-bench-" + std::to_string(::getpid()) + ".log");
};

std::shared_ptr<FileSource> open(const std::filesystem::path& path)
{
    Result<std::shared_ptr<FileSource>> source = FileSource::open(systemVfs(), path);
    if (!source)
        fail(source.error().message());
    return *std::move(source);
}

std::string quoted(const std::filesystem::path& path)
{
    return "'" + path.string() + "'";
}

void run(const std::string& command)
{
    if (std::system((command + " >/dev/null").c_str()) != 0)
        fail(command + " failed");
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

struct Contestant {
    std::string name;
    std::function<void()> work;
    std::vector<double> seconds = {};
};

// What starts a program that was built for another system, see `./dev exec`; it names a word on a line.
std::string loaderWords()
{
    const char* given = std::getenv("MEGASCOPE_LOADER");
    std::string words;
    std::istringstream lines(given ? given : "");
    for (std::string word; std::getline(lines, word);)
        words += quoted(std::filesystem::path(word)) + " ";
    return words;
}

void compare(const Settings& settings, const std::filesystem::path& cli)
{
    const std::filesystem::path& file = settings.file;
    std::vector<Contestant> contestants;
    contestants.push_back({"wc -l", [&] { run("wc -l " + quoted(file)); }});
    for (const unsigned threads : {1U, taskThreads()}) {
        const std::string with = std::to_string(threads) + (threads == 1 ? " thread" : " threads");
        contestants.push_back(
            {"index, " + with, [&file, threads] { (void)makeIndex(file, threads, false); }});
        contestants.push_back(
            {"index and longest line, " + with, [&file, threads] { (void)makeIndex(file, threads, true); }});
    }
    if (std::filesystem::exists(cli))
        contestants.push_back(
            {"megascope-cli info", [&] { run(loaderWords() + quoted(cli) + " info " + quoted(file)); }});

    for (Contestant& each : contestants)
        each.work(); // warms
    for (int round = 0; round < settings.rounds; ++round) {
        for (Contestant& each : contestants)
            each.seconds.push_back(secondsOf(each.work));
    }

    const auto bytes = static_cast<double>(std::filesystem::file_size(file));
    std::printf("%d rounds in turn; ratios: speed against wc -l of the same round\n", settings.rounds);
    for (const Contestant& each : contestants) {
        std::vector<double> ratios;
        ratios.reserve(each.seconds.size());
        for (std::size_t round = 0; round < each.seconds.size(); ++round)
            ratios.push_back(contestants.front().seconds[round] / each.seconds[round]);
        const double median = quantile(each.seconds, 0.5);
        std::printf("%-36s median %7.1f ms (min %.1f, max %.1f), %5.1f GB/s, ratio median %.2f (min %.2f, "
                    "max %.2f)\n",
            each.name.c_str(), median * 1e3, quantile(each.seconds, 0) * 1e3, quantile(each.seconds, 1) * 1e3,
            bytes / median / 1e9, quantile(ratios, 0.5), quantile(ratios, 0), quantile(ratios, 1));
    }
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
    Settings settings = settingsFrom(argc, argv);
    std::optional<TemporaryLog> log;
    if (settings.file.empty())
        settings.file = log.emplace(settings.size).path();
    (void)open(settings.file);
    compare(settings, std::filesystem::path(argv[0]).parent_path().parent_path() / "megascope-cli");
    timeQuestions(settings.file);
    return 0;
}

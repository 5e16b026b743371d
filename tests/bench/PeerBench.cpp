// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/bench/PeerBench.h"

#include "core/text/NumberText.h"
#include "tests/bench/LogText.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <sys/wait.h>
#include <unistd.h>

namespace megascope::bench {
namespace {

using Clock = std::chrono::steady_clock;

void writeLog(const std::filesystem::path& path, std::int64_t size)
{
    std::ofstream out(path, std::ios::binary);
    LogText text(1);
    std::string piece;
    for (std::int64_t written = 0; written < size; written += std::ssize(piece)) {
        piece.clear();
        while (piece.size() < 1'000'000)
            text.appendLine(piece);
        out.write(piece.data(), std::ssize(piece));
    }
    out.close();
    if (!out)
        fail(path.string() + " cannot be written");
}

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

} // namespace

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

void fail(const std::string& reason)
{
    std::fprintf(stderr, "benchmark: %s\n", reason.c_str());
    std::exit(3);
}

// Its output is read: some programs stop at the first match when nobody sees what they print.
void run(const std::string& command, int worst)
{
    std::FILE* const output = ::popen(command.c_str(), "r");
    if (output == nullptr)
        fail(command + " cannot be started");
    char buffer[4096];
    while (std::fread(buffer, 1, sizeof buffer, output) > 0) { }
    const int status = ::pclose(output);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > worst)
        fail(command + " failed");
}

std::string quoted(const std::filesystem::path& path)
{
    return "'" + path.string() + "'";
}

std::string megascopeCli(const char* self)
{
    const std::filesystem::path program
        = std::filesystem::path(self).parent_path().parent_path() / "megascope-cli";
    if (!std::filesystem::exists(program))
        fail(program.string() + " is not there; ./dev build release makes it");
    return loaderWords() + quoted(program);
}

BenchLog::BenchLog(int argc, char** argv)
{
    std::int64_t size = std::int64_t{1} << 30;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--rounds" && i + 1 < argc)
            m_rounds = std::max(1, std::atoi(argv[++i]));
        else if (argument == "--size" && i + 1 < argc)
            size = parseNumber(argv[++i]).value_or(size);
        else
            m_path = argument;
    }
    if (m_path.empty()) {
        m_path = std::filesystem::temp_directory_path()
            / ("megascope-bench-" + std::to_string(::getpid()) + ".log");
        m_isOurs = true;
        writeLog(m_path, size);
    } else if (!std::filesystem::is_regular_file(m_path)) {
        fail(m_path.string() + " is no file");
    }
}

BenchLog::~BenchLog()
{
    if (m_isOurs)
        std::filesystem::remove(m_path);
}

void compareInTurn(std::vector<Contestant> contestants, const BenchLog& log)
{
    for (Contestant& each : contestants)
        each.work(); // warms
    for (int round = 0; round < log.rounds(); ++round) {
        for (Contestant& each : contestants)
            each.seconds.push_back(secondsOf(each.work));
    }

    const auto bytes = static_cast<double>(std::filesystem::file_size(log.path()));
    std::printf("%d rounds in turn; ratios: speed against %s of the same round\n", log.rounds(),
        contestants.front().name.c_str());
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
    std::fflush(stdout);
}

} // namespace megascope::bench

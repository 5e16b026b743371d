// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

// What benchmarks share that run beside other programs on a large log.
namespace megascope::bench {

double secondsOf(const std::function<void()>& work);
double quantile(std::vector<double> values, double share);

// Prints the reason and ends the program.
[[noreturn]] void fail(const std::string& reason);

// Runs a shell's command and drops its output; ends the program when that ends with more than `worst`.
void run(const std::string& command, int worst = 0);
std::string quoted(const std::filesystem::path& path);
// A built program as a shell's words, with what starts it where it was built for another system; `self` is
// argv[0].
std::string megascopeCli(const char* self);

// The log that is worked on: a file that was named, or one that is made up in the folder for temporary files
// and goes with this object.
class BenchLog {
public:
    // [--rounds N] [--size SIZE | FILE]; without FILE, a log of SIZE (1G).
    BenchLog(int argc, char** argv);
    ~BenchLog();
    BenchLog(const BenchLog&) = delete;
    BenchLog& operator=(const BenchLog&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] int rounds() const { return m_rounds; }

private:
    std::filesystem::path m_path;
    bool m_isOurs = false;
    int m_rounds = 11;
};

struct Contestant {
    std::string name;
    std::function<void()> work;
    std::vector<double> seconds = {};
};

// Runs all of them once, then in turn, and prints their times, and their speed against the first one's in the
// same round.
void compareInTurn(std::vector<Contestant> contestants, const BenchLog& log);

} // namespace megascope::bench

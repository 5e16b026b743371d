// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// How fast megascope-cli counts the matches of a pattern in a warm log, against ripgrep and ugrep in turns in
// the same run.
//
//     FindBench [--rounds N] [--size SIZE | FILE]

#include "tests/bench/LogText.h"
#include "tests/bench/PeerBench.h"

#include <cstdio>

namespace {

using namespace megascope::bench;

struct Task {
    const char* name;
    std::string ours; // options and pattern, as a shell's words
    std::string peers;
    bool alsoUgrep = true; // where that is not slower by far
};

void compare(const Task& task, const BenchLog& log, const std::string& cli)
{
    const std::string file = quoted(log.path());
    std::printf("\n%s\n", task.name);
    std::vector<Contestant> contestants;
    contestants.push_back({"rg --count-matches --mmap",
        [&] { run("rg --no-config --count-matches --mmap " + task.peers + " " + file, 1); }});
    if (task.alsoUgrep)
        contestants.push_back(
            {"ugrep -c -o", [&] { run("ugrep -c -o --mmap " + task.peers + " " + file, 1); }});
    contestants.push_back(
        {"megascope-cli find --count", [&] { run(cli + " find " + file + " --count " + task.ours, 1); }});
    compareInTurn(std::move(contestants), log);
}

} // namespace

int main(int argc, char** argv)
{
    const BenchLog log(argc, argv);
    const std::string cli = megascopeCli(argv[0]);
    const std::string needle(LogText::needle);
    const std::string five = "'alpha|bravo|charlie|delta|timeout'";
    const std::string address = R"('[0-9]{1,3}(\.[0-9]{1,3}){3}')";
    const Task tasks[] = {
        {"a rare literal", "" + needle, "-F " + needle},
        {"a rare literal, without case", "-i " + needle, "-i -F " + needle},
        {"ERROR.*timeout", "--regex 'ERROR.*timeout'", "'ERROR.*timeout'"},
        {"five words", "--regex " + five, five},
        {"IPv4 addresses", "--regex " + address, address, false},
    };
    for (const Task& task : tasks)
        compare(task, log, cli);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// A hundred million matches: what they take, and how fast they come and go.

#include "core/search/MatchStore.h"

#include "core/file/WritableFile.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>

using namespace megascope;

namespace {

constexpr std::int64_t wanted = 100'000'000;
constexpr std::int64_t readings = 100'000;

double seconds(std::chrono::steady_clock::time_point since)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

} // namespace

int main()
{
    const std::filesystem::path path = std::filesystem::temp_directory_path() / "megascope-match-store-bench";
    MatchStore store([&] {
        auto file = systemVfs().create(path, 0600);
        (void)systemVfs().remove(path);
        return file;
    });
    const auto begin = std::chrono::steady_clock::now();
    std::vector<ByteRange> some(10000);
    for (std::int64_t i = 0; i < wanted;) {
        for (ByteRange& match : some)
            match = {ByteOffset(i++ * 83), ByteCount(5)};
        if (const Result<void> appended = store.append(some); !appended) {
            std::fprintf(stderr, "%s\n", appended.error().message().c_str());
            return 1;
        }
    }
    const double appending = seconds(begin);
    std::printf("%lld matches appended in %.2f s: %.1f million/s; memory %.1f MiB, file %.1f MiB\n",
        static_cast<long long>(store.count()), appending, double(wanted) / 1e6 / appending,
        double(store.memory().value()) / 1048576, double(store.fileSize().value()) / 1048576);

    std::mt19937_64 random(1);
    const auto reading = std::chrono::steady_clock::now();
    std::int64_t sum = 0;
    for (std::int64_t i = 0; i < readings; ++i)
        sum += store.at(std::uniform_int_distribution<std::int64_t>(0, wanted - 1)(random))->begin().value();
    std::printf("one anywhere: %.1f us (sum %lld)\n", seconds(reading) / double(readings) * 1e6,
        static_cast<long long>(sum));
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// A process that saves a real file is killed before each of its calls that change something; what it leaves
// is recovered by a process that is killed in turn, and then by one that is not.

#include "core/file/FormatText.h"
#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/core/save/SaveTesting.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace megascope {
namespace {

using namespace testing;

constexpr std::array changingCalls
    = {VfsCall::Create, VfsCall::Rename, VfsCall::Remove, VfsCall::SyncFolder, VfsCall::WriteAt,
        VfsCall::SetSize, VfsCall::Allocate, VfsCall::PunchHole, VfsCall::CopyFrom, VfsCall::Sync};

Bytes contentOf(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    return bytesOf(std::string{std::istreambuf_iterator<char>(stream), {}});
}

enum class End { Done, Killed };

// Does `work` in a child that is killed before the call of that number.
End killedAt(VfsCall call, std::int64_t number, const std::function<bool(const Vfs& vfs)>& work)
{
    const int status = statusOfChild([&] {
        FaultVfs vfs(systemVfs());
        vfs.arm({.fault = FaultVfs::Fault::Kill, .call = call, .number = number});
        _exit(work(vfs) ? 0 : 3);
    });
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        return End::Killed;
    CHECK_EQUAL(status, 0);
    return End::Done;
}

// What a file is to become; the bytes are enough for children to make it again from.
struct Scenario {
    SaveStrategy strategy = SaveStrategy::Patch;
    std::uint64_t seed = 0;

    [[nodiscard]] Bytes oldBytes() const
    {
        std::mt19937_64 random(seed);
        return randomContent(random, static_cast<std::int64_t>(random() % 20'000), false);
    }
    [[nodiscard]] SaveCase open(const Vfs& vfs, const std::filesystem::path& path) const
    {
        SaveCase save = openCase(vfs, path, oldBytes());
        std::mt19937_64 random(seed + 1);
        editAtRandom(
            save.document, random, 4, strategy == SaveStrategy::Patch ? Edits::SameSize : Edits::Any);
        return save;
    }
};

void checkWhole(const std::filesystem::path& path, const Bytes& before, const Bytes& after)
{
    const Bytes left = contentOf(path);
    CHECK(left == before || left == after);
    CHECK_EQUAL(systemVfs().list(path.parent_path())->size(), 1U);
}

// Returns how often something was killed.
std::int64_t sweep(const Scenario& scenario, const std::filesystem::path& path)
{
    const Bytes before = scenario.oldBytes();
    const auto begin = [&] {
        std::filesystem::remove(path);
        writeAt(path, 0, before);
        setSize(path, std::ssize(before));
    };
    begin();
    const Bytes after = scenario.open(systemVfs(), path).document.bytes();
    std::mt19937_64 random(scenario.seed);
    std::int64_t kills = 0;
    for (const VfsCall call : changingCalls) {
        for (std::int64_t number = 0;; ++number) {
            begin();
            const End end = killedAt(call, number, [&](const Vfs& vfs) {
                return saveCase(vfs, scenario.open(vfs, path), scenario.strategy, kibibytes(2)).has_value();
            });
            if (end == End::Done) {
                CHECK(contentOf(path) == after);
                break;
            }
            ++kills;
            const VfsCall second = changingCalls[random() % changingCalls.size()];
            const auto recoverHere = [&](const Vfs& vfs) { return recover(vfs, path).has_value(); };
            if (killedAt(second, static_cast<std::int64_t>(random() % 4), recoverHere) == End::Killed)
                ++kills;
            const Result<void> recovered = recover(systemVfs(), path);
            if (!recovered)
                plaintest::fail(recovered.error().message());
            checkWhole(path, before, after);
        }
    }
    return kills;
}

// What a killed process wrote is there for the next one, whatever the disk does; so memory will do.
std::filesystem::path fastFolder()
{
    const std::filesystem::path shared = "/dev/shm";
    return access(shared.c_str(), W_OK) == 0 ? shared : std::filesystem::temp_directory_path();
}

void killEach(SaveStrategy strategy)
{
    std::int64_t kills = 0;
    for (std::uint64_t i = 0; i < 3; ++i) {
        const TemporaryFolder folder(fastFolder());
        kills += sweep({.strategy = strategy, .seed = plaintest::seed() + i}, folder / "a");
    }
    std::cout << formatText("{}: {} kills\n", wordFor(strategy), kills);
}

PLAIN_TEST(killedPatches)
{
    killEach(SaveStrategy::Patch);
}

PLAIN_TEST(killedShifts)
{
    killEach(SaveStrategy::Shift);
}

PLAIN_TEST(killedReplacements)
{
    killEach(SaveStrategy::Replace);
}

} // namespace
} // namespace megascope

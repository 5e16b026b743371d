// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What a save costs beside `cp` of the same file, in one run. MEGASCOPE_BENCH_MIB: the size of the file, 4096
// unless told; TMPDIR: where it lies.

#include "core/file/FileSource.h"
#include "core/file/FormatText.h"
#include "core/file/WritableFile.h"
#include "core/save/Save.h"
#include "tests/support/MemorySource.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace megascope {
namespace {

using Clock = std::chrono::steady_clock;

double secondsOf(const std::function<void()>& work)
{
    const Clock::time_point begin = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

// What this process wrote so far, as the system counts it.
std::int64_t writtenBytes()
{
    std::ifstream io("/proc/self/io");
    std::string name;
    std::int64_t value = 0;
    while (io >> name >> value) {
        if (name == "wchar:")
            return value;
    }
    return 0;
}

template <class T>
T orFail(Result<T> result)
{
    if (!result) {
        std::cerr << result.error().message() << '\n';
        std::exit(1);
    }
    return std::move(*result);
}

// Removed with all that is in it.
struct Folder {
    std::filesystem::path path;
    Folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "megascope-bench-XXXXXX").native();
        path = mkdtemp(name.data());
    }
    ~Folder() { std::filesystem::remove_all(path); }
};

void makeFile(const std::filesystem::path& path, std::int64_t mebibytes)
{
    std::vector<std::byte> block(1024 * 1024);
    const auto file = orFail(systemVfs().create(path, 0600));
    std::uint64_t state = 1;
    for (std::int64_t i = 0; i < mebibytes; ++i) {
        for (std::byte& byte : block)
            byte
                = static_cast<std::byte>((state = state * 6364136223846793005U + 1442695040888963407U) >> 56);
        (void)writeFully(*file, ByteOffset(i * 1024 * 1024), block);
    }
}

double secondsOfCp(const std::filesystem::path& from, const std::filesystem::path& to)
{
    return secondsOf([&] {
        const pid_t child = fork();
        if (child == 0) {
            execlp("cp", "cp", from.c_str(), to.c_str(), nullptr);
            _exit(127);
        }
        int status = 0;
        if (waitpid(child, &status, 0) != child || status != 0)
            std::exit(1);
    });
}

struct Cost {
    double seconds = 0;
    std::int64_t written = 0;
};

// What is put into a file: a byte at `offset` in the place of `removed`, `times` times, `every` bytes apart.
struct Edit {
    std::int64_t offset = 0;
    std::int64_t removed = 0;
    std::int64_t times = 1;
    std::int64_t every = 0;
};

Cost saveWith(const std::filesystem::path& path, const Edit& edit, SaveStrategy strategy)
{
    const auto source = orFail(FileSource::open(systemVfs(), path));
    const auto byte = std::make_shared<MemorySource>(std::vector<std::byte>(1, std::byte{'!'}));
    std::vector<Piece> pieces;
    ByteOffset place;
    for (std::int64_t i = 0; i < edit.times; ++i) {
        const ByteOffset at(edit.offset + i * edit.every);
        if (at > place)
            pieces.push_back({source, place, at - place});
        pieces.push_back({byte, ByteOffset(0), ByteCount(1)});
        place = at + ByteCount(edit.removed);
    }
    pieces.push_back({source, place, ByteOffset(source->size().value()) - place});
    const Snapshot snapshot(PieceTree(pieces), Revision{});
    SaveOptions options;
    options.strategy = strategy;
    const SaveTarget target{.path = path, .source = source, .identity = source->status().identity};
    Cost cost;
    const std::int64_t before = writtenBytes();
    cost.seconds = secondsOf([&] {
        Progress progress;
        const SavePlan plan = orFail(planSave(systemVfs(), snapshot, target, options));
        (void)orFail(save(systemVfs(), plan, {.stop = {}, .progress = progress}));
    });
    cost.written = writtenBytes() - before;
    return cost;
}

void print(const char* what, const Cost& cost, double cp)
{
    std::cout << formatText(
        "{:44} {:8.3f} s {:8.4f} of cp {:14} bytes\n", what, cost.seconds, cost.seconds / cp, cost.written);
}

} // namespace

int run()
{
    const char* const wanted = std::getenv("MEGASCOPE_BENCH_MIB");
    const std::int64_t mebibytes = wanted != nullptr ? std::atoll(wanted) : 4096;
    const Folder folder;
    const std::filesystem::path path = folder.path / "file";
    makeFile(path, mebibytes);
    sync();
    const double cp
        = std::min(secondsOfCp(path, folder.path / "copy"), secondsOfCp(path, folder.path / "copy2"));
    std::filesystem::remove(folder.path / "copy");
    std::filesystem::remove(folder.path / "copy2");
    sync();
    std::cout << formatText("{:44} {:8.3f} s\n", formatText("cp of {} MiB", mebibytes), cp);
    const std::int64_t mebibyte = 1024 * 1024;
    const auto report = [&](const char* what, const Edit& edit, SaveStrategy strategy) {
        print(what, saveWith(path, edit, strategy), cp);
    };
    const std::int64_t every = mebibytes * mebibyte / 100'001;
    report("patch: another byte in the middle", {mebibytes / 2 * mebibyte, 1}, SaveStrategy::Patch);
    report("patch: 100,000 other bytes", {every, 1, 100'000, every}, SaveStrategy::Patch);
    report("shift: a byte more, 1 MiB before the end", {(mebibytes - 1) * mebibyte, 0}, SaveStrategy::Shift);
    report("replace: a byte more, at the begin", {0, 0}, SaveStrategy::Replace);
    report("replace: 100,000 bytes more", {every, 0, 100'000, every}, SaveStrategy::Replace);
    return 0;
}

} // namespace megascope

int main()
{
    return megascope::run();
}

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Saves of real files on disks that are full, in memory, or devices, and of the largest file.

#include "tests/core/file/TestFiles.h"
#include "tests/core/save/RealSaving.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace megascope {
namespace {

using namespace testing;

// Runs `work` with a file system of so many bytes mounted on `folder`; false when that is not possible.
int onSmallDisk(const std::filesystem::path& folder, const char* options, const std::function<void()>& work)
{
    constexpr int notPossible = 77;
    return statusOfChild([&] {
        if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
            _exit(notPossible);
        if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
            || mount("tmpfs", folder.c_str(), "tmpfs", 0, options) != 0)
            _exit(notPossible);
        runCase(work);
    });
}

PLAIN_TEST(aFullDisk)
{
    const TemporaryFolder folder;
    const int status = onSmallDisk(folder.path(), "size=1m", [&] {
        // There is no room for a second one, but for what a shift takes.
        SaveCase save = madeCase(folder / "a");
        writeAt(folder / "other", 0, codedBytes({ByteOffset(0), ByteCount(500'000)}, 3));
        edit(save, SaveStrategy::Shift);
        const Error error = savedBy(save, SaveStrategy::Replace).error();
        CHECK_EQUAL(error.kind, ErrorKind::NoSpace);
        CHECK(error.message().starts_with(save.path.native() + ": there is no room to save it by replace: "));
        SaveOptions options;
        options.stepBytes = kibibytes(16);
        checkSaved(save, savedWith(save, options));
        // No room for anything.
        const SaveCase again = openCase(systemVfs(), save.path, save.document.bytes());
        SaveCase full = again;
        full.document.insertBytes(5, 0, Bytes(200'000, std::byte{1}));
        for (const SaveStrategy strategy : {SaveStrategy::Shift, SaveStrategy::Replace})
            CHECK_EQUAL(savedBy(full, strategy).error().kind, ErrorKind::NoSpace);
        CHECK(contentOf(save.path) == full.oldBytes);
        CHECK_EQUAL(namesIn(folder.path()).size(), 2U);
    });
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        plaintest::skip("nothing can be mounted here");
    CHECK_EQUAL(status, 0);
}

PLAIN_TEST(aFileInSharedMemory)
{
    const std::filesystem::path shared = "/dev/shm";
    if (access(shared.c_str(), W_OK) != 0)
        plaintest::skip("there is no /dev/shm to write to");
    for (const SaveStrategy strategy : allStrategies) {
        const TemporaryFolder folder(shared);
        SaveCase save = madeCase(folder / "a");
        edit(save, strategy);
        checkSaved(save, savedBy(save, strategy));
        CHECK(namesIn(folder.path()) == std::vector<std::string>{"a"});
    }
}

// Nearly all that a file can be, and nearly all of it a hole.
PLAIN_TEST(aFileOfSevenExbibytes)
{
    const std::filesystem::path shared = "/dev/shm";
    if (access(shared.c_str(), W_OK) != 0)
        plaintest::skip("there is no /dev/shm to write to");
    for (const SaveStrategy strategy : allStrategies) {
        const TemporaryFolder folder(shared);
        constexpr std::int64_t huge = std::int64_t{7} << 60;
        constexpr std::int64_t place = huge / 2;
        const Bytes data = codedBytes({ByteOffset(0), ByteCount(100'000)}, 1);
        setSize(folder / "a", huge);
        writeAt(folder / "a", place, data);
        const auto source = openOrFail(folder / "a");
        const auto added = std::make_shared<MemorySource>(bytesOf("new"));
        const std::int64_t removed = strategy == SaveStrategy::Patch ? 3 : 0;
        const PieceTree pieces = PieceTree(Piece{source, ByteOffset(0), source->size()})
                                     .replaced({ByteOffset(1000), ByteCount(removed)},
                                         PieceTree(Piece{added, ByteOffset(0), ByteCount(3)}));
        SaveOptions options;
        options.strategy = strategy;
        const auto plan = planSave(systemVfs(), Snapshot(pieces, Revision{}),
            {.path = folder / "a", .source = source, .identity = source->status().identity}, options);
        CHECK(plan.has_value());
        CHECK(plan->bytesToWrite < mebibytes(1));
        Progress progress;
        const auto saved = megascope::save(systemVfs(), *plan, {.stop = {}, .progress = progress});
        if (!saved)
            plaintest::fail(saved.error().message());
        CHECK_EQUAL(statOf(folder / "a").st_size, huge + 3 - removed);
        CHECK(std::int64_t{statOf(folder / "a").st_blocks} * 512 < 1024 * 1024);
        const auto now = openOrFail(folder / "a");
        Bytes read(data.size());
        CHECK(now->read(ByteOffset(place + 3 - removed), read).empty());
        CHECK(read == data);
        CHECK(now->read(ByteOffset(1000), std::span(read).first(3)).empty());
        CHECK(std::ranges::equal(std::span(read).first(3), bytesOf("new")));
    }
}

// The first line that a command prints; empty when it fails.
std::string lineOf(const std::string& command)
{
    const std::unique_ptr<FILE, decltype([](FILE* pipe) { pclose(pipe); })> pipe(
        popen((command + " 2>/dev/null").c_str(), "r"));
    char line[256] = {};
    if (!pipe || std::fgets(line, sizeof line, pipe.get()) == nullptr)
        return {};
    return std::string(line, std::strcspn(line, "\n"));
}

PLAIN_TEST(aBlockDevice)
{
    const TemporaryFolder folder;
    const auto image = folder / "image";
    const Bytes content = codedBytes({ByteOffset(0), ByteCount(512 * 1024)}, 1);
    writeAt(image, 0, content);
    const std::string device = lineOf("losetup --find --show " + image.native());
    if (device.empty())
        plaintest::skip("no loop device can be had here");
    const auto save = [&](bool keepsSize, const std::filesystem::path& stateFolder) {
        SaveCase edited = openCase(systemVfs(), device, content);
        edited.document.insertBytes(1000, keepsSize ? 3 : 0, bytesOf("new"));
        SaveOptions options;
        options.stateFolder = stateFolder;
        return savedWith(edited, options);
    };
    const Result<SaveResult> without = save(true, {});
    const Result<SaveResult> longer = save(false, folder / "state");
    const Result<SaveResult> saved = save(true, folder / "state");
    const std::string closed = lineOf("losetup --detach " + device + " && echo done");
    CHECK_EQUAL(closed, "done");
    CHECK_EQUAL(without.error().message(),
        device + ": no file can be made beside it, and there is no other folder for the journal");
    CHECK_EQUAL(longer.error().message(), device + ": is a device, whose size cannot change");
    if (!saved)
        plaintest::fail(saved.error().message());
    Bytes expected = content;
    std::ranges::copy(bytesOf("new"), expected.begin() + 1000);
    CHECK(contentOf(image) == expected);
    CHECK(namesIn(folder / "state").empty());
}

} // namespace
} // namespace megascope

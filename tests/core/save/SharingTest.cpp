// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// On a file system whose files can share blocks, a replacement writes what is new and little more.

#include "core/file/FormatText.h"
#include "tests/core/file/TestFiles.h"
#include "tests/core/save/SaveTesting.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace megascope {
namespace {

using namespace testing;

constexpr std::int64_t mebibyte = 1024 * 1024;

bool runs(const std::string& command)
{
    const int status = std::system((command + " >/dev/null 2>&1").c_str());
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Bytes that this process made the disk write, as the system counts it.
std::int64_t writtenBytes()
{
    std::ifstream io("/proc/self/io");
    std::string name;
    std::int64_t value = 0;
    while (io >> name >> value) {
        if (name == "write_bytes:")
            return value;
    }
    plaintest::fail("the system does not count what is written");
}

void insertBlock(const std::filesystem::path& path)
{
    constexpr std::int64_t size = 64 * mebibyte;
    constexpr std::int64_t place = 8192;
    const Bytes content = codedBytes({ByteOffset(0), ByteCount(size)}, 1);
    const Bytes block = codedBytes({ByteOffset(0), ByteCount(4096)}, 2);
    writeAt(path, 0, content);
    sync();
    const SaveCase save = openCase(systemVfs(), path, content);
    NaiveDocument document(save.source, content);
    document.insertBytes(place, 0, block);
    SaveCase edited = save;
    edited.document = document;
    const std::int64_t before = writtenBytes();
    const Result<SaveResult> saved = saveCase(systemVfs(), edited, SaveStrategy::Replace, mebibytes(8));
    const std::int64_t written = writtenBytes() - before;
    if (!saved)
        plaintest::fail(saved.error().message());
    std::cout << formatText("{} of {} bytes written\n", written, size) << std::flush;
    CHECK(written < size / 100);
    std::ifstream stream(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    CHECK(bytesOf(text) == document.bytes());
}

// In a child, with an image mounted that `make` filled.
void onImage(const std::string& make)
{
    constexpr int notPossible = 77;
    const TemporaryFolder folder;
    const std::string image = (folder / "image").native();
    const std::string place = (folder / "mounted").native();
    std::filesystem::create_directory(place);
    setSize(image, 512 * mebibyte);
    if (!runs(make + " " + image))
        plaintest::skip("this does not run here: " + make);
    const int status = statusOfChild([&] {
        if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
            || !runs("mount -o loop " + image + " " + place))
            _exit(notPossible);
        try {
            insertBlock(place + "/file");
        } catch (const plaintest::CaseFailed&) {
            std::fflush(nullptr);
            _exit(1);
        }
    });
    if (WIFEXITED(status) && WEXITSTATUS(status) == notPossible)
        plaintest::skip("an image cannot be mounted here");
    CHECK_EQUAL(status, 0);
}

PLAIN_TEST(sharesBlocksOnXfs)
{
    onImage("mkfs.xfs -q -m reflink=1");
}

PLAIN_TEST(sharesBlocksOnBtrfs)
{
    onImage("mkfs.btrfs -q");
}

} // namespace
} // namespace megascope

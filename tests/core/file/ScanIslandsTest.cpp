// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Runs scan-islands, which lies beside this program, in little address space.
#include "core/file/FormatText.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"
#include "tests/support/Rounds.h"

#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace megascope {
namespace {

using testing::TemporaryFolder;

struct Island {
    std::int64_t begin;
    std::int64_t count;
};

constexpr std::int64_t mebibyte = 1 << 20;
constexpr std::int64_t gibibyte = 1 << 30;

// Multiples of a block, as holes are. The long ones are longer than a window, the last one ends with the
// file.
constexpr Island islands[] = {{0, 65536}, {2 * gibibyte - 65536, 131072}, {4 * gibibyte, 20 * mebibyte},
    {5 * gibibyte + 5 * mebibyte, 65536}, {40 * gibibyte - 3 * mebibyte, 9 * mebibyte},
    {64 * gibibyte - 65536, 65536}};

constexpr rlim_t plentyOfAddressSpace = RLIM_INFINITY;
// What `ulimit -v 409600` leaves; and what leaves hardly a window.
constexpr rlim_t littleAddressSpace = rlim_t{409600} * 1024;
constexpr rlim_t hardlyAnyAddressSpace = rlim_t{16} << 20;

std::filesystem::path programBeside()
{
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "scan-islands";
}

std::string outputOf(const std::filesystem::path& file, const char* option, rlim_t addressSpace,
    const std::filesystem::path& output)
{
    const std::filesystem::path program = programBeside();
    const int status = testing::statusOfChild([&] {
        const rlimit limit = {addressSpace, addressSpace};
        const int out = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (out < 0 || dup2(out, STDOUT_FILENO) < 0 || setrlimit(RLIMIT_AS, &limit) != 0)
            _exit(99);
        execl(program.c_str(), program.c_str(), option, file.c_str(), nullptr);
        _exit(98);
    });
    CHECK(WIFEXITED(status));
    CHECK_EQUAL(WEXITSTATUS(status), 0);
    std::ifstream text(output);
    return {std::istreambuf_iterator<char>(text), {}};
}

// Makes the file, runs the program in each way and compares what it finds.
void checkIslands(std::initializer_list<rlim_t> addressSpaces)
{
    const TemporaryFolder folder;
    if (!testing::knowsHoles(folder.path()))
        plaintest::skip("the file system of the temporary folder does not tell holes");
    testing::setSize(folder / "sparse", 64 * gibibyte);
    std::string expected;
    for (const Island& island : islands) {
        const ByteRange range(ByteOffset(island.begin), ByteCount(island.count));
        testing::writeAt(folder / "sparse", island.begin, testing::codedBytes(range, 0));
        expected += formatText("{} {} {}\n", island.begin, island.count, island.count);
    }
    for (const char* const option : {"--backend=automatic", "--backend=mapped", "--backend=read"}) {
        for (const rlim_t addressSpace : addressSpaces)
            CHECK_EQUAL(outputOf(folder / "sparse", option, addressSpace, folder / "output"), expected);
    }
}

} // namespace

PLAIN_TEST(islandsOf64GiB)
{
    checkIslands({plentyOfAddressSpace});
}

PLAIN_TEST(islandsOf64GiBInLittleAddressSpace)
{
    if (testing::isSanitized)
        plaintest::skip("a sanitizer alone takes terabytes of address space");
    checkIslands({littleAddressSpace, hardlyAnyAddressSpace});
}

} // namespace megascope

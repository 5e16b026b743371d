// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// What a device is used for, told from folders that look like the system's, and of real ones.

#include "core/file/DeviceUse.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

namespace megascope {
namespace {

using testing::TemporaryFolder;

std::uint64_t numbered(std::uint32_t major, std::uint32_t minor)
{
    return (std::uint64_t{major} << 32) | minor;
}

void write(const std::filesystem::path& path, const std::string& text)
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

// A disk 8:0 with partitions 8:1 and 8:2; on the second an encrypted volume 253:0, and on that a logical one,
// 253:1, which says it is made of itself.
struct System {
    System()
    {
        const auto block = folders.devices / "dev" / "block";
        write(block / "8:0" / "sda1" / "partition", "1\n");
        write(block / "8:0" / "sda1" / "dev", "8:1\n");
        write(block / "8:0" / "sda2" / "partition", "2\n");
        write(block / "8:0" / "sda2" / "dev", "8:2\n");
        write(block / "8:0" / "queue" / "scheduler", "none\n");
        write(block / "8:2" / "holders" / "dm-0" / "dev", "253:0\n");
        write(block / "253:0" / "holders" / "dm-1" / "dev", "253:1\n");
        write(block / "253:1" / "holders" / "dm-1" / "dev", "253:1\n");
        write(folders.processes / "swaps", "Filename Type Size Used Priority\n/dev/null partition 4 0 -2\n");
    }

    void mounts(const std::string& text) const { write(folders.processes / "self" / "mountinfo", text); }
    [[nodiscard]] std::vector<DeviceUse> uses(std::uint64_t number) const
    {
        const Result<std::vector<DeviceUse>> uses = usesOfDevice(systemVfs(), number, folders);
        if (!uses)
            plaintest::fail(uses.error().message());
        return *uses;
    }

    TemporaryFolder folder;
    SystemFolders folders{folder / "proc", folder / "sys"};
};

constexpr auto mountTable = R"(22 1 0:20 / /proc rw,relatime shared:5 - proc proc rw
28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
29 28 253:1 / /srv/a\040b rw shared:2 master:3 - xfs /dev/mapper/data rw
30 28 8:17 / /mnt rw - vfat /dev/sdb1 rw
31 28 8:1 /home /home rw - ext4 /dev/sda1 rw
nonsense
32 28 x:y / /odd rw - ext4
)";

} // namespace

PLAIN_TEST(mountsOfADiskAndAllThatIsMadeOfIt)
{
    const System system;
    system.mounts(mountTable);
    const DeviceUse root{"/dev/sda1", "/"};
    const DeviceUse home{"/dev/sda1", "/home"};
    const DeviceUse data{"/dev/mapper/data", "/srv/a b"};
    CHECK(system.uses(numbered(8, 0)) == (std::vector{root, data, home}));
    CHECK(system.uses(numbered(8, 1)) == (std::vector{root, home}));
    CHECK(system.uses(numbered(8, 2)) == (std::vector{data}));
    CHECK(system.uses(numbered(253, 0)) == (std::vector{data}));
    CHECK(system.uses(numbered(8, 16)).empty()); // its partition is not told of in these folders
    CHECK(system.uses(numbered(8, 17)) == (std::vector{DeviceUse{"/dev/sdb1", "/mnt"}}));
    CHECK(system.uses(numbered(0, 8)).empty());
}

PLAIN_TEST(whereNothingIsTold)
{
    const System system;
    const Result<std::vector<DeviceUse>> unknown = usesOfDevice(systemVfs(), numbered(8, 0), system.folders);
    CHECK(!unknown.has_value());
    CHECK_EQUAL(unknown.error().subject, (system.folders.processes / "self" / "mountinfo").native());
    system.mounts(mountTable);
    std::filesystem::remove_all(system.folders.devices);
    std::filesystem::remove(system.folders.processes / "swaps");
    CHECK_EQUAL(system.uses(numbered(8, 1)).size(), 2U); // itself, at least
}

// Whatever is mounted here now: the list says so of its device.
PLAIN_TEST(theSystemsOwnMounts)
{
    std::ifstream mounts("/proc/self/mountinfo");
    std::string skipped;
    std::uint32_t major = 0;
    std::uint32_t minor = 0;
    std::string place;
    char colon = 0;
    while (mounts >> skipped >> skipped >> major >> colon >> minor >> skipped >> place && major == 0)
        std::getline(mounts, skipped);
    if (major == 0)
        plaintest::skip("no file system of a block device is mounted");
    const Result<std::vector<DeviceUse>> uses = usesOfDevice(systemVfs(), numbered(major, minor));
    CHECK(uses.has_value());
    CHECK(std::ranges::contains(*uses, place, &DeviceUse::place));
}

// Whoever opens a device for himself alone is noticed, as a mount would be that this process does not see.
PLAIN_TEST(aDeviceThatIsClaimed)
{
    const TemporaryFolder folder;
    testing::setSize(folder / "image", 1 << 20);
    const std::unique_ptr<FILE, decltype([](FILE* pipe) { pclose(pipe); })> pipe(
        popen(("losetup --find --show " + (folder / "image").native() + " 2>/dev/null").c_str(), "r"));
    std::array<char, 100> name{};
    if (!pipe || std::fgets(name.data(), name.size(), pipe.get()) == nullptr)
        plaintest::skip("no loop device can be had here");
    const std::string device(name.data(), std::strcspn(name.data(), "\n"));
    const bool before = systemVfs().isClaimed(device);
    const int claim = ::open(device.c_str(), O_RDONLY | O_EXCL | O_CLOEXEC);
    const bool meanwhile = systemVfs().isClaimed(device);
    ::close(claim);
    const bool after = systemVfs().isClaimed(device);
    const FileStatus status = systemVfs().status(device).value_or(FileStatus());
    CHECK_EQUAL(std::system(("losetup --detach " + device).c_str()), 0);
    CHECK(claim >= 0);
    CHECK(!before && meanwhile && !after);
    CHECK_EQUAL(status.deviceNumber >> 32, 7U);
    CHECK_EQUAL(status.identity.size.value(), 1 << 20);
}

// The number is that of the device, and of nothing else.
PLAIN_TEST(numbersOfDevices)
{
    CHECK_EQUAL(systemVfs().status("/dev/null")->deviceNumber, numbered(1, 3));
    CHECK_EQUAL(systemVfs().status("/")->deviceNumber, 0U);
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Files that are mostly holes, up to the largest that a number can name.
#include "core/file/Vfs.h"
#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <algorithm>

namespace megascope {
namespace {

using testing::TemporaryFolder;

constexpr std::int64_t exbibyte = std::int64_t{1} << 60;
constexpr std::int64_t hugeSize = 7 * exbibyte;

constexpr std::int64_t places[]
    = {0, (std::int64_t{1} << 31) - 1, std::int64_t{1} << 32, (std::int64_t{1} << 53) - 1,
        std::int64_t{1} << 53, (std::int64_t{1} << 62) - 1, std::int64_t{1} << 62, hugeSize - 1};

// A file in memory, because file systems on disks end at 16 TiB or 8 EiB, and not all of them know holes.
class HugeFile {
public:
    HugeFile()
        : m_folder("/dev/shm")
    {
        testing::setSize(path(), hugeSize);
        for (const std::int64_t place : places)
            testing::writeAt(path(), place, testing::codedBytes({ByteOffset(place), ByteCount(1)}, 0));
    }
    [[nodiscard]] std::filesystem::path path() const { return m_folder / "huge"; }

private:
    TemporaryFolder m_folder;
};

void skipWithoutMemoryFiles()
{
    if (!std::filesystem::is_directory("/dev/shm"))
        plaintest::skip("there is no /dev/shm");
}

// The byte that the file holds.
std::byte expectedAt(std::int64_t place)
{
    return std::ranges::contains(places, place) ? testing::codedByte(place, 0) : std::byte{0};
}

void checkAround(const FileSource& source, std::int64_t place)
{
    for (std::int64_t begin = std::max<std::int64_t>(0, place - 2); begin <= place + 1; ++begin) {
        const std::int64_t count = std::min<std::int64_t>(3, hugeSize - begin);
        std::vector<std::byte> out(static_cast<std::size_t>(std::max<std::int64_t>(0, count)));
        CHECK(source.read(ByteOffset(begin), out).empty());
        for (std::int64_t i = 0; i < count; ++i)
            CHECK(out[static_cast<std::size_t>(i)] == expectedAt(begin + i));
    }
}

std::int64_t nonZeroBytes(std::span<const std::byte> bytes)
{
    return std::ssize(bytes) - std::ranges::count(bytes, std::byte{0});
}

} // namespace

PLAIN_TEST(placesOfAHugeFile)
{
    skipWithoutMemoryFiles();
    const HugeFile file;
    for (const testing::Way& way : testing::allWays()) {
        const std::shared_ptr<FileSource> source = testing::openOrFail(file.path(), way.options);
        CHECK_EQUAL(source->size().value(), hugeSize);
        for (const std::int64_t place : places)
            checkAround(*source, place);
        std::byte beyond = std::byte{1};
        const Gaps gaps = source->read(ByteOffset(hugeSize), {&beyond, 1});
        CHECK_EQUAL(gaps.size(), 1U);
        CHECK_EQUAL(gaps.front().cause, Gap::Cause::PastEnd);
    }
}

PLAIN_TEST(aHugeFileIsWalkedByItsIslands)
{
    skipWithoutMemoryFiles();
    const HugeFile file;
    for (const testing::Way& way : testing::allWays()) {
        const std::shared_ptr<FileSource> source = testing::openOrFail(file.path(), way.options);
        const std::unique_ptr<Scan> scan = source->scan({ByteOffset(0), source->size()});
        ByteOffset place;
        std::int64_t found = 0;
        ByteCount data;
        while (const std::optional<ScanChunk> chunk = scan->next()) {
            CHECK(chunk->range.begin() == place);
            place = chunk->range.end();
            if (chunk->kind == ScanChunk::Kind::Hole)
                continue;
            CHECK_EQUAL(chunk->kind, ScanChunk::Kind::Data);
            found += nonZeroBytes(chunk->bytes);
            data += chunk->range.count();
            CHECK(scan->confirm());
        }
        CHECK_EQUAL(place.value(), hugeSize);
        CHECK_EQUAL(found, std::ssize(places));
        // A page, or a huge page where the system makes such, for each island.
        CHECK(data <= mebibytes(2) * std::ssize(places));
    }
}

// A hole on a file system in memory is filled when somebody looks at it through a mapping.
PLAIN_TEST(lookingFillsNoHole)
{
    skipWithoutMemoryFiles();
    const HugeFile file;
    for (const testing::Way& way : testing::allWays()) {
        const std::shared_ptr<FileSource> source = testing::openOrFail(file.path(), way.options);
        const ByteCount before = source->status().allocated;
        std::vector<std::byte> out(300000);
        for (std::int64_t place = exbibyte; place < hugeSize; place += exbibyte)
            CHECK(source->read(ByteOffset(place - 1000), out).empty());
        for (const ByteRange& hole :
            testing::rangesOf(*source->scan({ByteOffset(0), source->size()}), ScanChunk::Kind::Hole))
            CHECK(!hole.empty());
        CHECK(source->refresh()->allocated == before);
    }
}

PLAIN_TEST(extentsOfASparseFile)
{
    const TemporaryFolder folder;
    if (!testing::knowsHoles(folder.path()))
        plaintest::skip("the file system of the temporary folder does not tell holes");
    const std::int64_t island = std::int64_t{5} << 20;
    const std::int64_t size = std::int64_t{9} << 20;
    testing::setSize(folder / "sparse", size);
    testing::writeAt(folder / "sparse", island, testing::codedBytes({ByteOffset(island), mebibytes(1)}, 0));
    for (const testing::Way& way : testing::allWays()) {
        const std::shared_ptr<FileSource> source = testing::openOrFail(folder / "sparse", way.options);
        const Extent first = source->extentAt(ByteOffset(100));
        CHECK_EQUAL(first.kind, Extent::Kind::Hole);
        CHECK(first.range == ByteRange(ByteOffset(100), ByteOffset(island)));
        const Extent second = source->extentAt(ByteOffset(island + 1));
        CHECK_EQUAL(second.kind, Extent::Kind::Data);
        CHECK(second.range == ByteRange(ByteOffset(island + 1), ByteOffset(island + (1 << 20))));
        const Extent third = source->extentAt(ByteOffset(size - 1));
        CHECK_EQUAL(third.kind, Extent::Kind::Hole);
        CHECK(third.range == ByteRange(ByteOffset(size - 1), ByteCount(1)));
        const std::vector<ByteRange> data
            = testing::rangesOf(*source->scan({ByteOffset(0), ByteCount(size)}), ScanChunk::Kind::Data);
        CHECK(data == std::vector{ByteRange(ByteOffset(island), mebibytes(1))});
    }
}

// The system walks all of a run of data to find its end, so scans of its parts ask for it once for each
// state.
PLAIN_TEST(neighboursAskForHolesOnce)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "dense", 0, testing::codedBytes({ByteOffset(0), mebibytes(1)}, 0));
    testing::FaultVfs vfs(systemVfs());
    const std::shared_ptr<FileSource> source = testing::openOrFail(folder / "dense", {}, vfs);
    const auto scanParts = [&] {
        vfs.arm({});
        for (std::int64_t begin = 0; begin < 1 << 20; begin += 1 << 18) {
            const ByteRange part(ByteOffset(begin), kibibytes(256));
            CHECK(testing::rangesOf(*source->scan(part), ScanChunk::Kind::Data) == std::vector{part});
        }
        return vfs.callsOf(testing::VfsCall::NextHole);
    };
    CHECK_EQUAL(scanParts(), 1);
    CHECK_EQUAL(scanParts(), 0);
    testing::writeAt(folder / "dense", 1 << 20, testing::codedBytes({ByteOffset(1 << 20), ByteCount(1)}, 0));
    CHECK_EQUAL(scanParts(), 1);
}

// Many islands, each as small as the file system makes them: they cost a copy each, not a mapping.
PLAIN_TEST(aThousandIslands)
{
    const TemporaryFolder folder;
    if (!testing::knowsHoles(folder.path()))
        plaintest::skip("the file system of the temporary folder does not tell holes");
    constexpr std::int64_t step = 200000;
    testing::setSize(folder / "sparse", 1000 * step);
    for (std::int64_t place = 0; place < 1000 * step; place += step)
        testing::writeAt(
            folder / "sparse", place, testing::codedBytes({ByteOffset(place), ByteCount(10)}, 0));
    for (const testing::Way& way : testing::allWays()) {
        const std::shared_ptr<FileSource> source = testing::openOrFail(folder / "sparse", way.options);
        const std::unique_ptr<Scan> scan = source->scan({ByteOffset(0), source->size()});
        std::int64_t found = 0;
        while (const std::optional<ScanChunk> chunk = scan->next()) {
            found += nonZeroBytes(chunk->bytes);
            CHECK(scan->confirm());
        }
        CHECK_EQUAL(found, 10000);
    }
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Files that somebody cuts, lengthens, replaces or removes at a chosen moment of a reading. The content tells
// of each byte where it stands, and no byte is zero: whatever is shown and was never the file's is noticed.
#include "tests/core/file/FaultVfs.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

#include <algorithm>
#include <cerrno>

namespace megascope {
namespace {

using testing::FaultVfs;
using testing::TemporaryFolder;
using testing::VfsCall;

constexpr std::int64_t fullSize = (1 << 20) + 777;

const ByteRange everything(ByteOffset(0), ByteCount(fullSize));

std::filesystem::path makeFile(const TemporaryFolder& folder)
{
    testing::writeAt(folder / "file", 0, testing::codedBytes(everything, 0));
    return folder / "file";
}

std::vector<testing::Way> mappingWays()
{
    std::vector<testing::Way> ways = testing::allWays();
    std::erase_if(ways, [](const testing::Way& way) { return way.options.backend == Backend::Read; });
    return ways;
}

bool isGeneration(std::span<const std::byte> bytes, ByteOffset begin, int generation)
{
    return std::ranges::equal(bytes, testing::codedBytes({begin, ByteCount(std::ssize(bytes))}, generation));
}

// What is left of a scan of everything that has come to `place`, when the file is cut at `end` and not
// changed any more.
void checkRestOfCutFile(Scan& scan, ByteOffset place, ByteOffset end)
{
    while (const std::optional<ScanChunk> chunk = scan.next()) {
        CHECK(chunk->range.begin() == place);
        if (place < end) {
            CHECK_EQUAL(chunk->kind, ScanChunk::Kind::Data);
            CHECK(chunk->range.end() <= end);
            CHECK(isGeneration(chunk->bytes, place, 0));
        } else {
            CHECK_EQUAL(chunk->kind, ScanChunk::Kind::PastEnd);
        }
        CHECK(scan.confirm());
        place = chunk->range.end();
    }
    CHECK(place == everything.end());
}

void checkCutUnderAChunk(const testing::Way& way, std::int64_t cut)
{
    const TemporaryFolder folder;
    const std::filesystem::path path = makeFile(folder);
    const std::shared_ptr<FileSource> source = testing::openOrFail(path, way.options);
    const std::unique_ptr<Scan> scan = source->scan(everything);
    const std::optional<ScanChunk> chunk = scan->next();
    CHECK(chunk && isGeneration(chunk->bytes, chunk->range.begin(), 0));
    CHECK(scan->confirm());
    testing::setSize(path, cut);
    // Now the bytes behind the cut read as zeros, with or without a signal.
    [[maybe_unused]] const auto zeros = std::ranges::count(chunk->bytes, std::byte{0});
    CHECK(!scan->confirm());
    checkRestOfCutFile(*scan, ByteOffset(0), ByteOffset(cut));
}

} // namespace

PLAIN_TEST(aCutUnderAChunkIsNoticed)
{
    for (const testing::Way& way : mappingWays()) {
        for (const std::int64_t cut : {0, 1, 4095, 4096, 4097, 65535, 65536, 65537, 1 << 20})
            checkCutUnderAChunk(way, cut);
    }
}

// The scan has just learned that there is data up to the old end.
PLAIN_TEST(aCutBeforeTheFirstChunkIsNoticed)
{
    for (const testing::Way& way : testing::allWays()) {
        for (const std::int64_t cut : {std::int64_t{0}, std::int64_t{62000}, fullSize - 100}) {
            const TemporaryFolder folder;
            const std::filesystem::path path = makeFile(folder);
            FaultVfs vfs(systemVfs());
            const std::shared_ptr<FileSource> source = testing::openOrFail(path, way.options, vfs);
            vfs.afterNext(VfsCall::NextHole, [&] { testing::setSize(path, cut); });
            checkRestOfCutFile(*source->scan(everything), ByteOffset(0), ByteOffset(cut));
        }
    }
}

PLAIN_TEST(aChangeUnderAChunkIsReadAgain)
{
    for (const testing::Way& way : mappingWays()) {
        const TemporaryFolder folder;
        const std::filesystem::path path = makeFile(folder);
        const std::shared_ptr<FileSource> source = testing::openOrFail(path, way.options);
        const std::unique_ptr<Scan> scan = source->scan(everything);
        CHECK(scan->next().has_value());
        testing::writeAt(path, fullSize, testing::codedBytes({everything.end(), ByteCount(1000)}, 0));
        CHECK(!scan->confirm());
        checkRestOfCutFile(*scan, ByteOffset(0), everything.end());
    }
}

PLAIN_TEST(aCopiedChunkStaysGood)
{
    const TemporaryFolder folder;
    const std::filesystem::path path = makeFile(folder);
    const std::shared_ptr<FileSource> source = testing::openOrFail(path, {.backend = Backend::Read});
    const std::unique_ptr<Scan> scan = source->scan(everything);
    const std::optional<ScanChunk> chunk = scan->next();
    testing::setSize(path, 0);
    CHECK(chunk && isGeneration(chunk->bytes, chunk->range.begin(), 0));
    CHECK(scan->confirm());
    checkRestOfCutFile(*scan, chunk->range.end(), chunk->range.end());
}

PLAIN_TEST(whatIsCutOffIsNotZeros)
{
    for (const testing::Way& way : testing::allWays()) {
        const TemporaryFolder folder;
        const std::filesystem::path path = makeFile(folder);
        const std::shared_ptr<FileSource> source = testing::openOrFail(path, way.options);
        std::vector<std::byte> out(10000);
        CHECK(source->read(ByteOffset(60000), out).empty());
        testing::setSize(path, 62000);
        const Gaps gaps = source->read(ByteOffset(60000), out);
        CHECK(gaps == Gaps{{.range = {ByteOffset(62000), ByteOffset(70000)}, .cause = Gap::Cause::PastEnd}});
        CHECK(isGeneration(std::span(out).first(2000), ByteOffset(60000), 0));
        CHECK_EQUAL(source->size().value(), fullSize);
        CHECK_EQUAL(source->refresh()->identity.size.value(), 62000);
        CHECK_EQUAL(source->size().value(), 62000);
        // It grows again, with other bytes: no window shows the old ones, nor zeros.
        testing::writeAt(path, 62000, testing::codedBytes({ByteOffset(62000), ByteCount(100000)}, 1));
        CHECK(source->read(ByteOffset(60000), out).empty());
        CHECK(isGeneration(std::span(out).first(2000), ByteOffset(60000), 0));
        CHECK(isGeneration(std::span(out).subspan(2000), ByteOffset(62000), 1));
    }
}

PLAIN_TEST(aReplacedOrRemovedFileIsStillRead)
{
    for (const testing::Way& way : testing::allWays()) {
        const TemporaryFolder folder;
        const std::filesystem::path path = makeFile(folder);
        const std::shared_ptr<FileSource> source = testing::openOrFail(path, way.options);
        const std::unique_ptr<Scan> scan = source->scan(everything);
        CHECK(scan->next().has_value());
        testing::writeAt(folder / "other", 0, testing::codedBytes(everything, 1));
        std::filesystem::rename(folder / "other", path);
        std::filesystem::remove(path);
        if (scan->confirm())
            CHECK(way.options.backend == Backend::Read);
        std::vector<std::byte> out(static_cast<std::size_t>(fullSize));
        CHECK(source->read(ByteOffset(0), out).empty());
        CHECK(isGeneration(out, ByteOffset(0), 0));
        CHECK_EQUAL(testing::rangesOf(*source->scan(everything), ScanChunk::Kind::Data).size(), 1U);
    }
}

PLAIN_TEST(aCutBetweenLookingAndAskingIsNoticed)
{
    // Behind 62000 the rest of the page turns to zeros, behind 65536 there is no page: the longer one gets a
    // signal.
    for (const std::int64_t count : {5000, 10000}) {
        const TemporaryFolder folder;
        const std::filesystem::path path = makeFile(folder);
        FaultVfs vfs(systemVfs());
        const std::shared_ptr<FileSource> source
            = testing::openOrFail(path, {.backend = Backend::Mapped}, vfs);
        vfs.afterNext(VfsCall::Populate, [&] { testing::setSize(path, 62000); });
        std::vector<std::byte> out(static_cast<std::size_t>(count));
        const ByteRange cut(ByteOffset(62000), ByteOffset(60000 + count));
        CHECK(source->read(ByteOffset(60000), out) == Gaps{{.range = cut, .cause = Gap::Cause::PastEnd}});
        CHECK(isGeneration(std::span(out).first(2000), ByteOffset(60000), 0));
    }
}

// The file system reports the old state, so that only the torn window tells.
PLAIN_TEST(aTornWindowIsNotBelieved)
{
    const TemporaryFolder folder;
    const std::filesystem::path path = makeFile(folder);
    FaultVfs vfs(systemVfs());
    const std::shared_ptr<FileSource> source = testing::openOrFail(path, {.backend = Backend::Mapped}, vfs);
    vfs.freezeStatus(source->status());
    vfs.afterNext(VfsCall::Populate, [&] { testing::setSize(path, 65536); });
    std::vector<std::byte> out(10000);
    const Gaps expected = {{.range = {ByteOffset(65536), ByteOffset(70000)}, .cause = Gap::Cause::PastEnd}};
    CHECK(source->read(ByteOffset(60000), out) == expected);

    testing::writeAt(path, 0, testing::codedBytes(everything, 0));
    const std::unique_ptr<Scan> scan = source->scan(everything);
    const std::optional<ScanChunk> chunk = scan->next();
    testing::setSize(path, 65536);
    CHECK(std::ranges::count(chunk->bytes, std::byte{0}) > 0);
    CHECK(!scan->confirm());
    checkRestOfCutFile(*scan, ByteOffset(0), ByteOffset(65536));
}

PLAIN_TEST(aTornWindowIsMappedAnew)
{
    const TemporaryFolder folder;
    const std::filesystem::path path = makeFile(folder);
    FaultVfs vfs(systemVfs());
    const std::shared_ptr<FileSource> source = testing::openOrFail(path, {.backend = Backend::Mapped}, vfs);
    vfs.afterNext(VfsCall::Populate, [&] { testing::setSize(path, 0); });
    std::vector<std::byte> out(10000);
    CHECK_EQUAL(source->read(ByteOffset(60000), out).size(), 1U);
    testing::writeAt(path, 0, testing::codedBytes(everything, 1));
    vfs.arm({});
    CHECK(source->read(ByteOffset(60000), out).empty());
    CHECK(isGeneration(out, ByteOffset(60000), 1));
    CHECK_EQUAL(vfs.callsOf(VfsCall::ReadAt), 0);
}

// A file that is written without a pause: shown as long as its size stays, for then nobody cuts it.
PLAIN_TEST(aFileThatNeverRests)
{
    const TemporaryFolder folder;
    const std::filesystem::path path = makeFile(folder);
    FaultVfs vfs(systemVfs());
    const std::shared_ptr<FileSource> source = testing::openOrFail(path, {.backend = Backend::Read}, vfs);
    std::vector<std::byte> out(100000);
    vfs.setRestless(FaultVfs::Restless::Times);
    CHECK(source->read(ByteOffset(5), out).empty());
    CHECK(isGeneration(out, ByteOffset(5), 0));
    vfs.setRestless(FaultVfs::Restless::Size);
    const Gaps expected
        = {{.range = {ByteOffset(5), ByteCount(100000)}, .cause = Gap::Cause::Failed, .systemCode = EAGAIN}};
    CHECK(source->read(ByteOffset(5), out) == expected);
    CHECK(std::ranges::all_of(out, [](std::byte byte) { return byte == std::byte{0}; }));
    vfs.setRestless(FaultVfs::Restless::No);
    CHECK(source->read(ByteOffset(5), out).empty());
}

} // namespace megascope

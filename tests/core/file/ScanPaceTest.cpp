// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
// Which way scans of a file go, after the scans before have told what they cost.
#include "core/file/ScanPace.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

namespace megascope {
namespace {

using namespace std::chrono_literals;
using Way = ScanPace::Way;

constexpr ByteCount block = mebibytes(16);

// What each way costs for a block of this machine, and how many of `scans` go each way.
struct Machine {
    std::chrono::nanoseconds map;
    std::chrono::nanoseconds read;

    int readingOf(ScanPace& pace, int scans, ByteCount bytes = block) const
    {
        int reading = 0;
        for (int i = 0; i < scans; ++i) {
            const Way way = pace.choose();
            pace.note(way, bytes, way == Way::Map ? map : read);
            reading += way == Way::Read ? 1 : 0;
        }
        return reading;
    }
};

} // namespace

PLAIN_TEST(theFasterWayIsTaken)
{
    ScanPace pace;
    CHECK(Machine({2ms, 1ms}).readingOf(pace, 1000) > 950);
    ScanPace other;
    CHECK(Machine({1ms, 2ms}).readingOf(other, 1000) < 50);
}

PLAIN_TEST(whatBecomesSlowerIsLeft)
{
    ScanPace pace;
    (void)Machine({2ms, 1ms}).readingOf(pace, 100);
    CHECK(Machine({2ms, 4ms}).readingOf(pace, 1000) < 100);
    CHECK(Machine({2ms, 1ms}).readingOf(pace, 2000) > 1500); // by the proofs, though they are few
}

PLAIN_TEST(bothAreTriedFirst)
{
    ScanPace pace;
    const int reading = Machine({1ms, 1s}).readingOf(pace, 6);
    CHECK_EQUAL(reading, 3);
}

PLAIN_TEST(shortScansTellNothing)
{
    ScanPace pace;
    CHECK_EQUAL(Machine({1ms, 1s}).readingOf(pace, 1000, ScanPace::worthTelling - ByteCount(1)), 500);
}

// Whichever way it goes, a scan yields the same.
PLAIN_TEST(eachWayYieldsTheSame)
{
    const testing::TemporaryFolder folder;
    const ByteRange all(ByteOffset(0), ScanPace::worthTelling + ByteCount(12345));
    testing::writeAt(folder / "file", 0, testing::codedBytes(all, 0));
    const std::shared_ptr<FileSource> source
        = testing::openOrFail(folder / "file", {.backend = Backend::Automatic});
    for (int i = 0; i < 10; ++i) {
        const std::unique_ptr<Scan> scan = source->scan(all);
        ByteOffset at;
        while (const std::optional<ScanChunk> chunk = scan->next()) {
            CHECK(chunk->kind == ScanChunk::Kind::Data && chunk->range.begin() == at);
            for (const std::byte byte : chunk->bytes) {
                CHECK(byte == testing::codedByte(at.value(), 0));
                at += ByteCount(1);
            }
            CHECK(scan->confirm());
        }
        CHECK(at == all.end());
    }
}

} // namespace megascope

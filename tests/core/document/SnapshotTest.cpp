// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/document/Snapshot.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

#include <algorithm>

namespace megascope {
namespace {

using testing::TemporaryFolder;

const ByteRange content(ByteOffset(0), ByteCount(1000));

Snapshot snapshotOf(ByteCount size)
{
    return {std::make_shared<MemorySource>(testing::codedBytes(content, 0)), size, Revision{7}};
}

// What a read must yield: the content as far as both reach, zeros and one gap behind it.
void checkRead(const Snapshot& snapshot, const ByteRange& range)
{
    std::vector<std::byte> out(static_cast<std::size_t>(range.count().value()), std::byte{0xaa});
    const Gaps gaps = snapshot.read(range.begin(), out);
    const std::int64_t end = std::min(snapshot.size(), content.count()).value();
    for (std::int64_t i = 0; i < std::ssize(out); ++i) {
        const std::int64_t place = range.begin().value() + i;
        CHECK(
            out[static_cast<std::size_t>(i)] == (place < end ? testing::codedByte(place, 0) : std::byte{0}));
    }
    const ByteOffset missing(std::max(range.begin().value(), end));
    const Gaps expected = missing < range.end()
        ? Gaps{{.range = {missing, range.end()}, .cause = Gap::Cause::PastEnd}}
        : Gaps{};
    CHECK(gaps == expected);
}

} // namespace

PLAIN_TEST(anEmptyDocument)
{
    const Snapshot snapshot;
    CHECK(snapshot.size() == ByteCount(0) && snapshot.all().empty() && snapshot.end() == ByteOffset(0));
    CHECK(snapshot.revision() == Revision{0});
    CHECK(snapshot.read(ByteOffset(0), {}).empty());
    std::byte byte = std::byte{1};
    CHECK_EQUAL(snapshot.read(ByteOffset(5), {&byte, 1}).size(), 1U);
    CHECK(byte == std::byte{0});
    CHECK(!snapshot.scan(snapshot.all())->next());
    CHECK(!snapshot.scan({ByteOffset(0), ByteCount(10)})->next());
}

// Shorter than its source, as long, and longer: a file may have been cut since.
PLAIN_TEST(readsAreCutToTheSnapshot)
{
    for (const std::int64_t size : {0, 1, 500, 999, 1000, 1500}) {
        const Snapshot snapshot = snapshotOf(ByteCount(size));
        CHECK(snapshot.size() == ByteCount(size) && snapshot.revision() == Revision{7});
        for (const std::int64_t begin : {0, 1, 499, 500, 501, 999, 1000, 1499, 1500, 1501, 3000}) {
            for (const std::int64_t count : {0, 1, 2, 600, 2000})
                checkRead(snapshot, {ByteOffset(begin), ByteCount(count)});
        }
    }
}

PLAIN_TEST(scansAreCutToTheSnapshot)
{
    const Snapshot shorter = snapshotOf(ByteCount(500));
    const ByteRange wide(ByteOffset(100), ByteCount(5000));
    CHECK(testing::rangesOf(*shorter.scan(wide), ScanChunk::Kind::Data)
        == std::vector{ByteRange(ByteOffset(100), ByteOffset(500))});
    const Snapshot longer = snapshotOf(ByteCount(1500));
    CHECK(testing::rangesOf(*longer.scan(wide), ScanChunk::Kind::PastEnd)
        == std::vector{ByteRange(ByteOffset(1000), ByteOffset(1500))});
}

PLAIN_TEST(extentsAreCutToTheSnapshot)
{
    const Extent extent = snapshotOf(ByteCount(500)).extentAt(ByteOffset(10));
    CHECK(extent.kind == Extent::Kind::Data && extent.range == ByteRange(ByteOffset(10), ByteOffset(500)));
    const Extent behind = snapshotOf(ByteCount(1500)).extentAt(ByteOffset(1200));
    CHECK(behind.kind == Extent::Kind::Data && behind.range == ByteRange(ByteOffset(1200), ByteOffset(1500)));
}

PLAIN_TEST(aScanKeepsItsSourceAlive)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, testing::codedBytes(content, 0));
    std::unique_ptr<Scan> scan;
    {
        const Snapshot snapshot(testing::openOrFail(folder / "file"), content.count(), Revision{1});
        scan = snapshot.scan(snapshot.all());
    }
    const std::optional<ScanChunk> chunk = scan->next();
    CHECK(chunk && std::ranges::equal(chunk->bytes, testing::codedBytes(content, 0)));
    CHECK(scan->confirm());
}

} // namespace megascope

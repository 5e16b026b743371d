// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/file/FileTail.h"
#include "tests/core/file/TestFiles.h"
#include "tests/support/PlainTest.h"

namespace megascope {
namespace {

using testing::TemporaryFolder;

constexpr std::int64_t mebibyte = 1 << 20;

std::shared_ptr<VfsFile> tailAt(const std::filesystem::path& path, ByteOffset begin)
{
    return tailOf(*systemVfs().open(path), begin);
}

} // namespace

PLAIN_TEST(theFrontIsNotThere)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, testing::bytesOf("0123456789"));
    const std::shared_ptr<VfsFile> tail = tailAt(folder / "file", ByteOffset(4));
    CHECK_EQUAL(tail->status()->identity.size.value(), 6);
    CHECK_EQUAL(tail->identity()->size.value(), 6);
    CHECK(tail->status()->allocated <= ByteCount(6));
    std::vector<std::byte> out(10);
    CHECK_EQUAL(tail->readAt(ByteOffset(1), out).value(), 5U);
    out.resize(5);
    CHECK(out == testing::bytesOf("56789"));
}

PLAIN_TEST(holesKeepTheirPlaces)
{
    const TemporaryFolder folder;
    if (!testing::knowsHoles(folder.path()))
        plaintest::skip("the file system of the temporary folder does not tell holes");
    testing::setSize(folder / "sparse", 4 * mebibyte);
    testing::writeAt(folder / "sparse", mebibyte, testing::codedBytes({ByteOffset(0), mebibytes(1)}, 0));
    constexpr std::int64_t front = 4097;
    const Result<std::shared_ptr<FileSource>> source = FileSource::fromFile(
        systemVfs(), tailAt(folder / "sparse", ByteOffset(front)), "tail", {.backend = Backend::Mapped});
    CHECK(source.has_value());
    const ByteRange island(ByteOffset(mebibyte - front), mebibytes(1));
    CHECK((*source)->extentAt(ByteOffset(0)).range == ByteRange(ByteOffset(0), island.begin()));
    CHECK_EQUAL((*source)->extentAt(ByteOffset(0)).kind, Extent::Kind::Hole);
    const ByteRange all(ByteOffset(0), (*source)->size());
    CHECK(testing::rangesOf(*(*source)->scan(all), ScanChunk::Kind::Data) == std::vector{island});
}

PLAIN_TEST(behindTheEndNothingIs)
{
    const TemporaryFolder folder;
    testing::writeAt(folder / "file", 0, testing::bytesOf("0123456789"));
    for (const ByteOffset begin : {ByteOffset(10), ByteOffset(11), ByteOffset::max()}) {
        const Result<std::shared_ptr<FileSource>> source
            = FileSource::fromFile(systemVfs(), tailAt(folder / "file", begin), "tail");
        CHECK(source.has_value());
        CHECK_EQUAL((*source)->size().value(), 0);
        std::vector<std::byte> out(3);
        CHECK_EQUAL((*source)->read(ByteOffset(5), out).size(), 1U);
        CHECK(testing::rangesOf(*(*source)->scan({ByteOffset(2), ByteCount(9)}), ScanChunk::Kind::Data)
                .empty());
    }
}

} // namespace megascope

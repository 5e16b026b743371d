// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineIndex.h"
#include "tests/core/text/LineTesting.h"
#include "tests/support/PlainTest.h"

#include <limits>

namespace {

using namespace megascope;
using namespace megascope::testing;

constexpr ByteCount group = LineIndex::groupSize;
constexpr ByteCount largestSize = ByteCount::max();

// Counts of a group with `newlines` in one block.
LineIndex::BlockCounts countsWith(std::size_t block, std::uint32_t newlines)
{
    LineIndex::BlockCounts counts{};
    counts[block] = newlines;
    return counts;
}

} // namespace

PLAIN_TEST(anEmptyFileHasOneEmptyLine)
{
    const Snapshot snapshot;
    const LineIndex index(NewlineCode(), ByteCount(0));
    CHECK(index.isComplete());
    CHECK_EQUAL(index.newlines().value(), 0);
    CHECK(index.lineBegin(snapshot, LineNumber(0)) == ByteOffset(0));
    CHECK(!index.lineBegin(snapshot, LineNumber(1)));
    CHECK(index.lineAt(snapshot, ByteOffset(0)) == LineNumber(0));
    CHECK(!index.lineAt(snapshot, ByteOffset(1)));
    CHECK_EQUAL(index.estimatedLineAt(ByteOffset(5)).value(), 0);
    CHECK_EQUAL(index.estimatedLineBegin(LineNumber(5)).value(), 0);
}

PLAIN_TEST(answersAsFarAsItIsCompleteFromTheFront)
{
    auto source = std::make_shared<IslandSource>(group * 3 + ByteCount(10));
    source->addIsland(0, bytesOf("a\nb\n"));
    source->addIsland((group * 2).value(), bytesOf("c\n"));
    const Snapshot snapshot = snapshotOf(source);

    LineIndex index(NewlineCode(), snapshot.size());
    index.put(2, countsWith(0, 1));
    CHECK_EQUAL(index.countedTo().value(), 0);
    CHECK_EQUAL(index.newlines().value(), 0);
    CHECK(!index.lineBegin(snapshot, LineNumber(1)));

    index.put(0, countsWith(0, 2));
    CHECK_EQUAL(index.countedTo().value(), group.value());
    CHECK_EQUAL(index.newlines().value(), 2);
    CHECK(index.lineBegin(snapshot, LineNumber(2)) == ByteOffset(4));
    CHECK(!index.lineBegin(snapshot, LineNumber(3)));
    CHECK(index.lineAt(snapshot, ByteOffset(group.value())) == LineNumber(2));
    CHECK(!index.lineAt(snapshot, ByteOffset(group.value() + 1)));

    index.putEmpty(1, 1);
    CHECK_EQUAL(index.countedTo().value(), (group * 3).value());
    CHECK(index.lineBegin(snapshot, LineNumber(3)) == ByteOffset((group * 2).value() + 2));
    CHECK(!index.isComplete());

    index.put(3, {});
    CHECK(index.isComplete());
    CHECK_EQUAL(index.newlines().value(), 3);
    CHECK(index.lineAt(snapshot, snapshot.end()) == LineNumber(3));
    CHECK(!index.lineBegin(snapshot, LineNumber(4)));
}

PLAIN_TEST(aGroupThatIsPutAgainIsReplaced)
{
    LineIndex index(NewlineCode(), group * 4);
    index.put(2, countsWith(7, 100));
    index.putEmpty(1, 3);
    index.put(2, countsWith(7, 200));
    index.put(0, countsWith(1, 1));
    CHECK(index.isComplete());
    CHECK_EQUAL(index.newlines().value(), 201);

    // What is counted stays, when groups come late that somebody else has put already.
    index.put(2, countsWith(7, 300));
    index.putEmpty(0, 4);
    CHECK_EQUAL(index.newlines().value(), 201);
}

PLAIN_TEST(blocksFullOfNewlinesAreCountedInFull)
{
    const std::vector<std::byte> newlines(
        static_cast<std::size_t>(LineIndex::blockSize.value()) * 3, std::byte{'\n'});
    const Snapshot snapshot = snapshotOf(newlines);
    LineIndex index(NewlineCode(), snapshot.size());
    LineIndex::BlockCounts counts{};
    counts[0] = counts[1] = counts[2] = 65'536;
    index.put(0, counts);
    CHECK_EQUAL(index.newlines().value(), 3 * 65'536);
    for (const std::int64_t line : {1, 65'535, 65'536, 65'537, 131'072, 131'073, 196'608}) {
        CHECK_EQUAL(index.lineBegin(snapshot, LineNumber(line)).value().value(), line);
        CHECK_EQUAL(index.lineAt(snapshot, ByteOffset(line)).value().value(), line);
        CHECK_EQUAL(index.estimatedLineAt(ByteOffset(line)).value(), line);
        CHECK_EQUAL(index.estimatedLineBegin(LineNumber(line)).value(), line);
    }
}

PLAIN_TEST(aFileOfTheLargestSizeCostsNothing)
{
    auto source = std::make_shared<IslandSource>(largestSize);
    const std::int64_t far = std::int64_t{1} << 62;
    source->addIsland(far, bytesOf("x\ny"));
    const Snapshot snapshot = snapshotOf(source);
    LineIndex index(NewlineCode(), largestSize);
    const std::int64_t groups = largestSize / group + 1;
    index.putEmpty(0, far / group.value());
    index.putEmpty(far / group.value() + 1, groups - far / group.value() - 1);
    index.put(far / group.value(), countsWith(0, 1));
    CHECK(index.isComplete());
    CHECK_EQUAL(index.countedTo().value(), largestSize.value());
    CHECK(index.lineBegin(snapshot, LineNumber(1)) == ByteOffset(far + 2));
    CHECK(index.lineAt(snapshot, ByteOffset(far + 1)) == LineNumber(0));
    CHECK(index.lineAt(snapshot, ByteOffset(far + 2)) == LineNumber(1));
    CHECK(index.lineAt(snapshot, snapshot.end()) == LineNumber(1));
    CHECK(index.memory() < kibibytes(8));
}

PLAIN_TEST(estimatesStayInsideTheFile)
{
    constexpr std::int64_t offsets[] = {0, 1, 65'536, 1 << 30, largestSize.value() - 1, largestSize.value()};
    for (const std::uint32_t newlines : {0U, 1U, 16'384U}) {
        for (const ByteCount size : {kibibytes(64), group, group * 5, largestSize}) {
            LineIndex index({.unitSize = 4, .bigEndian = false, .value = '\n'}, size);
            for (const bool counted : {false, true}) {
                if (counted)
                    index.put(0, countsWith(0, newlines));
                std::int64_t lineBefore = 0;
                std::int64_t offsetBefore = 0;
                for (const std::int64_t each : offsets) {
                    const std::int64_t line = index.estimatedLineAt(ByteOffset(each)).value();
                    const std::int64_t offset = index.estimatedLineBegin(LineNumber(each)).value();
                    CHECK(line >= lineBefore);
                    CHECK(line <= size.value());
                    CHECK(offset >= offsetBefore);
                    CHECK(offset <= size.value());
                    CHECK_EQUAL(offset % 4, 0);
                    lineBefore = line;
                    offsetBefore = offset;
                }
            }
        }
    }
}

PLAIN_TEST(estimatesFollowTheDensityOfWhatIsCounted)
{
    LineIndex index(NewlineCode(), group * 100);
    LineIndex::BlockCounts counts;
    counts.fill(512); // one newline in 128 bytes
    index.put(0, counts);
    CHECK_EQUAL(index.estimatedLineAt(ByteOffset(128'000'000)).value(), 1'000'000);
    CHECK_EQUAL(index.estimatedLineBegin(LineNumber(1'000'000)).value(), 128'000'000);
    CHECK_EQUAL(index.estimatedLineBegin(LineNumber(1'000)).value(), 128'000);
    CHECK_EQUAL(index.estimatedLineBegin(LineNumber(1'000'000'000)).value(), (group * 100).value());
}

PLAIN_TEST(eightGibibytesTakeLessThanAMebibyte)
{
    LineIndex index(NewlineCode(), group * 128);
    LineIndex::BlockCounts counts;
    counts.fill(482);
    for (std::int64_t i = 0; i < 128; ++i)
        index.put(i, counts);
    CHECK_EQUAL(index.newlines().value(), 482 * 1024 * 128);
    CHECK(index.memory() <= mebibytes(1));
}

PLAIN_TEST(resizingKeepsWhatIsUnchanged)
{
    const std::int64_t block = LineIndex::blockSize.value();
    const auto made = [&](ByteCount size) {
        auto index = std::make_unique<LineIndex>(NewlineCode(), size);
        LineIndex::BlockCounts counts;
        counts.fill(10);
        index->put(0, counts);
        index->put(1, counts);
        index->put(2, countsWith(0, 3));
        return index;
    };
    const ByteCount size = group * 2 + ByteCount(1000);

    auto index = made(size);
    CHECK(index->isComplete());
    index->resize(size + ByteCount(1), ByteOffset(size.value()));
    CHECK_EQUAL(index->countedTo().value(), size.value());
    CHECK_EQUAL(index->newlines().value(), 20'483);
    LineIndex::BlockCounts known;
    CHECK_EQUAL(index->resume(known).value(), (group * 2).value());
    CHECK_EQUAL(known[0], 0U);
    index->put(2, countsWith(0, 4));
    CHECK(index->isComplete());
    CHECK_EQUAL(index->newlines().value(), 20'484);

    // Cut inside the second block of the second group: the first block stays.
    const ByteCount cut = group + ByteCount(block + 5);
    index->resize(cut, ByteOffset(cut.value()));
    CHECK_EQUAL(index->countedTo().value(), group.value() + block);
    CHECK_EQUAL(index->newlines().value(), 10'250);
    CHECK_EQUAL(index->resume(known).value(), group.value() + block);
    CHECK_EQUAL(known[0], 10U);
    CHECK_EQUAL(known[1], 0U);
    known[1] = 2;
    index->put(1, known);
    CHECK(index->isComplete());
    CHECK_EQUAL(index->newlines().value(), 10'252);

    // Rewritten from somewhere on, at the same size; then all of it; then to nothing.
    index->resize(cut, ByteOffset(3 * block + 1));
    CHECK_EQUAL(index->countedTo().value(), 3 * block);
    CHECK_EQUAL(index->newlines().value(), 30);
    index->resize(cut, ByteOffset(0));
    CHECK_EQUAL(index->countedTo().value(), 0);
    CHECK_EQUAL(index->newlines().value(), 0);
    index->resize(ByteCount(0), ByteOffset(0));
    CHECK(index->isComplete());
    CHECK(index->memory() < kibibytes(4));
}

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "core/text/LineMap.h"
#include "core/document/Document.h"
#include "core/text/LineIndexer.h"
#include "tests/core/document/FlatDocument.h"
#include "tests/core/text/LineTesting.h"
#include "tests/support/MemorySource.h"
#include "tests/support/PlainTest.h"

namespace megascope {
namespace {

using testing::NaiveLines;
using testing::Random;

// A document of a file whose lines are counted.
struct Edited {
    Edited(std::vector<std::byte> bytes, NewlineCode newline)
        : file(std::make_shared<MemorySource>(std::move(bytes)))
        , index(std::make_shared<LineIndex>(newline, file->size()))
        , document(file, file->size())
        , map(index, file)
    {
    }

    void count()
    {
        Progress progress;
        fillLineIndex(*index, Snapshot(file, file->size(), Revision{}), 1, progress, {});
    }

    std::shared_ptr<const Source> file;
    std::shared_ptr<LineIndex> index;
    Document document;
    LineMap map;
};

void checkLines(const Edited& edited, NewlineCode newline, Random& random)
{
    const Snapshot& snapshot = edited.document.snapshot();
    const std::vector<std::byte> bytes = testing::bytesOf(snapshot);
    const NaiveLines naive(bytes, newline);
    CHECK_EQUAL(edited.map.newlines(snapshot).value().value(), naive.newlines());
    for (int i = 0; i < 20; ++i) {
        const std::int64_t offset
            = random.between(0, std::ssize(bytes)) / newline.unitSize * newline.unitSize;
        CHECK_EQUAL(
            edited.map.lineAt(snapshot, ByteOffset(offset)).value().value(), naive.newlinesBefore(offset));
        const std::int64_t line = random.between(0, naive.newlines());
        CHECK_EQUAL(edited.map.lineBegin(snapshot, LineNumber(line)).value().value(), naive.lineBegin(line));
    }
    CHECK(!edited.map.lineBegin(snapshot, LineNumber(naive.newlines() + 1)));
    CHECK(!edited.map.lineAt(snapshot, snapshot.end() + ByteCount(1)));
}

} // namespace

PLAIN_TEST(linesStayRightUnderEdits)
{
    Random random;
    for (const NewlineCode newline : testing::allNewlines()) {
        Edited edited(testing::randomLines(random, 200'000, newline), newline);
        edited.count();
        for (int step = 0; step < 50; ++step) {
            // In whole units: what a text editor does.
            const std::int64_t unit = newline.unitSize;
            const ByteRange some
                = random.rangeWithin(edited.document.size().value() / unit, step % 10 == 0 ? 5000 : 10);
            const ByteRange range(ByteOffset(some.begin().value() * unit), some.count() * unit);
            const std::int64_t size = random.between(0, step % 7 == 0 ? 3000 : 5) * unit;
            if (step % 11 == 10)
                edited.document.undo();
            else if (step % 13 == 12)
                edited.document.replace(
                    {range.begin(), ByteCount(0)}, edited.document.snapshot().pieces().slice(range));
            else
                edited.document.replace(range, testing::randomLines(random, size, newline));
            checkLines(edited, newline, random);
        }
    }
}

// Before the file is counted, lines are estimated; those that lie in the counted part are known.
PLAIN_TEST(linesAreKnownAsFarAsCounted)
{
    constexpr std::int64_t groups = LineIndex::groupSize.value();
    const auto file = std::make_shared<testing::IslandSource>(ByteCount(3 * groups));
    file->addIsland(100, std::vector<std::byte>(10, std::byte{'\n'}));
    file->addIsland(2 * groups + 100, std::vector<std::byte>(10, std::byte{'\n'}));
    const auto index = std::make_shared<LineIndex>(NewlineCode(), file->size());
    const LineMap map(index, file);
    Document document(file, file->size());
    document.replace({ByteOffset(50), ByteCount(0)}, testing::bytesOf("\n"));
    CHECK(!map.newlines(document.snapshot()));
    CHECK(!map.lineAt(document.snapshot(), ByteOffset(51)));
    CHECK(!map.lineBegin(document.snapshot(), LineNumber(5)));
    CHECK(map.estimatedLineBegin(document.snapshot(), LineNumber(1'000'000'000'000))
        <= document.snapshot().end());

    LineIndex::BlockCounts counts{};
    counts[0] = 10;
    index->put(0, counts);
    CHECK(map.lineAt(document.snapshot(), ByteOffset(51)) == LineNumber(1));
    CHECK(map.lineAt(document.snapshot(), ByteOffset(1000)) == LineNumber(11));
    CHECK(map.lineBegin(document.snapshot(), LineNumber(5)) == ByteOffset(105));
    CHECK(!map.lineAt(document.snapshot(), ByteOffset(2 * groups)));
    CHECK(!map.newlines(document.snapshot()));
}

// What a task has prepared is right, whatever the pieces are, and however often the file is asked about.
PLAIN_TEST(preparedPiecesAreKnown)
{
    Random random;
    for (const NewlineCode newline : {NewlineCode(), NewlineCode{.unitSize = 2, .bigEndian = false}}) {
        std::vector<std::byte> bytes;
        for (int i = 0; i < 400'000; ++i)
            bytes.push_back(std::byte(random.between(0, 20) == 0 ? '\n' : 0));
        Edited edited(bytes, newline);
        edited.count();
        std::vector<Piece> pieces;
        const auto other = std::make_shared<MemorySource>(
            std::vector<std::byte>(bytes.begin() + 7, bytes.begin() + 90'007));
        for (int i = 0; i < 500; ++i) {
            const std::shared_ptr<const Source>& source = i % 2 == 0 ? edited.file : other;
            const std::int64_t begin = random.between(0, source->size().value() - 1);
            const std::int64_t most = random.between(0, 10) == 0 ? 50'000 : 200;
            const std::int64_t count = random.between(1, std::min(most, source->size().value() - begin));
            pieces.push_back(
                {source, ByteOffset(begin / newline.unitSize * newline.unitSize), ByteCount(count)});
        }
        std::stop_source stopped;
        stopped.request_stop();
        const PieceTree tree(pieces);
        edited.map.prepare(tree, stopped.get_token());
        edited.map.prepare(tree, {});
        edited.document.replace({ByteOffset(newline.unitSize * 100), ByteCount(8)}, tree);
        const LineMap afresh(edited.index, edited.file);
        const Snapshot& snapshot = edited.document.snapshot();
        CHECK(edited.map.newlines(snapshot) == afresh.newlines(snapshot));
        if (newline.unitSize == 1)
            checkLines(edited, newline, random);
    }
}

// Gigabytes that were copied in: named once, and known when somebody has counted them.
PLAIN_TEST(longSourcesAreCountedElsewhere)
{
    constexpr std::int64_t size = std::int64_t{1} << 30;
    Edited edited(testing::bytesOf("one\ntwo\n"), NewlineCode());
    edited.count();
    auto source = std::make_shared<testing::IslandSource>(ByteCount(size));
    source->addIsland(1000, testing::bytesOf("\n\n"));
    source->addIsland(size - 5, testing::bytesOf("a\nb"));
    CHECK(!edited.map.takeWanted());
    edited.document.replace(
        {ByteOffset(4), ByteCount(0)}, PieceTree(Piece{source, ByteOffset(0), ByteCount(size)}));
    const Snapshot& snapshot = edited.document.snapshot();
    CHECK_EQUAL(edited.map.lineAt(snapshot, ByteOffset(4)).value().value(), 1);
    CHECK(!edited.map.lineAt(snapshot, ByteOffset(5000)) && !edited.map.newlines(snapshot));
    CHECK(edited.map.estimatedLineBegin(snapshot, LineNumber(1'000'000)) <= snapshot.end());
    const LineMap::Wanted wanted = edited.map.takeWanted().value();
    CHECK(!edited.map.newlines(snapshot) && !edited.map.takeWanted());
    Progress progress;
    CHECK(fillLineIndex(*wanted.index, wanted.snapshot, 2, progress, {}));
    CHECK_EQUAL(edited.map.newlines(snapshot).value().value(), 5);
    CHECK_EQUAL(edited.map.lineAt(snapshot, ByteOffset(5000)).value().value(), 3);
    CHECK_EQUAL(edited.map.lineBegin(snapshot, LineNumber(4)).value().value(), 4 + size - 3);
    CHECK_EQUAL(edited.map.lineBegin(snapshot, LineNumber(5)).value().value(), size + 8);
    CHECK(!edited.map.takeWanted());
}

// A source that is too long to be counted while somebody waits, counted before.
PLAIN_TEST(whatWasCountedBeforeIsKnown)
{
    const auto other = std::make_shared<testing::IslandSource>(mebibytes(400));
    other->addIsland(1000, testing::bytesOf("\n\n"));
    other->addIsland(mebibytes(399).value(), testing::bytesOf("\n"));
    Document document;
    document.replace(
        {ByteOffset(0), ByteCount(0)}, PieceTree(Piece{other, ByteOffset(1001), mebibytes(399)}));
    const auto counted = std::make_shared<LineIndex>(NewlineCode(), other->size());
    Progress progress;
    fillLineIndex(*counted, Snapshot(other, other->size(), Revision{}), 1, progress, {});

    const auto index = std::make_shared<LineIndex>(NewlineCode(), ByteCount(0));
    CHECK(!LineMap(index, nullptr).newlines(document.snapshot()));
    LineMap map(index, nullptr);
    map.add(other, counted);
    CHECK(map.newlines(document.snapshot()) == LineCount(2));
    CHECK(map.lineBegin(document.snapshot(), LineNumber(2))
        == ByteOffset(0) + (mebibytes(399) - ByteCount(1000)));
    // Of another newline it says nothing.
    const NewlineCode otherNewline{.value = '\r'};
    LineMap unlike(std::make_shared<LineIndex>(otherNewline, ByteCount(0)), nullptr);
    unlike.add(other, counted);
    CHECK(!unlike.newlines(document.snapshot()));
}

PLAIN_TEST(aDocumentWithoutAFile)
{
    const LineMap map(std::make_shared<LineIndex>(NewlineCode(), ByteCount(0)), nullptr);
    Document document;
    CHECK(map.newlines(document.snapshot()) == LineCount(0));
    CHECK(map.lineAt(document.snapshot(), ByteOffset(0)) == LineNumber(0));
    document.replace({ByteOffset(0), ByteCount(0)}, testing::bytesOf("a\nb\nc"));
    CHECK(map.newlines(document.snapshot()) == LineCount(2));
    CHECK(map.lineBegin(document.snapshot(), LineNumber(2)) == ByteOffset(4));
    CHECK(map.lineAt(document.snapshot(), ByteOffset(5)) == LineNumber(2));
}

} // namespace megascope

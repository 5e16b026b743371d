// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Segments and lines in files that nobody can read whole: what is read to find them does not depend on the
// file.

#include "core/file/FileSource.h"
#include "core/file/Vfs.h"
#include "core/text/LineScanner.h"

#include "HugeSource.h"
#include "TextTesting.h"

#include <QTemporaryFile>
#include <QTest>
#include <algorithm>
#include <functional>
#include <memory>

using namespace megascope;
using namespace megascope::texttesting;

namespace {

constexpr std::int64_t kibi = 1024;
constexpr std::int64_t gibi = kibi * kibi * kibi;
constexpr std::int64_t exbi = gibi * gibi;
constexpr std::int64_t step = 16 * kibi;
// The most that may be read to find one segment: what is around it.
constexpr std::int64_t readLimit = 66 * kibi;

struct HugeFile {
    std::shared_ptr<HugeSource> source;

    [[nodiscard]] LineScanner scanner(Encoding encoding = Encoding()) const
    {
        return LineScanner(Snapshot(source, source->size(), Revision()), encoding, encoding.newline());
    }
};

HugeFile oneLine(std::int64_t size)
{
    const auto letters = [](std::int64_t offset) { return static_cast<std::byte>('a' + offset % 26); };
    return {std::make_shared<HugeSource>(ByteCount(size), letters)};
}

HugeFile hole(std::int64_t size)
{
    return {std::make_shared<HugeSource>(ByteCount(size))};
}

} // namespace

class HugeFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void segments_data();
    void segments();
    void lastSegmentOfTheLargestFile();
    void islandsInAHole();
    void lineBordersAcrossHoles();
    void lineBordersInOneLongLine();
    void unreadableBytesAreContent();
    void wideUnitsInTheLargestFile();
    void realFile();
};

void HugeFileTest::segments_data()
{
    QTest::addColumn<std::int64_t>("size");
    QTest::addColumn<bool>("isHole");
    QTest::newRow("2 GiB line") << 2 * gibi << false;
    QTest::newRow("5 GiB line") << 5 * gibi + 12345 << false;
    QTest::newRow("64 GiB hole") << 64 * gibi << true;
    QTest::newRow("7 EiB hole") << 7 * exbi + 777 << true;
    QTest::newRow("largest hole") << std::numeric_limits<std::int64_t>::max() << true;
}

// At places all over the file, and at the borders of numbers: the segment begins and ends at multiples, its
// neighbours lead back to it, every byte of it leads to it, and little is read.
void HugeFileTest::segments()
{
    QFETCH(const std::int64_t, size);
    QFETCH(const bool, isHole);
    const HugeFile file = isHole ? hole(size) : oneLine(size);
    const LineScanner scanner = file.scanner();
    std::mt19937_64 random = randomGenerator();
    std::vector<std::int64_t> places = {0, 1, step, size / 2, size / 3, size - 1};
    for (int bit = 31; bit < 63; ++bit) {
        for (const std::int64_t near : {-1, 0, 1})
            places.push_back((std::int64_t{1} << bit) + near);
    }
    for (int i = 0; i < 50; ++i)
        places.push_back(between(random, 0, size - 1));
    for (const std::int64_t place : places) {
        if (place >= size)
            continue;
        file.source->resetCounts();
        const Segment found = scanner.segmentAt(ByteOffset(place));
        QVERIFY2(
            file.source->bytesRead() <= readLimit, qPrintable(QString::number(file.source->bytesRead())));
        const std::int64_t begin = place / step * step;
        QCOMPARE(found.range.begin().value(), begin);
        QCOMPARE(found.range.end().value(), size - begin > step ? begin + step : size);
        QCOMPARE(found.beginsLine, begin == 0);
        QCOMPARE(found.endsLine, found.range.end().value() == size);
        QVERIFY(scanner.segmentAt(found.range.begin()) == found);
        QVERIFY(scanner.segmentAt(found.range.end() - ByteCount(1)) == found);
        if (const std::optional<Segment> next = scanner.next(found))
            QVERIFY(scanner.previous(*next) == found);
        else
            QVERIFY(found.endsLine);
        if (const std::optional<Segment> previous = scanner.previous(found))
            QVERIFY(scanner.next(*previous) == found);
        else
            QCOMPARE(begin, std::int64_t(0));
    }
}

void HugeFileTest::lastSegmentOfTheLargestFile()
{
    const std::int64_t size = std::numeric_limits<std::int64_t>::max();
    const HugeFile file = hole(size);
    file.source->addIsland(size - 5, bytesOf("two\r\n"));
    file.source->addIsland(size - 10, bytesOf("one\n"));
    const LineScanner scanner = file.scanner();
    const Segment last = scanner.segmentAt(ByteOffset::max());
    QCOMPARE(last.range.count().value(), std::int64_t(0));
    const Segment two = scanner.previous(last).value();
    QCOMPARE(two.range.begin().value(), size - 6);
    QCOMPARE(two.lineEnd.value(), std::int64_t(2));
    const Segment one = scanner.previous(two).value();
    QCOMPARE(one.range.end().value(), size - 6);
    QVERIFY(!one.beginsLine);
    QCOMPARE(one.range.begin().value() % step, std::int64_t(0));
}

void HugeFileTest::islandsInAHole()
{
    const HugeFile file = hole(7 * exbi);
    const std::int64_t place = 3 * exbi + 4096;
    file.source->addIsland(place, bytesOf("one\ntwo\nthree"));
    const LineScanner scanner = file.scanner();
    const Segment two = scanner.segmentAt(ByteOffset(place + 5));
    QCOMPARE(two.range.begin().value(), place + 4);
    QCOMPARE(two.range.end().value(), place + 8);
    // The zeros before the island are part of its first line, and those behind it of the last.
    const Segment one = scanner.previous(two).value();
    QCOMPARE(one.range.begin().value(), 3 * exbi);
    QVERIFY(!one.beginsLine);
    const Segment three = scanner.next(two).value();
    QVERIFY(three.beginsLine);
    QCOMPARE(three.range.end().value(), 3 * exbi + 2 * step);
}

void HugeFileTest::lineBordersAcrossHoles()
{
    const HugeFile file = hole(7 * exbi);
    file.source->addIsland(5000, bytesOf("x\n"));
    file.source->addIsland(6 * exbi + 3, bytesOf("y\r\n"));
    const LineScanner scanner = file.scanner();
    file.source->resetCounts();
    QCOMPARE(scanner.lineEnd(ByteOffset(5002), ByteCount::max()), ByteOffset(6 * exbi + 4));
    QCOMPARE(scanner.lineBegin(ByteOffset(6 * exbi + 4), ByteCount::max()), ByteOffset(5002));
    QCOMPARE(scanner.lineBegin(ByteOffset(4 * exbi), ByteCount::max()), ByteOffset(5002));
    QCOMPARE(scanner.lineEnd(ByteOffset(6 * exbi + 6), ByteCount::max()), ByteOffset(7 * exbi));
    QVERIFY2(
        file.source->bytesRead() < 16 * kibi * kibi, qPrintable(QString::number(file.source->bytesRead())));
    QVERIFY2(file.source->calls() < 2000, qPrintable(QString::number(file.source->calls())));
    // A limit that ends one byte before the border.
    QVERIFY(!scanner.lineBegin(ByteOffset(4 * exbi), ByteCount(4 * exbi - 5003)));
    QCOMPARE(scanner.lineBegin(ByteOffset(4 * exbi), ByteCount(4 * exbi - 5002)), ByteOffset(5002));
    QVERIFY(!scanner.lineEnd(ByteOffset(5002), ByteCount(6 * exbi + 3 - 5002)));
    QCOMPARE(scanner.lineEnd(ByteOffset(5002), ByteCount(6 * exbi + 4 - 5002)), ByteOffset(6 * exbi + 4));
}

void HugeFileTest::lineBordersInOneLongLine()
{
    const HugeFile file = oneLine(5 * gibi);
    const LineScanner scanner = file.scanner();
    file.source->resetCounts();
    QVERIFY(!scanner.lineBegin(ByteOffset(3 * gibi), ByteCount(64 * kibi)));
    QVERIFY(!scanner.lineEnd(ByteOffset(3 * gibi), ByteCount(64 * kibi)));
    QVERIFY(file.source->bytesRead() < 140 * kibi);
    QCOMPARE(scanner.lineBegin(ByteOffset(50 * kibi), ByteCount(64 * kibi)), ByteOffset(0));
    QCOMPARE(scanner.lineEnd(ByteOffset(5 * gibi - 10), ByteCount(64)), ByteOffset(5 * gibi));
}

void HugeFileTest::unreadableBytesAreContent()
{
    const auto newlines = [](std::int64_t) { return std::byte{'\n'}; };
    const HugeFile file{std::make_shared<HugeSource>(ByteCount(100 * step), newlines)};
    file.source->makeUnreadable({ByteOffset(10 * step), ByteOffset(20 * step)});
    const LineScanner scanner = file.scanner();
    const Segment first = scanner.segmentAt(ByteOffset(10 * step));
    QCOMPARE(first.range.begin().value(), 10 * step);
    QVERIFY(first.beginsLine);
    QCOMPARE(first.range.end().value(), 11 * step);
    const Segment last = scanner.segmentAt(ByteOffset(20 * step - 1));
    QCOMPARE(last.range.begin().value(), 19 * step);
    QCOMPARE(last.range.end().value(), 20 * step + 1);
    QVERIFY(last.endsLine);
}

void HugeFileTest::wideUnitsInTheLargestFile()
{
    // The size is odd: a byte is left over at the end.
    const std::int64_t size = std::numeric_limits<std::int64_t>::max();
    for (const char* name : {"UTF-16LE", "UTF-32BE"}) {
        const Encoding encoding = encodingNamed(name);
        const std::int64_t unit = encoding.unitSize();
        const std::int64_t end = size / unit * unit;
        const HugeFile file = hole(size);
        file.source->addIsland(end - 2 * unit, spelled(encoding, U"\r\n"));
        const LineScanner scanner = file.scanner(encoding);
        const Segment last = scanner.segmentAt(ByteOffset(size - 1));
        QCOMPARE(last.range.begin().value(), end);
        QCOMPARE(last.range.end().value(), size);
        const Segment before = scanner.previous(last).value();
        QCOMPARE(before.lineEnd.value(), 2 * unit);
        QCOMPARE(scanner.lineEnd(ByteOffset(0), ByteCount::max()), ByteOffset(end - 2 * unit));
        QCOMPARE(scanner.lineBegin(ByteOffset(end - 2), ByteCount::max()), ByteOffset(0));
        QVERIFY(!scanner.next(last));
    }
}

// The same through a file system that has files of this size.
void HugeFileTest::realFile()
{
    QTemporaryFile file("/dev/shm/megascope-XXXXXX");
    if (!file.open() || !file.resize(7 * exbi))
        QSKIP("there is no memory file system here for a sparse file of 7 EiB");
    const std::int64_t place = 4 * exbi + 4096;
    QVERIFY(file.seek(place) && file.write("one\r\ntwo\n") == 9 && file.flush());
    const auto source = FileSource::open(systemVfs(), file.fileName().toStdString());
    QVERIFY(source);
    const Snapshot snapshot(*source, (*source)->size(), Revision());
    const LineScanner scanner(snapshot, Encoding(), NewlineCode());
    const Segment two = scanner.segmentAt(ByteOffset(place + 6));
    QCOMPARE(two.range.begin().value(), place + 5);
    QCOMPARE(two.range.end().value(), place + 9);
    const Segment one = scanner.previous(two).value();
    QCOMPARE(one.lineEnd.value(), std::int64_t(2));
    QCOMPARE(one.range.begin().value(), 4 * exbi);
    QCOMPARE(scanner.lineBegin(ByteOffset(6 * exbi), ByteCount::max()), ByteOffset(place + 9));
    QCOMPARE(scanner.lineEnd(ByteOffset(0), ByteCount::max()), ByteOffset(place + 3));
    QCOMPARE(scanner.segmentAt(ByteOffset::max()).range.end().value(), 7 * exbi);
}

QTEST_APPLESS_MAIN(HugeFileTest)
#include "HugeFileTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Segments against a naive splitter that looks at the whole file.

#include "core/text/LineScanner.h"

#include "SegmentTesting.h"
#include "TextTesting.h"
#include "tests/support/Rounds.h"

#include <QTest>
#include <algorithm>

using namespace megascope;
using namespace megascope::texttesting;

namespace {

constexpr std::int64_t step = segmentStep;

} // namespace

class LineScannerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void emptyFile();
    void smallFiles_data();
    void smallFiles();
    void lineOfExactlyOneSegment();
    void longLineIsCutAtMultiples();
    void cutsKeepGraphemesWhole();
    void cutsKeepCharactersWholeInEndlessGraphemes();
    void lineEndIsNeverCutOff();
    void positionsAreClamped();
    void agreesWithNaiveSplitter_data();
    void agreesWithNaiveSplitter();
    void randomBytesInEveryEncoding();
    void lineBeginAndEnd();
    void lineBeginAndEndAgreeWithSegments();

private:
    static void compare(
        const std::vector<std::byte>& bytes, Encoding encoding, NewlineCode newline, std::mt19937_64& random);
};

void LineScannerTest::emptyFile()
{
    const LineScanner scanner(Snapshot{}, Encoding{}, NewlineCode{});
    const Segment only = scanner.segmentAt(ByteOffset(0));
    COMPARE_SEGMENTS(only, segment(0, 0, 0, true, true));
    QVERIFY(!scanner.next(only));
    QVERIFY(!scanner.previous(only));
    QCOMPARE(scanner.lineBegin(ByteOffset(0), ByteCount(0)), ByteOffset(0));
    QCOMPARE(scanner.lineEnd(ByteOffset(0), ByteCount(0)), ByteOffset(0));
}

void LineScannerTest::smallFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("segments");
    const auto row = [](const QByteArray& text, const char* segments) {
        QTest::newRow(text.toHex().constData()) << text << QByteArray(segments);
    };
    row("a", "0-1 line end 0 begins ends");
    row("a\n", "0-2 line end 1 begins ends, 2-2 line end 0 begins ends");
    row("\n", "0-1 line end 1 begins ends, 1-1 line end 0 begins ends");
    row("\n\n", "0-1 line end 1 begins ends, 1-2 line end 1 begins ends, 2-2 line end 0 begins ends");
    row("a\r\nb", "0-3 line end 2 begins ends, 3-4 line end 0 begins ends");
    row("\r\n", "0-2 line end 2 begins ends, 2-2 line end 0 begins ends");
    row("a\rb\n", "0-4 line end 1 begins ends, 4-4 line end 0 begins ends");
    row("a\r\r\n", "0-4 line end 2 begins ends, 4-4 line end 0 begins ends");
    row("a\r", "0-2 line end 0 begins ends");
    row(QByteArray("\0\n\0", 3), "0-2 line end 1 begins ends, 2-3 line end 0 begins ends");
}

void LineScannerTest::smallFiles()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, segments);
    const Snapshot snapshot = snapshotOf(bytesOf(text.toStdString()));
    const LineScanner scanner(snapshot, Encoding(), NewlineCode());
    std::string actual;
    for (std::optional<Segment> s = scanner.segmentAt(ByteOffset(0)); s; s = scanner.next(*s))
        actual += (actual.empty() ? "" : ", ") + describe(*s);
    QCOMPARE(actual, segments.toStdString());
}

void LineScannerTest::lineOfExactlyOneSegment()
{
    for (const char* lineEnd : {"", "\n", "\r\n"}) {
        const std::string text = std::string(step, 'x') + lineEnd;
        const LineScanner scanner(snapshotOf(bytesOf(text)), Encoding(), NewlineCode());
        const auto size = static_cast<std::int64_t>(text.size());
        COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(5)), segment(0, size, size - step, true, true));
    }
}

void LineScannerTest::longLineIsCutAtMultiples()
{
    const std::string text = "first\n" + std::string(3 * step, 'x') + "\nlast";
    const LineScanner scanner(snapshotOf(bytesOf(text)), Encoding(), NewlineCode());
    // The first multiple that has 16 KiB of the line before it is the second one.
    COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(100)), segment(6, 2 * step, 0, true, false));
    COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(2 * step)), segment(2 * step, 3 * step, 0, false, false));
    COMPARE_SEGMENTS(
        scanner.segmentAt(ByteOffset(3 * step)), segment(3 * step, 3 * step + 7, 1, false, true));
}

void LineScannerTest::cutsKeepGraphemesWhole()
{
    // A family of four, a flag, a letter with marks, a Korean syllable in parts, at all places around the
    // cut.
    for (const QString& cluster : {QString("👩‍👩‍👧‍👦"), QString("🇩🇪"),
             QString("e\u0301\u0302"), QString("\u1112\u1161\u11ab"), QString("é"), QString("क्षि")}) {
        const QByteArray utf8 = cluster.toUtf8();
        for (int before = 0; before <= utf8.size(); ++before) {
            const QByteArray text = QByteArray(step - before, 'x') + utf8 + QByteArray(100, 'y');
            const LineScanner scanner(snapshotOf(bytesOf(text.toStdString())), Encoding(), NewlineCode());
            const std::int64_t cut = before == 0 ? step : step - before + utf8.size();
            COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(step - 1)), segment(0, cut, 0, true, false));
            COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(cut)), segment(cut, text.size(), 0, false, true));
        }
    }
}

void LineScannerTest::cutsKeepCharactersWholeInEndlessGraphemes()
{
    QByteArray text = "a";
    while (text.size() < 3 * step)
        text += "\u0301";
    const LineScanner scanner(snapshotOf(bytesOf(text.toStdString())), Encoding(), NewlineCode());
    // Marks of two bytes at odd places: the first border between characters is one byte behind the multiple.
    COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(7)), segment(0, step + 1, 0, true, false));
    COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(step)), segment(0, step + 1, 0, true, false));
    COMPARE_SEGMENTS(
        scanner.segmentAt(ByteOffset(step + 1)), segment(step + 1, 2 * step + 1, 0, false, false));
}

void LineScannerTest::lineEndIsNeverCutOff()
{
    for (const char* lineEnd : {"\n", "\r\n"}) {
        const auto ends = static_cast<std::int64_t>(std::strlen(lineEnd));
        for (std::int64_t content = 2 * step - 4; content <= 2 * step + 4; ++content) {
            const std::string text = std::string(static_cast<std::size_t>(content), 'x') + lineEnd + "next";
            const LineScanner scanner(snapshotOf(bytesOf(text)), Encoding(), NewlineCode());
            const std::int64_t cut = content <= 2 * step ? step : 2 * step;
            COMPARE_SEGMENTS(
                scanner.segmentAt(ByteOffset(content)), segment(cut, content + ends, ends, false, true));
            COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(content + ends - 1)),
                segment(cut, content + ends, ends, false, true));
        }
    }
}

void LineScannerTest::positionsAreClamped()
{
    const LineScanner scanner(snapshotOf(bytesOf("one\ntwo")), Encoding(), NewlineCode());
    COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(-5)), segment(0, 4, 1, true, true));
    COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset::max()), segment(4, 7, 0, true, true));
    QCOMPARE(scanner.lineBegin(ByteOffset::max(), ByteCount::max()), ByteOffset(4));
    QCOMPARE(scanner.lineEnd(ByteOffset::max(), ByteCount::max()), ByteOffset(7));
}

void LineScannerTest::agreesWithNaiveSplitter_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<int>("value");
    for (const char* name : {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "windows-1252",
             "windows-874", "Shift_JIS", "GB18030", "EUC-JP"}) {
        QTest::addRow("%s, LF", name) << QByteArray(name) << int('\n');
        QTest::addRow("%s, CR", name) << QByteArray(name) << int('\r');
    }
    QTest::newRow("EBCDIC") << QByteArray("IBM037") << 0x15;
    QTest::newRow("EBCDIC with LF") << QByteArray("IBM1047") << 0x25;
}

void LineScannerTest::agreesWithNaiveSplitter()
{
    QFETCH(const QByteArray, encoding);
    QFETCH(const int, value);
    const Encoding text = encodingNamed(encoding.toStdString());
    NewlineCode newline = text.newline();
    newline.value = static_cast<std::uint8_t>(value);
    std::mt19937_64 random = randomGenerator();
    for (int round = 0; round < testing::rounds(12); ++round) {
        compare(randomLines(random, text), text, newline, random);
        if (QTest::currentTestFailed())
            return;
    }
}

void LineScannerTest::compare(
    const std::vector<std::byte>& bytes, Encoding encoding, NewlineCode newline, std::mt19937_64& random)
{
    const std::vector<Segment> expected = naiveSegments(bytes, encoding, newline);
    const LineScanner scanner(snapshotOf(bytes), encoding, newline);
    std::optional<Segment> forward = scanner.segmentAt(ByteOffset(0));
    for (const Segment& s : expected) {
        COMPARE_SEGMENTS(forward, std::optional(s));
        forward = scanner.next(*forward);
    }
    QVERIFY(!forward);
    std::optional<Segment> backward = scanner.segmentAt(ByteOffset::max());
    for (auto s = expected.rbegin(); s != expected.rend(); ++s) {
        COMPARE_SEGMENTS(backward, std::optional(*s));
        backward = scanner.previous(*backward);
    }
    QVERIFY(!backward);
    // Every byte of a segment leads to it; of many segments, some are tried.
    const std::size_t stride = 1 + expected.size() / 200;
    for (std::size_t i = 0; i < expected.size(); i += stride) {
        const Segment& s = expected[i];
        const std::int64_t first = s.range.begin().value();
        const std::int64_t last = std::max(first, s.range.end().value() - 1);
        for (const std::int64_t offset : {first, std::min(first + 1, last), (first + last) / 2,
                 std::max(first, last - 1), last, between(random, first, last)})
            COMPARE_SEGMENTS(scanner.segmentAt(ByteOffset(offset)), s);
    }
}

// Whatever the bytes: segments follow one another without a gap, none is too long, and each leads back.
void LineScannerTest::randomBytesInEveryEncoding()
{
    std::mt19937_64 random = randomGenerator();
    for (const Encoding encoding : Encoding::all()) {
        std::vector<std::byte> bytes
            = randomBytes(random, static_cast<std::size_t>(between(random, 1, 6 * step)));
        // Few newlines, or none.
        const std::uint64_t kept = random() % 3;
        for (std::byte& byte : bytes) {
            if (std::to_integer<int>(byte) < 0x30 && (kept == 0 || random() % 4000 > kept))
                byte = std::byte{0xa5};
        }
        const LineScanner scanner(snapshotOf(bytes), encoding, encoding.newline());
        ByteOffset end;
        std::optional<Segment> last;
        for (std::optional<Segment> s = scanner.segmentAt(end); s; s = scanner.next(*s)) {
            QVERIFY2(s->range.begin() == end, encoding.name().data());
            QVERIFY2(s->range.count().value() <= 2 * step + 300, encoding.name().data());
            QVERIFY2(scanner.previous(*s) == last, encoding.name().data());
            QVERIFY2(s->lineEnd <= s->range.count(), encoding.name().data());
            end = s->range.end();
            last = s;
        }
        QCOMPARE(end.value(), std::ssize(bytes));
    }
}

void LineScannerTest::lineBeginAndEnd()
{
    const LineScanner scanner(snapshotOf(bytesOf("one\r\ntwo\n\nfour")), Encoding(), NewlineCode());
    const auto begin = [&](std::int64_t at, std::int64_t limit) {
        return scanner.lineBegin(ByteOffset(at), ByteCount(limit));
    };
    const auto end = [&](std::int64_t at, std::int64_t limit) {
        return scanner.lineEnd(ByteOffset(at), ByteCount(limit));
    };
    QCOMPARE(begin(0, 0), ByteOffset(0));
    QCOMPARE(begin(2, 2), ByteOffset(0));
    QVERIFY(!begin(2, 1));
    QCOMPARE(begin(4, 9), ByteOffset(0)); // the LF belongs to its line
    QCOMPARE(begin(5, 0), ByteOffset(5));
    QCOMPARE(begin(7, 2), ByteOffset(5));
    QVERIFY(!begin(7, 1));
    QCOMPARE(begin(9, 0), ByteOffset(9)); // an empty line
    QCOMPARE(begin(14, 4), ByteOffset(10));
    QCOMPARE(end(0, 3), ByteOffset(3));
    QVERIFY(!end(0, 2));
    QCOMPARE(end(4, 0), ByteOffset(3)); // on the LF, its CR begins the line end
    QCOMPARE(end(3, 0), ByteOffset(3));
    QCOMPARE(end(9, 0), ByteOffset(9));
    QCOMPARE(end(10, 4), ByteOffset(14));
    QVERIFY(!end(10, 3));
    QCOMPARE(end(14, 0), ByteOffset(14));
}

void LineScannerTest::lineBeginAndEndAgreeWithSegments()
{
    std::mt19937_64 random = randomGenerator();
    for (const char* name : {"UTF-8", "UTF-16BE", "UTF-32LE"}) {
        const Encoding encoding = encodingNamed(name);
        const std::vector<std::byte> bytes = randomLines(random, encoding);
        const LineScanner scanner(snapshotOf(bytes), encoding, encoding.newline());
        ByteOffset lineBegin;
        std::vector<Segment> line;
        for (const Segment& s : naiveSegments(bytes, encoding, encoding.newline())) {
            lineBegin = s.beginsLine ? s.range.begin() : lineBegin;
            line.push_back(s);
            if (!s.endsLine)
                continue;
            const ByteCount far = ByteCount::max();
            for (const Segment& part : line) {
                const ByteOffset middle = part.range.begin() + part.range.count() / 2;
                QCOMPARE(scanner.lineBegin(middle, far), lineBegin);
                QCOMPARE(scanner.lineBegin(middle, middle - lineBegin), lineBegin);
                QCOMPARE(scanner.lineEnd(middle, far), s.content().end());
                if (middle > lineBegin)
                    QVERIFY(!scanner.lineBegin(middle, middle - lineBegin - ByteCount(1)));
                if (middle < s.content().end())
                    QVERIFY(!scanner.lineEnd(middle, s.content().end() - middle - ByteCount(1)));
            }
            line.clear();
        }
    }
}

QTEST_APPLESS_MAIN(LineScannerTest)
#include "LineScannerTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Where times are in logs, against a look at every line.

#include "core/text/TimeBuckets.h"

#include "HugeSource.h"
#include "TextTesting.h"
#include "tests/support/Rounds.h"

#include <QDateTime>
#include <QTest>
#include <QTimeZone>
#include <algorithm>

using namespace megascope;
using namespace megascope::texttesting;
using namespace std::chrono_literals;

namespace {

LogTime timeOf(qint64 milliseconds)
{
    return LogTime(std::chrono::milliseconds(milliseconds));
}

// A line of a generated log.
struct GeneratedLine {
    std::int64_t begin = 0;
    std::optional<LogTime> time;
};

struct GeneratedLog {
    std::string text;
    std::vector<GeneratedLine> lines;

    [[nodiscard]] TimedLines timed(LogTime latest = timeOf(1'900'000'000'000)) const
    {
        const Snapshot snapshot = snapshotOf(bytesOf(text));
        const std::optional<TimestampFormat> format = detectTimestamps(snapshot, TextFormat(), latest);
        if (!format)
            qFatal("the times of the log were not recognised");
        return {snapshot, TextFormat(), *format};
    }
};

struct LogMake {
    int lines = 0;
    int untimed = 0; // of a hundred
    int disorder = 0; // milliseconds
    int longLines = 0; // of a thousand
};

GeneratedLog makeLog(std::mt19937_64& random, const LogMake& make)
{
    GeneratedLog log;
    qint64 now = 1'704'067'200'000 + between(random, 0, 1'000'000'000);
    for (int i = 0; i < make.lines; ++i) {
        GeneratedLine line{std::int64_t(log.text.size()), {}};
        if (i > 0 && between(random, 0, 99) < make.untimed) {
            log.text
                += "    at some.place.in.a.Trace(File.java:" + std::to_string(between(random, 1, 999)) + ")";
        } else {
            now += between(random, 0, 9) == 0 ? between(random, 0, 60'000) : between(random, 0, 3);
            const qint64 shown = now - between(random, 0, make.disorder);
            line.time = timeOf(shown);
            log.text += QDateTime::fromMSecsSinceEpoch(shown, QTimeZone::UTC)
                            .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"))
                            .toStdString()
                + " INFO something";
        }
        const bool isLong = between(random, 0, 999) < make.longLines;
        log.text.append(std::size_t(between(random, 0, isLong ? 200'000 : 80)), 'x');
        log.text += '\n';
        log.lines.push_back(line);
    }
    return log;
}

std::int64_t beginOf(const std::optional<TimedLine>& line)
{
    return line ? line->begin.value() : -1;
}

} // namespace

class TimeSearchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void otherEncodings();
    void findsWhatALookAtEveryLineFinds();
    void disorderHasAnAnswer();
    void readsLittleOfMuch();
    void holesAndUnreadablePartsArePassed();
    void bucketsHoldWhatALookAtEveryLineCounts();
};

void TimeSearchTest::otherEncodings()
{
    for (const char* name : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "IBM037", "Shift_JIS", "windows-1252"}) {
        const Encoding encoding = encodingNamed(name);
        std::vector<std::byte> bytes;
        std::vector<std::int64_t> begins;
        for (int i = 0; i < 3000; ++i) {
            begins.push_back(std::ssize(bytes));
            QString line = QDateTime::fromSecsSinceEpoch(1'704'164'645 + i, QTimeZone::UTC)
                               .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"))
                + QStringLiteral(" text\n");
            const std::vector<std::byte> spelling = encoded(line, name);
            bytes.insert(bytes.end(), spelling.begin(), spelling.end());
        }
        const Snapshot snapshot = snapshotOf(bytes);
        const TextFormat text = detectTextFormat(snapshot, encoding);
        const std::optional<TimestampFormat> format = detectTimestamps(snapshot, text, LogTime());
        QVERIFY2(format, name);
        const TimedLines lines(snapshot, text, *format);
        for (const int i : {0, 1, 1499, 2998, 2999}) {
            const TimeFound found
                = searchTime(lines, timeOf((1'704'164'645'000 + i * 1000) - 500), snapshot.all());
            QCOMPARE(beginOf(found.at), begins.at(std::size_t(i)));
        }
    }
}

void TimeSearchTest::findsWhatALookAtEveryLineFinds()
{
    auto random = randomGenerator();
    for (int round = 0; round < testing::rounds(60); ++round) {
        const LogMake make{.lines = int(between(random, 1, 6000)),
            .untimed = int(between(random, 0, 1)) * int(between(random, 0, 95)),
            .longLines = int(between(random, 0, 1)) * 3};
        const GeneratedLog log = makeLog(random, make);
        const TimedLines lines = log.timed();
        for (int query = 0; query < 20; ++query) {
            const GeneratedLine& near
                = log.lines.at(std::size_t(between(random, 0, std::ssize(log.lines) - 1)));
            const LogTime time = near.time.value_or(*log.lines.front().time)
                + std::chrono::milliseconds(between(random, -2, 2) * between(random, 0, 1));
            std::int64_t at = -1;
            std::int64_t before = -1;
            for (const GeneratedLine& line : log.lines) {
                if (line.time && *line.time >= time) {
                    at = line.begin;
                    break;
                }
                before = line.time ? line.begin : before;
            }
            const TimeFound found = searchTime(lines, time, lines.snapshot().all());
            QCOMPARE(beginOf(found.at), at);
            QCOMPARE(beginOf(found.before), before);
        }
        const std::optional<TimeSpan> span = timeSpan(lines);
        QVERIFY(span);
        QVERIFY(span->first.time == log.lines.front().time);
        const auto last = std::ranges::find_if(
            log.lines.rbegin(), log.lines.rend(), [](const auto& line) { return line.time.has_value(); });
        QCOMPARE(span->last.begin.value(), last->begin);
        const ByteOffset place(between(random, 0, std::int64_t(log.text.size())));
        std::int64_t holding = -1;
        for (const GeneratedLine& line : log.lines)
            holding = line.time && line.begin <= place.value() ? line.begin : holding;
        QCOMPARE(beginOf(lines.lineFor(place)), holding);
    }
}

void TimeSearchTest::disorderHasAnAnswer()
{
    auto random = randomGenerator();
    for (int round = 0; round < testing::rounds(30); ++round) {
        const LogMake make{.lines = int(between(random, 1, 5000)), .untimed = 30, .disorder = 50'000};
        const GeneratedLog log = makeLog(random, make);
        const TimedLines lines = log.timed();
        std::vector<GeneratedLine> timed;
        std::ranges::copy_if(
            log.lines, std::back_inserter(timed), [](const auto& line) { return line.time.has_value(); });
        for (int query = 0; query < 20; ++query) {
            const LogTime time = *timed.at(std::size_t(between(random, 0, std::ssize(timed) - 1))).time;
            const TimeFound found = searchTime(lines, time, lines.snapshot().all());
            const auto at = std::ranges::find(timed, beginOf(found.at), &GeneratedLine::begin);
            QVERIFY(!found.at || at->time >= time);
            const auto next = found.at ? at : timed.end();
            if (next != timed.begin())
                QVERIFY(std::prev(next)->time < time);
            QCOMPARE(beginOf(found.before), next != timed.begin() ? std::prev(next)->begin : -1);
        }
    }
}

void TimeSearchTest::readsLittleOfMuch()
{
    auto random = randomGenerator();
    const GeneratedLog log = makeLog(random, {.lines = 50'000 * testing::rounds(5)});
    const auto source = std::make_shared<HugeSource>(ByteCount(std::ssize(log.text)));
    source->addIsland(0, bytesOf(log.text));
    const Snapshot snapshot(source, source->size(), Revision());
    const auto format = detectTimestamps(snapshot, TextFormat(), LogTime());
    QVERIFY(format);
    const TimedLines lines(snapshot, TextFormat(), *format);
    const std::int64_t before = source->bytesRead();
    const TimeFound found = searchTime(lines, *log.lines[log.lines.size() / 3].time, snapshot.all());
    QVERIFY(found.at);
    QVERIFY2(
        source->bytesRead() - before < 512 * 1024, qPrintable(QString::number(source->bytesRead() - before)));
}

void TimeSearchTest::holesAndUnreadablePartsArePassed()
{
    auto random = randomGenerator();
    const GeneratedLog first = makeLog(random, {.lines = 5000});
    GeneratedLog second = makeLog(random, {.lines = 5000});
    // The second part is later than the first.
    for (std::size_t at = second.text.find("2024-"); at != std::string::npos;
        at = second.text.find("\n2024-", at)) {
        at += second.text[at] == '\n' ? 1 : 0;
        second.text.replace(at, 4, "2028");
    }
    constexpr std::int64_t terabyte = std::int64_t(1) << 40;
    auto source = std::make_shared<HugeSource>(ByteCount(8 * terabyte));
    source->addIsland(0, bytesOf(first.text));
    source->addIsland(5 * terabyte, bytesOf("\n" + second.text));
    source->makeUnreadable({ByteOffset(100'000), ByteCount(50'000)});
    const Snapshot snapshot(source, source->size(), Revision());
    const auto format = detectTimestamps(snapshot, TextFormat(), LogTime());
    QVERIFY(format);
    const TimedLines lines(snapshot, TextFormat(), *format);
    const auto span = timeSpan(lines);
    QVERIFY(span);
    QCOMPARE(span->first.begin.value(), 0);
    QCOMPARE(span->last.begin.value(), 5 * terabyte + 1 + second.lines.back().begin);
    for (int query = 0; query < 30; ++query) {
        const GeneratedLine& line = first.lines.at(std::size_t(between(random, 1, 4999)));
        if (line.begin >= 99'000 && line.begin < 151'000)
            continue;
        const TimeFound found = searchTime(lines, *line.time, snapshot.all());
        const auto expected = std::ranges::find_if(
            first.lines, [&](const GeneratedLine& candidate) { return candidate.time >= line.time; });
        QCOMPARE(beginOf(found.at), expected->begin);
    }
    const TimeFound between = searchTime(lines, timeOf(1'760'000'000'000), snapshot.all());
    QCOMPARE(beginOf(between.at), 5 * terabyte + 1);
    QCOMPARE(beginOf(between.before), first.lines.back().begin);
}

void TimeSearchTest::bucketsHoldWhatALookAtEveryLineCounts()
{
    auto random = randomGenerator();
    for (int round = 0; round < testing::rounds(40); ++round) {
        const GeneratedLog log = makeLog(random,
            {.lines = int(between(random, 1, 8000)), .untimed = int(between(random, 0, 60)), .longLines = 1});
        const TimedLines lines = log.timed();
        const auto span = timeSpan(lines);
        QVERIFY(span);
        Progress progress;
        const std::int64_t most = between(random, 2, 200);
        const TimeBuckets buckets = cutIntoBuckets(lines, span->first.time, span->last.time, most, progress);
        QVERIFY(buckets.count() >= 1 && std::int64_t(buckets.count()) <= most);
        QCOMPARE(progress.done.load(), progress.total.load());
        QVERIFY(buckets.begin <= span->first.time && buckets.end() > span->last.time);
        std::vector<int> expected(buckets.count());
        std::size_t bucket = 0;
        for (const GeneratedLine& line : log.lines) {
            if (line.time)
                bucket = std::size_t((*line.time - buckets.begin) / buckets.step);
            ++expected.at(bucket);
        }
        for (std::size_t i = 0; i < buckets.count(); ++i) {
            const auto from = std::size_t(buckets.borders[i].value());
            const auto to = std::size_t(buckets.borders[i + 1].value());
            QCOMPARE(std::count(log.text.begin() + std::ptrdiff_t(from),
                         log.text.begin() + std::ptrdiff_t(to), '\n'),
                expected[i]);
        }
    }
    QVERIFY(bucketStep(0ns, 10) == 1us);
    QVERIFY(bucketStep(1h, 10) == 10min);
    QVERIFY(bucketStep(24h, 200) == 10min);
}

QTEST_GUILESS_MAIN(TimeSearchTest)
#include "TimeSearchTest.moc"

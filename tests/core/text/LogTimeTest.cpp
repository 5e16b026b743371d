// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Times in logs: how they are spelled, against QDateTime, and what they mean.

#include "core/text/TimeQuery.h"
#include "core/text/TimeSearch.h"

#include "TextTesting.h"
#include "tests/support/Rounds.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>
#include <QTimeZone>
#include <algorithm>
#include <array>

using namespace megascope;
using namespace megascope::texttesting;
using namespace std::chrono_literals;

namespace {

LogTime timeOf(qint64 milliseconds)
{
    return LogTime(std::chrono::milliseconds(milliseconds));
}

// Nanoseconds; the largest number for none.
qint64 valueOf(const std::optional<LogTime>& time)
{
    return time ? qint64(time->time_since_epoch().count()) : std::numeric_limits<qint64>::max();
}

std::optional<TimestampFormat> guess(const QByteArray& line)
{
    const std::vector<std::string> heads(3, line.toStdString());
    return guessTimestampFormat(heads);
}

std::int64_t beginOf(const std::optional<TimedLine>& line)
{
    return line ? line->begin.value() : -1;
}

} // namespace

class LogTimeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void spellings_data();
    void spellings();
    void whatIsNoTime_data();
    void whatIsNoTime();
    void agreesWithQt();
    void theFormatThatMostLinesBear();
    void timesWithoutAYearAscendOverNewYear();
    void timesOfDayPassMidnight();
    void queries_data();
    void queries();
    void texts();
};

void LogTimeTest::spellings_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("expected"); // ISO, UTC
    QTest::addColumn<qint64>("nanoseconds"); // of the second
    const auto row = [](const char* line, const char* expected, qint64 nanoseconds = 0) {
        QTest::newRow(line) << QByteArray(line) << QString::fromLatin1(expected) << nanoseconds;
    };
    row("2024-01-02T03:04:05Z text", "2024-01-02T03:04:05Z");
    row("2024-01-02T03:04:05.678Z", "2024-01-02T03:04:05Z", 678'000'000);
    row("2024-01-02 03:04:05,678 - root - INFO", "2024-01-02T03:04:05Z", 678'000'000);
    row("2024-01-02T03:04:05.123456789+02:00 text", "2024-01-02T01:04:05Z", 123'456'789);
    row("[2024-01-02T03:04:05-0130] text", "2024-01-02T04:34:05Z");
    row("2024-01-02 03:04:05 +0100 text", "2024-01-02T02:04:05Z");
    row("2024-01-02 03:04:05.678 UTC [77] LOG:", "2024-01-02T03:04:05Z", 678'000'000);
    row("2024/01/02 03:04:05 [error] 31#31: *1", "2024-01-02T03:04:05Z");
    row("INFO  2024-02-29 23:59:59 leap day", "2024-02-29T23:59:59Z");
    row("host-7 app[4]: 2024-01-02 03:04 short", "2024-01-02T03:04:00Z");
    row("20240102T030405.5Z basic", "2024-01-02T03:04:05Z", 500'000'000);
    row("level=info ts=2024-01-02T03:04:05Z caller=x", "2024-01-02T03:04:05Z");
    row("\x1b[32m2024-01-02 03:04:05\x1b[0m coloured", "2024-01-02T03:04:05Z");
    row("2016-12-31T23:59:60Z leap second", "2017-01-01T00:00:00Z");
    row("1969-12-31T23:59:59.5Z before", "1969-12-31T23:59:59Z", 500'000'000);
    row("127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /\"", "2000-10-10T20:55:36Z");
    row("time:28/Feb/2013:12:00:00 +0900\thost:x", "2013-02-28T03:00:00Z");
    row("var/app.log:2024-01-02 03:04:05 x", "2024-01-02T03:04:05Z");
    row("Tue, 15 Nov 1994 08:12:31 GMT", "1994-11-15T08:12:31Z");
    row("Date: Tue, 15 Nov 1994 08:12:31 +0200", "1994-11-15T06:12:31Z");
    row("02-Jan-2024 03:04:05.678 INFO [main]", "2024-01-02T03:04:05Z", 678'000'000);
    row("Tue Nov 15 08:12:31 1994", "1994-11-15T08:12:31Z");
    row("[Fri Sep 09 10:42:29.902022 2011] [core:error]", "2011-09-09T10:42:29Z", 902'022'000);
    row("Tue Nov 15 08:12:31 CEST 1994: x", "1994-11-15T08:12:31Z");
    row("Nov  1 20:55:04 host kernel: [ 12.5] x", "2027-11-01T20:55:04Z");
    row("<13>Nov 21 20:55:04 host", "2027-11-21T20:55:04Z");
    row("Jan 2, 2024 3:04:05 PM org.apache", "2024-01-02T15:04:05Z");
    row("Jan 2, 2024 12:04:05 AM org.apache", "2024-01-02T00:04:05Z");
    row("I0102 15:04:05.678901   42 file.cc:7] x", "2028-01-02T15:04:05Z", 678'901'000);
    row("W20240102 15:04:05.678901   42 file.cc:7] x", "2024-01-02T15:04:05Z", 678'901'000);
    row("[ 1234.567890] usb 1-1: new device", "1970-01-01T00:20:34Z", 567'890'000);
    row("<6>[    0.000001] Linux", "1970-01-01T00:00:00Z", 1'000);
    row("1704164645 text", "2024-01-02T03:04:05Z");
    row("1704164645.678 text", "2024-01-02T03:04:05Z", 678'000'000);
    row("[1704164645678] text", "2024-01-02T03:04:05Z", 678'000'000);
    row("1704164645678901 text", "2024-01-02T03:04:05Z", 678'901'000);
    row("1704164645678901234 text", "2024-01-02T03:04:05Z", 678'901'234);
    row("{\"level\":30,\"time\":1704164645678,\"msg\":\"x\"}", "2024-01-02T03:04:05Z", 678'000'000);
    row("{\"msg\":\"at 2020-01-01 00:00:00\",\"@timestamp\":\"2024-01-02T03:04:05Z\"}",
        "2024-01-02T03:04:05Z");
    row("{\"id\": 1700000000, \"ts\": 1704164645.5}", "2024-01-02T03:04:05Z", 500'000'000);
    row("type=SYSCALL msg=audit(1704164645.678:24287): x", "2024-01-02T03:04:05Z", 678'000'000);
    row("03:04:05.678 text", "1970-01-01T03:04:05Z", 678'000'000);
    row("[03:04:05] text", "1970-01-01T03:04:05Z");
}

void LogTimeTest::spellings()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, expected);
    QFETCH(const qint64, nanoseconds);
    const Snapshot snapshot = snapshotOf(bytesOf(std::string_view(line + "\n" + line + "\n")));
    // As of the end of 2028, or some days before it.
    const LogTime latest = timeOf(
        QDateTime::fromString(QStringLiteral("2028-01-09T00:00:00Z"), Qt::ISODate).toMSecsSinceEpoch());
    const std::optional<TimestampFormat> format = detectTimestamps(snapshot, TextFormat(), latest);
    QVERIFY(format);
    const TimedLines lines(snapshot, TextFormat(), *format);
    const qint64 seconds = QDateTime::fromString(expected, Qt::ISODate).toSecsSinceEpoch();
    QCOMPARE(valueOf(lines.timeOf(ByteOffset(0))), seconds * 1'000'000'000 + nanoseconds);
    QCOMPARE(valueOf(lines.timeOf(ByteOffset(line.size() + 1))), seconds * 1'000'000'000 + nanoseconds);
}

void LogTimeTest::whatIsNoTime_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("hasTimeOfDay"); // which is what is left where the date is none
    for (const char* line : {"", "text", "2023-02-29T00:00:00Z", "2024-01-02 24:04:05", "2024-01-02",
             "1234567890123456789012 x", "x 1704164645 text", "00:11:22:33:44:55 mac", "3:04:05x", "25:00:00",
             "9999-12-31T00:00:00Z", "9999999999 x", "[12.5 x"})
        QTest::newRow(line) << QByteArray(line) << false;
    for (const char* line : {"2024-13-02 03:04:05", "12024-01-02 03:04:05", "v1.2024-01-02 03:04:05",
             "Nov 31 20:55:04 host", "1850-01-01 00:00:00", "I1302 15:04:05.1 x"})
        QTest::newRow(line) << QByteArray(line) << true;
}

void LogTimeTest::whatIsNoTime()
{
    QFETCH(const QByteArray, line);
    QFETCH(const bool, hasTimeOfDay);
    const std::optional<TimestampFormat> format = guess(line);
    QCOMPARE(format.has_value(), hasTimeOfDay);
    QVERIFY(!format || format->spelling() == TimeSpelling::TimeOfDay);
}

void LogTimeTest::agreesWithQt()
{
    auto random = randomGenerator();
    const QLocale english = QLocale::c();
    constexpr std::array formats{"yyyy-MM-dd HH:mm:ss.zzz", "yyyy/MM/dd HH:mm:ss", "yyyyMMddTHHmmss",
        "dd/MMM/yyyy:HH:mm:ss", "ddd, dd MMM yyyy HH:mm:ss", "ddd MMM d HH:mm:ss yyyy",
        "dd-MMM-yyyy HH:mm:ss.zzz", "MMM d, yyyy h:mm:ss AP"};
    for (int round = 0; round < testing::rounds(20'000); ++round) {
        const qint64 earliest = QDateTime(QDate(1920, 1, 2), QTime(), QTimeZone::UTC).toMSecsSinceEpoch();
        const qint64 latest = QDateTime(QDate(2199, 12, 31), QTime(), QTimeZone::UTC).toMSecsSinceEpoch();
        const qint64 moment = between(random, earliest, latest - 1);
        const char* format = formats.at(std::size_t(between(random, 0, std::ssize(formats) - 1)));
        const qint64 unit = QByteArray(format).contains("zzz") ? 1 : 1000;
        const int zone = int(between(random, -12, 14)) * 60;
        const bool hasZone = !QByteArray(format).endsWith('y') && !QByteArray(format).endsWith("AP")
            && between(random, 0, 1) == 1;
        const QDateTime shown
            = QDateTime::fromMSecsSinceEpoch(moment + (hasZone ? qint64(zone) * 60'000 : 0), QTimeZone::UTC);
        QString text = english.toString(shown, QString::fromLatin1(format));
        if (hasZone)
            text += QString::asprintf(" %c%02d%02d", zone < 0 ? '-' : '+', std::abs(zone) / 60, 0);
        const QByteArray line = QByteArray(between(random, 0, 1) ? "[" : "") + text.toLatin1() + "] x";
        const std::optional<TimestampFormat> guessed = guess(line);
        QVERIFY2(guessed, line.constData());
        qint64 rest = moment % unit;
        rest = rest < 0 ? rest + unit : rest;
        QVERIFY2(valueOf(guessed->timeIn(line.toStdString())) == (moment - rest) * 1'000'000,
            (line + " is not " + QByteArray::number(moment)).constData());
    }
}

void LogTimeTest::theFormatThatMostLinesBear()
{
    std::vector<std::string> heads;
    for (int i = 0; i < 40; ++i) {
        heads.emplace_back("2024-01-02 03:04:05 INFO seen at 11:12:13");
        heads.emplace_back("    at 11:12:13 in some trace");
        heads.emplace_back(i % 10 == 0 ? "ERROR 2024-01-02 03:04:06 x" : "    of 2020-01-01 00:00:00");
    }
    const std::optional<TimestampFormat> format = guessTimestampFormat(heads);
    QVERIFY(format);
    QVERIFY(format->spelling() == TimeSpelling::YearFirst);
    QVERIFY(format->timeIn("2024-01-02 03:04:05 INFO"));
    QVERIFY(format->timeIn("ERROR 2024-01-02 03:04:06"));
    // Where no line bears its time, one of its words is none.
    QVERIFY(!format->timeIn("something was done 2024-01-02 03:04:06"));
    // Behind names of any length they may be anywhere.
    heads.clear();
    for (std::size_t i = 0; i < 200; ++i)
        heads.push_back(std::string(i % 60, 'h') + " - - [10/Oct/2000:13:55:36 -0700] \"GET /\"");
    const std::optional<TimestampFormat> access = guessTimestampFormat(heads);
    QVERIFY(access);
    QVERIFY(access->timeIn(std::string(100, 'h') + " - - [10/Oct/2000:13:55:36 -0700] \"GET /\""));
    QCOMPARE(access->zone().count(), -420);
    // A time here and there makes no log.
    std::vector<std::string> prose(500, "some words");
    prose.emplace_back("2024-01-02 03:04:05");
    QVERIFY(!guessTimestampFormat(prose));
}

void LogTimeTest::timesWithoutAYearAscendOverNewYear()
{
    std::string text;
    std::vector<std::int64_t> begins;
    const QDateTime first(QDate(2024, 11, 20), QTime(12, 0), QTimeZone::UTC);
    std::vector<qint64> times;
    for (int hour = 0; hour < 24 * 120; ++hour) {
        const QDateTime now = first.addSecs(qint64(hour) * 3600);
        begins.push_back(std::int64_t(text.size()));
        times.push_back(now.toMSecsSinceEpoch() * 1'000'000);
        text += QLocale::c().toString(now, QStringLiteral("MMM dd HH:mm:ss")).toStdString() + " host x\n";
    }
    // Read in May 2025, and once more two years later: the latest years that are not after it.
    for (const int years : {0, 1, 2}) {
        const Snapshot snapshot = snapshotOf(bytesOf(text));
        const qint64 latest
            = QDateTime(QDate(2025 + years, 5, 1), QTime(), QTimeZone::UTC).toMSecsSinceEpoch();
        const std::optional<TimestampFormat> format
            = detectTimestamps(snapshot, TextFormat(), timeOf(latest));
        QVERIFY(format);
        const TimedLines lines(snapshot, TextFormat(), *format);
        qint64 before = 0;
        for (std::size_t i = 0; i < begins.size(); ++i) {
            const qint64 time = valueOf(lines.timeOf(ByteOffset(begins[i])));
            if (years == 0)
                QCOMPARE(time, times[i]);
            QVERIFY(time > before);
            before = time;
        }
        const auto query = TimeQuery::parse("Feb 1 00:30");
        QVERIFY(query);
        const TimeFound found
            = searchTime(lines, query->meaning(*format, lines.format().windowBegin()), snapshot.all());
        QVERIFY(found.at);
        const std::size_t line
            = std::size_t(std::ranges::find(begins, found.at->begin.value()) - begins.begin());
        QCOMPARE(text.substr(std::size_t(begins[line]), 15), std::string("Feb 01 01:00:00"));
    }
}

void LogTimeTest::timesOfDayPassMidnight()
{
    std::string text;
    for (int minute = 20 * 60; minute < 40 * 60; ++minute)
        text += QString::asprintf("%02d:%02d:00 x\n", minute / 60 % 24, minute % 60).toStdString();
    const Snapshot snapshot = snapshotOf(bytesOf(text));
    const std::optional<TimestampFormat> format = detectTimestamps(snapshot, TextFormat(), timeOf(0));
    QVERIFY(format);
    const TimedLines lines(snapshot, TextFormat(), *format);
    for (const int minute : {1200, 1439, 1440, 1500, 2399}) {
        const QByteArray time = QString::asprintf("%02d:%02d:00", minute / 60 % 24, minute % 60).toLatin1();
        const auto query = TimeQuery::parse(std::string_view(time));
        QVERIFY(query);
        const TimeFound found = searchTime(lines, query->meaning(*format, LogTime()), snapshot.all());
        QCOMPARE(beginOf(found.at), (minute - 1200) * 11);
    }
    const auto last = lines.timeOf(ByteOffset(11 * (1439 - 1200)));
    const auto next = lines.timeOf(ByteOffset(11 * (1440 - 1200)));
    QVERIFY(format->difference(*last, *next) == 1min);
}

void LogTimeTest::queries_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected"); // empty: refused
    const auto row = [](const char* text, const char* expected) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(expected);
    };
    // Beside a line of 2024-03-10T12:00:00Z, in a log whose zone is +01:00.
    row("2024-01-02 03:04", "2024-01-02T02:04:00.000Z");
    row("2024-01-02 03:04:05.678", "2024-01-02T02:04:05.678Z");
    row("2024-01-02T03:04:05Z", "2024-01-02T03:04:05.000Z");
    row("2024-01-02", "2024-01-01T23:00:00.000Z");
    row("10/Oct/2000:13:55:36 -0700", "2000-10-10T20:55:36.000Z");
    row("Nov 21 20:55", "2024-11-21T19:55:00.000Z");
    row("21 Nov 2023 20:55", "2023-11-21T19:55:00.000Z");
    row("03:04:05", "2024-03-10T02:04:05.000Z");
    row("03:04", "2024-03-10T02:04:00.000Z");
    row("1704164645", "2024-01-02T03:04:05.000Z");
    row("+5m", "2024-03-10T12:05:00.000Z");
    row("-1h30m", "2024-03-10T10:30:00.000Z");
    row(" +1h 30 min 0.25s ", "2024-03-10T13:30:00.250Z");
    row("-2d", "2024-03-08T12:00:00.000Z");
    row("+1w", "2024-03-17T12:00:00.000Z");
    row("+250ms", "2024-03-10T12:00:00.250Z");
    for (const char* bad : {"", "+", "-", "+5", "5m", "+5x", "+99999d", "+5m x", "2024-13-01", "25:00", "abc",
             "+1e5s", "2024-01-02 03:04:05 x", "12345678901"})
        row(bad, "");
}

void LogTimeTest::queries()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, expected);
    const std::optional<TimeQuery> query = TimeQuery::parse(std::string_view(text));
    QCOMPARE(query.has_value(), !expected.isEmpty());
    if (!query)
        return;
    TimestampFormat format(TimeSpelling::YearFirst, {0});
    format.setZone(1h);
    const qint64 here = QDateTime(QDate(2024, 3, 10), QTime(12, 0), QTimeZone::UTC).toMSecsSinceEpoch();
    const LogTime meant = query->meaning(format, timeOf(here));
    QCOMPARE(
        QDateTime::fromMSecsSinceEpoch(
            std::chrono::floor<std::chrono::milliseconds>(meant).time_since_epoch().count(), QTimeZone::UTC)
            .toString(Qt::ISODateWithMs),
        expected);
}

void LogTimeTest::texts()
{
    TimestampFormat format(TimeSpelling::YearFirst, {0});
    format.setZone(2h);
    const LogTime time = timeOf(1'704'164'645'678);
    QCOMPARE(timeText(format, time), std::string("2024-01-02 05:04:05.678"));
    QCOMPARE(timeText(format, timeOf(1'704'164'645'000)), std::string("2024-01-02 05:04:05"));
    QCOMPARE(timeText(TimestampFormat(TimeSpelling::TimeOfDay, {}), time), std::string("03:04:05.678"));
    QCOMPARE(timeText(TimestampFormat(TimeSpelling::SinceBoot, {}), LogTime(1234'567'890us)),
        std::string("1234.567890"));
    QCOMPARE(shortTimeText(format, time, 1min), std::string("05:04"));
    QCOMPARE(shortTimeText(format, timeOf(1'704'146'400'000), 1h), std::string("01-02"));
    QCOMPARE(shortTimeText(format, time, 48h), std::string("2024-01-02"));
    const auto compact = [](std::chrono::nanoseconds difference, const char* expected) {
        const std::string text = compactDifference(difference);
        QCOMPARE(text, std::string(expected));
        QVERIFY(text.size() <= std::size_t(compactDifferenceSize));
    };
    compact(0ns, "+0");
    compact(123us, "+0.000123");
    compact(-1500ms, "-1.500");
    compact(12min + 34s + 567ms, "+12:34.567");
    compact(99h + 59min + 59s, "+99:59:59");
    compact(-(100h + 1ms), "-4d 04h");
    compact(std::chrono::days(20'000) + 5h, "+20000d");
}

QTEST_GUILESS_MAIN(LogTimeTest)
#include "LogTimeTest.moc"

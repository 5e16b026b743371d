// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/Place.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/PlaceFinder.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace megascope;
using namespace std::chrono_literals;

class PlaceTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::unique_ptr<DocumentSession> open(const QByteArray& content)
    {
        const QString path = m_folder.filePath(QStringLiteral("file.txt"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return nullptr;
        file.close();
        auto session = DocumentSession::open(QFile::encodeName(path).toStdString());
        return session ? *std::move(session) : nullptr;
    }

private slots:
    void parsesWhatPeopleWrite_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind"); // -1: an error
        QTest::addColumn<qint64>("value");
        QTest::addColumn<qint64>("column");
        const int line = int(Place::Kind::Line);
        const int offset = int(Place::Kind::Offset);
        QTest::newRow("line") << "120" << line << qint64(119) << qint64(0);
        QTest::newRow("line and column") << "120:8" << line << qint64(119) << qint64(7);
        QTest::newRow("spaces around") << " 3 " << line << qint64(2) << qint64(0);
        QTest::newRow("offset") << "@4096" << offset << qint64(4096) << qint64(0);
        QTest::newRow("hex offset") << "0x1000" << offset << qint64(4096) << qint64(0);
        QTest::newRow("hex offset with sign") << "@0xFF" << offset << qint64(255) << qint64(0);
        QTest::newRow("suffix") << "@2G" << offset << (qint64(2) << 30) << qint64(0);
        QTest::newRow("largest") << "@0x7fffffffffffffff" << offset << std::numeric_limits<qint64>::max()
                                 << qint64(0);
        QTest::newRow("percentage") << "50%" << int(Place::Kind::Percentage) << qint64(50) << qint64(0);
        QTest::newRow("end") << "End" << int(Place::Kind::End) << qint64(0) << qint64(0);
        const int time = int(Place::Kind::Time);
        QTest::newRow("time of day") << "03:04:05" << time << qint64(11'045) << qint64(0);
        QTest::newRow("later") << "+1h30m" << time << qint64(5400) << qint64(0);
        QTest::newRow("date") << "2024-01-02 03:04:05" << time << qint64(11'045) << qint64(0);
        for (const char* bad : {"", "0", "-1", "12:0", "1:2:3", "abc", "@", "@-1", "@9223372036854775808",
                 "0xg", "101%", "-1%", "nan%", "inf%", "%", "9999999999999999999", "@8388608T"})
            QTest::newRow(qPrintable(QStringLiteral("refused: %1").arg(QLatin1String(bad))))
                << bad << -1 << qint64(0) << qint64(0);
    }

    void parsesWhatPeopleWrite()
    {
        QFETCH(QString, text);
        QFETCH(int, kind);
        QFETCH(qint64, value);
        QFETCH(qint64, column);
        const auto place = Place::parse(text);
        QCOMPARE(place.has_value(), kind >= 0);
        if (!place) {
            QVERIFY(!place.error().isEmpty());
            QVERIFY(!place.error().contains(QLatin1Char('\n')));
            return;
        }
        QCOMPARE(int(place->kind), kind);
        if (place->kind == Place::Kind::Line)
            QCOMPARE(place->line.value(), value);
        if (place->kind == Place::Kind::Offset)
            QCOMPARE(place->offset.value(), value);
        if (place->kind == Place::Kind::Percentage)
            QCOMPARE(place->percentage, double(value));
        if (place->kind == Place::Kind::Time)
            QCOMPARE((place->time.time.ofDay + place->time.amount) / 1s, value);
        QCOMPARE(place->column, column);
    }

    void aBareNumberMayBeAnOffset()
    {
        const auto place = Place::parse(QStringLiteral("16K"), Place::Kind::Offset);
        QVERIFY(place);
        QCOMPARE(place->offset.value(), 16384);
    }

    void aBareNumberMayBeATime()
    {
        const auto place = Place::parse(QStringLiteral("1704164645"), Place::Kind::Time);
        QVERIFY(place && place->kind == Place::Kind::Time);
        QCOMPARE(Place::parse(QStringLiteral("1704164645"))->kind, Place::Kind::Line);
        QCOMPARE(Place::parse(QStringLiteral("12:30"))->kind, Place::Kind::Line);
        QCOMPARE(Place::parse(QStringLiteral("12:30"), Place::Kind::Time)->kind, Place::Kind::Time);
        QCOMPARE(Place::parse(QStringLiteral("50%"), Place::Kind::Time)->kind, Place::Kind::Percentage);
        QVERIFY(!Place::parse(QStringLiteral("soon"), Place::Kind::Time));
    }

    void linesAreFoundByCharacters()
    {
        const auto session = open("first\nz\xc3\xbcrich 2\nlast");
        QSignalSpy ended(session.get(), &DocumentSession::indexingEnded);
        session->startIndexing();
        QVERIFY(session->lineIndex().isComplete() || ended.wait());
        const auto at = [&](const char* text) {
            const auto found = resolvePlace(*session, *Place::parse(QString::fromLatin1(text)));
            return found ? found->offset.value() : -1;
        };
        QCOMPARE(at("1"), 0);
        QCOMPARE(at("2"), 6);
        QCOMPARE(at("2:3"), 9); // behind the two bytes of the umlaut
        QCOMPARE(at("2:99"), 15); // the end of a line that is shorter
        QCOMPARE(at("3"), 16);
        QCOMPARE(at("4"), -1);
        QCOMPARE(at("end"), 20);
        QCOMPARE(at("50%"), 10);
        QCOMPARE(at("@20"), 20);
        QCOMPARE(at("@21"), -1);
    }

    void columnsOfALongLineAreCounted()
    {
        QByteArray line;
        while (line.size() < 300'000)
            line += "\xc3\xbc-";
        const auto session = open("short\n" + line + "\n" + QByteArray(5 << 20, 'x'));
        QSignalSpy ended(session.get(), &DocumentSession::indexingEnded);
        session->startIndexing();
        QVERIFY(session->lineIndex().isComplete() || ended.wait());
        const auto at = [&](qint64 number, qint64 column) {
            return resolvePlace(
                *session, Place{.kind = Place::Kind::Line, .line = LineNumber(number), .column = column});
        };
        for (const qint64 column : {1, 20'001, 100'000, 199'999})
            QCOMPARE(at(1, column)->offset.value(), 6 + column / 2 * 3 + column % 2 * 2);
        QCOMPARE(at(1, 500'000)->offset.value(), 6 + line.size());
        const auto far = at(2, 5'000'000);
        QVERIFY(!far);
        QVERIFY2(far.error().contains(QString::number(7 + line.size())), qPrintable(far.error()));
    }

    void percentagesReachEveryOffset()
    {
        const auto session = open(QByteArray(1000, 'x'));
        for (int tenth = 0; tenth <= 1000; ++tenth) {
            const auto found
                = resolvePlace(*session, Place{.kind = Place::Kind::Percentage, .percentage = tenth / 10.0});
            QVERIFY(found);
            QVERIFY(std::abs(found->offset.value() - tenth) <= 1);
        }
    }

    void aLineNotCountedYetIsReachedInTheEnd()
    {
        QByteArray text;
        QList<qsizetype> begins;
        for (int i = 0; i < 200000; ++i) {
            begins.append(text.size());
            text += QByteArray(i % 7 * 13, 'x') + "\n";
        }
        const auto session = open(text);
        PlaceFinder finder(*session);
        finder.find(*Place::parse(QStringLiteral("150000")));
        QSignalSpy ended(session.get(), &DocumentSession::indexingEnded);
        session->startIndexing();
        QVERIFY(session->lineIndex().isComplete() || ended.wait());
        QTRY_COMPARE(session->selection().cursor.value(), qint64(begins.at(149999)));
    }

    void aLineThatIsNotThereIsToldInTheEnd()
    {
        const auto session = open("1\n2\n3\n");
        PlaceFinder finder(*session);
        QSignalSpy failed(&finder, &PlaceFinder::failed);
        finder.find(*Place::parse(QStringLiteral("99")));
        session->startIndexing();
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed.at(0).at(0).toString().contains(QStringLiteral("99")));
    }
};

QTEST_GUILESS_MAIN(PlaceTest)
#include "PlaceTest.moc"

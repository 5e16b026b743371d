// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "core/document/PatternSource.h"
#include "tests/ui/session/EditedSession.h"

using namespace megascope;

// Lines and edits of a session whose file is saved, and changed by others.
class ReloadingTest : public testing::EditedSession {
    Q_OBJECT

private slots:
    void init() { nextFile(); }
    void cleanup() { m_session.reset(); }

    // Lines are numbered rightly before a save, after it, and when it is undone.
    void linesAreRightAcrossASave()
    {
        open(QByteArray("line\n").repeated(1000));
        QSignalSpy ended(m_session.get(), &DocumentSession::indexingEnded);
        m_session->startIndexing();
        QVERIFY(m_session->lineIndex().isComplete() || ended.wait());
        const auto lines = [this] {
            const auto count = m_session->lineMap().newlines(m_session->snapshot());
            return count ? count->value() : -1;
        };
        QVERIFY(put(500, 0, "one\ntwo\n"));
        QCOMPARE(lines(), 1002);
        QVERIFY(save());
        QTRY_COMPARE(lines(), 1002);
        m_session->editor().undo();
        QCOMPARE(lines(), 1000);
    }

    // While a new file is written, it can be edited; those edits are unsaved afterwards.
    // What stands before the first change needs not be counted again.
    void linesAreKnownAtOnceAfterASave()
    {
        const QByteArray lines = QByteArray("line\n").repeated(2'000'000);
        open(lines);
        m_session->startIndexing();
        QTRY_VERIFY(m_session->lineMap().newlines(m_session->snapshot()));
        for (const SaveStrategy strategy :
            {SaveStrategy::Patch, SaveStrategy::Shift, SaveStrategy::Replace}) {
            QVERIFY(put(lines.size() - 3, 1, "x")
                && (strategy == SaveStrategy::Patch || put(9'000'000, 1, "yy\n")));
            const Result<SavePlan> plan = m_session->saver().plan(strategy);
            QVERIFY(plan);
            m_session->saver().save(*plan);
            // No time for an index task, which has its end told by the event loop.
            std::optional<LineNumber> atOnce;
            connect(&m_session->saver(), &DocumentSaver::ended, this,
                [&] { atOnce = m_session->lineMap().lineAt(m_session->snapshot(), ByteOffset(5'000'000)); });
            QSignalSpy ended(&m_session->saver(), &DocumentSaver::ended);
            QVERIFY(ended.wait(30000));
            m_session->saver().disconnect(this);
            QVERIFY(atOnce);
            QCOMPARE(atOnce->value(), 1'000'000);
            QTRY_VERIFY(m_session->lineMap().newlines(m_session->snapshot()));
            QCOMPARE(m_session->lineMap().newlines(m_session->snapshot())->value(),
                qsizetype(content().count('\n')));
        }
    }

    // Long pieces of elsewhere are counted in the background.
    void linesOfGigabytesFromElsewhere()
    {
        constexpr std::int64_t gibibyte = std::int64_t{1} << 30;
        open("one\ntwo\n");
        m_session->startIndexing();
        QTRY_VERIFY(m_session->lineMap().newlines(m_session->snapshot()));
        const std::byte pattern[] = {std::byte{'x'}, std::byte{'\n'}};
        const auto source = PatternSource::repeating(pattern, ByteCount(gibibyte));
        connect(m_session.get(), &DocumentSession::snapshotChanged, this,
            [this] { (void)m_session->lineMap().newlines(m_session->snapshot()); }); // as a view asks
        m_session->editor().apply(EditOrder{.range = {ByteOffset(4), ByteCount(0)},
            .content = PieceTree(Piece{source, ByteOffset(0), ByteCount(gibibyte)}),
            .selection = Selection()});
        QTRY_VERIFY_WITH_TIMEOUT(m_session->lineMap().newlines(m_session->snapshot()), 60'000);
        QCOMPARE(m_session->lineMap().newlines(m_session->snapshot())->value(), gibibyte / 2 + 2);
        QCOMPARE(m_session->lineMap().lineAt(m_session->snapshot(), ByteOffset(4 + gibibyte))->value(),
            gibibyte / 2 + 1);
        m_session->editor().undo();
        QCOMPARE(m_session->lineMap().newlines(m_session->snapshot())->value(), 2);
    }

    void editsAreMadeAgainInTheFileAsItIsNow_data()
    {
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("longer") << QByteArray("abcdefghijkl") << QByteArray("abXdeYYfghjkl");
        QTest::newRow("as long") << QByteArray("abcdefghij") << QByteArray("abXdeYYfghj");
        QTest::newRow("ends between the edits") << QByteArray("abcd") << QByteArray("abXdYY");
        QTest::newRow("ends before the edits") << QByteArray("a") << QByteArray("aXYY");
        QTest::newRow("empty") << QByteArray() << QByteArray("XYY");
    }

    void editsAreMadeAgainInTheFileAsItIsNow()
    {
        QFETCH(const QByteArray, now);
        QFETCH(const QByteArray, expected);
        for (const bool replaced : {false, true}) {
            open("0123456789");
            QVERIFY(put(8, 1, "") && put(5, 0, "YY") && put(2, 1, "X"));
            QCOMPARE(content(), "01X34YY5679");
            QVERIFY(!replaced || QFile::remove(m_path));
            write(m_path, now);
            QVERIFY(m_session->reload(DocumentSession::Edits::Keep));
            QCOMPARE(content(), expected);
            QVERIFY(m_session->editor().isModified());
            m_session->editor().undo();
            QCOMPARE(content(), now);
            QVERIFY(!m_session->editor().canUndo() && !m_session->editor().isModified());
            m_session->editor().redo();
            QVERIFY(put(0, 0, "then "));
            QVERIFY(save());
            QCOMPARE(read(m_path), "then " + expected);
            m_session->editor().undo();
            QCOMPARE(content(), expected);
        }
    }

    void reloadingMayLoseEdits()
    {
        open("0123456789");
        QVERIFY(put(2, 1, "X"));
        write(m_path, "something else");
        QVERIFY(m_session->reload());
        QCOMPARE(content(), "something else");
        QVERIFY(!m_session->editor().canUndo() && !m_session->editor().isModified());
    }
};

QTEST_GUILESS_MAIN(ReloadingTest)
#include "ReloadingTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/ui/session/EditedSession.h"
#include "ui/session/DocumentFollower.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace megascope;

// Editing and saving through a session.
class EditingTest : public testing::EditedSession {
    Q_OBJECT

private slots:
    void init() { nextFile(); }
    void cleanup() { m_session.reset(); }

    void anEditIsSeenWithItsSelection()
    {
        open("0123456789");
        QSignalSpy snapshots(m_session.get(), &DocumentSession::snapshotChanged);
        QVERIFY(put(3, 2, "abc"));
        QCOMPARE(content(), "012abc56789");
        QCOMPARE(snapshots.count(), 1);
        QCOMPARE(m_session->selection(), Selection::at(ByteOffset(6)));
        QVERIFY(m_session->editor().isModified());
        m_session->editor().undo();
        QCOMPARE(content(), "0123456789");
        QVERIFY(!m_session->editor().isModified() && m_session->editor().canRedo());
        QCOMPARE(read(m_path), "0123456789");
    }

    void typingIsUndoneByWords()
    {
        open("");
        const QByteArray text = "two words";
        for (qsizetype i = 0; i < text.size(); ++i)
            QVERIFY(put(i, 0, text.sliced(i, 1), EditKind::Typing));
        m_session->editor().undo();
        QCOMPARE(content(), "two ");
        m_session->editor().undo();
        QCOMPARE(content(), "");
        QVERIFY(!m_session->editor().canUndo());
        // Elsewhere it is another step, and so is a deletion.
        QVERIFY(put(0, 0, "abcdef", EditKind::Single));
        QVERIFY(put(6, 0, "g", EditKind::Typing));
        QVERIFY(put(0, 0, "x", EditKind::Typing));
        QVERIFY(put(0, 1, "", EditKind::DeletingForward));
        QVERIFY(put(0, 1, "", EditKind::DeletingForward));
        m_session->editor().undo();
        QCOMPARE(content(), "xabcdefg");
        m_session->editor().undo();
        QCOMPARE(content(), "abcdefg");
    }

    void readOnlyRefuses()
    {
        open("abc");
        QSignalSpy problems(m_session.get(), &DocumentSession::problemFound);
        m_session->editor().setReadOnly(true);
        QVERIFY(!put(0, 1, "x"));
        QCOMPARE(problems.count(), 1);
        QCOMPARE(content(), "abc");
        QVERIFY(!m_session->editor().canUndo());
    }

    void savesByEachStrategy_data()
    {
        QTest::addColumn<int>("strategy");
        QTest::newRow("patch") << int(SaveStrategy::Patch);
        QTest::newRow("shift") << int(SaveStrategy::Shift);
        QTest::newRow("replace") << int(SaveStrategy::Replace);
    }

    // Undo and redo go back and forth across the save, and are saved in turn.
    void savesByEachStrategy()
    {
        QFETCH(int, strategy);
        const auto wanted = SaveStrategy(strategy);
        const bool patches = wanted == SaveStrategy::Patch;
        const QByteArray before = QByteArray("a line of text\n").repeated(10000);
        open(before);
        QVERIFY(put(70000, 5, patches ? "ABCDE" : "a longer text than before"));
        QVERIFY(put(10, 3, patches ? "xyz" : ""));
        const QByteArray after = content();
        QVERIFY(after != before);
        QVERIFY(save(wanted));
        QCOMPARE(read(m_path), after);
        QVERIFY(!m_session->editor().isModified());
        QCOMPARE(content(), after);
        QCOMPARE(m_session->snapshot().pieces().pieceCount(), 1);

        m_session->editor().undo();
        QVERIFY(m_session->editor().isModified());
        m_session->editor().undo();
        QCOMPARE(content(), before);
        QVERIFY(save(wanted));
        QCOMPARE(read(m_path), before);
        m_session->editor().redo();
        m_session->editor().redo();
        QCOMPARE(content(), after);
        QVERIFY(save(wanted));
        QCOMPARE(read(m_path), after);
    }

    void editsDuringASave()
    {
        open(QByteArray(1'000'000, 'x'));
        QVERIFY(put(0, 0, "begin "));
        const QByteArray saved = content();
        const Result<SavePlan> plan = m_session->saver().plan(SaveStrategy::Replace);
        QVERIFY(plan);
        QSignalSpy ended(&m_session->saver(), &DocumentSaver::ended);
        m_session->saver().save(*plan);
        QVERIFY(put(6, 0, "more ", EditKind::Typing));
        QVERIFY(ended.wait());
        QCOMPARE(read(m_path), saved);
        QVERIFY(m_session->editor().isModified());
        QCOMPARE(content(), "begin more " + QByteArray(1'000'000, 'x'));
        m_session->editor().undo();
        QVERIFY(!m_session->editor().isModified());
        QVERIFY(put(0, 6, ""));
        QVERIFY(save());
        QCOMPARE(read(m_path), QByteArray(1'000'000, 'x'));
    }

    void aSaveInPlaceLocksTheDocument()
    {
        open(QByteArray(1'000'000, 'x'));
        QVERIFY(put(100, 1, "y"));
        const Result<SavePlan> plan = m_session->saver().plan(SaveStrategy::Patch);
        QVERIFY(plan);
        QSignalSpy ended(&m_session->saver(), &DocumentSaver::ended);
        m_session->saver().save(*plan);
        QVERIFY(!put(5, 0, "z"));
        QVERIFY(!m_session->editor().canUndo());
        QVERIFY(ended.wait());
        QVERIFY(m_session->editor().canUndo());
        QVERIFY(put(5, 0, "z"));
    }

    // Nothing is overwritten that somebody else has written meanwhile.
    void aFileThatChangedIsNotOverwritten()
    {
        open("0123456789");
        QVERIFY(put(0, 1, "x"));
        write(m_path, "something else");
        Result<SaveResult> result = save();
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::Changed);
        QCOMPARE(read(m_path), "something else");
        m_session->checkFile(); // also when the session has noticed it
        QSignalSpy happened(&m_session->follower(), &DocumentFollower::happened);
        QVERIFY(happened.wait());
        QVERIFY(!save());
        QVERIFY(m_session->editor().isModified());
        QCOMPARE(read(m_path), "something else");
    }

    // Its mode may change, and what is appended is taken in.
    void harmlessChangesDoNotHinderASave()
    {
        open("0123456789\n");
        m_session->startIndexing();
        QVERIFY(put(0, 1, "x"));
        QSignalSpy snapshots(m_session.get(), &DocumentSession::snapshotChanged);
        {
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::Append));
            QVERIFY(file.write("appended\n") > 0);
        }
        m_session->checkFile();
        QVERIFY(snapshots.wait());
        QCOMPARE(content(), "x123456789\nappended\n");
        QVERIFY(m_session->editor().isModified());
        QVERIFY(save());
        QCOMPARE(read(m_path), "x123456789\nappended\n");
    }

    void savesUnderAnotherName()
    {
        open("0123456789");
        const QString other = m_path + QStringLiteral(".other");
        QVERIFY(put(5, 0, "-"));
        QSignalSpy ended(&m_session->saver(), &DocumentSaver::ended);
        QSignalSpy paths(m_session.get(), &DocumentSession::pathChanged);
        m_session->saver().saveCopy(native(other), m_session->snapshot().all(), true);
        QVERIFY(ended.wait());
        QVERIFY(ended.first().first().value<SaveOutcome>().result);
        QCOMPARE(paths.count(), 1);
        QCOMPARE(m_session->path(), other);
        QCOMPARE(read(other), "01234-56789");
        QCOMPARE(read(m_path), "0123456789");
        QVERIFY(!m_session->editor().isModified());
        m_session->editor().undo();
        QVERIFY(save());
        QCOMPARE(read(other), "0123456789");
    }

    void savesACopyOfAPart()
    {
        open("0123456789");
        const QString other = m_path + QStringLiteral(".part");
        QVERIFY(put(5, 0, "-"));
        QSignalSpy ended(&m_session->saver(), &DocumentSaver::ended);
        m_session->saver().saveCopy(native(other), {ByteOffset(3), ByteCount(5)}, false);
        QVERIFY(ended.wait());
        QCOMPARE(read(other), "34-56");
        QCOMPARE(m_session->path(), m_path);
        QVERIFY(m_session->editor().isModified());
    }

    void aNewDocumentGetsAFile()
    {
        m_session = std::make_unique<DocumentSession>();
        QVERIFY(put(0, 0, "hello\n"));
        QVERIFY(!m_session->saver().plan());
        QSignalSpy ended(&m_session->saver(), &DocumentSaver::ended);
        m_session->saver().saveCopy(native(m_path), m_session->snapshot().all(), true);
        QVERIFY(ended.wait());
        QCOMPARE(read(m_path), "hello\n");
        QCOMPARE(m_session->path(), m_path);
        QVERIFY(put(5, 0, " world"));
        QVERIFY(save());
        QCOMPARE(read(m_path), "hello world\n");
    }

    // A file that another document has pieces of is not written to: they would change.
    void piecesInAnotherDocumentStayWhatTheyAre()
    {
        open("0123456789");
        const QString otherPath = m_path + QStringLiteral(".other");
        write(otherPath, "<>");
        const auto other = DocumentSession::open(native(otherPath)).value();
        const PieceTree pieces = m_session->snapshot().pieces().slice({ByteOffset(2), ByteCount(6)});
        QVERIFY(other->editor().apply({.range = {ByteOffset(1), ByteCount(0)},
            .content = pieces,
            .selection = Selection::at(ByteOffset(1)),
            .kind = EditKind::Single}));
        QVERIFY(put(3, 2, "ab"));
        QVERIFY(save());
        QCOMPARE(read(m_path), "012ab56789");
        QByteArray bytes(other->size().value(), '\0');
        (void)other->snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(bytes)));
        QCOMPARE(bytes, "<234567>");
    }

    void aFailedSaveKeepsEverything()
    {
        open("0123456789");
        QVERIFY(put(5, 0, "-"));
        const QString other = m_folder.filePath(QStringLiteral("missing/file"));
        QSignalSpy ended(&m_session->saver(), &DocumentSaver::ended);
        m_session->saver().saveCopy(native(other), m_session->snapshot().all(), true);
        QVERIFY(ended.wait());
        const Result<SaveResult> result = ended.first().first().value<SaveOutcome>().result;
        QVERIFY(!result);
        QVERIFY(QString::fromStdString(result.error().message()).contains(other.section(u'/', -2, -2)));
        QCOMPARE(content(), "01234-56789");
        QVERIFY(m_session->editor().isModified() && m_session->editor().canUndo());
        QCOMPARE(m_session->path(), m_path);
    }
};

QTEST_GUILESS_MAIN(EditingTest)
#include "EditingTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentSession.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace megascope;

namespace {

QByteArray numberedLines(int first, int count)
{
    QByteArray text;
    for (int i = first; i < first + count; ++i)
        text += "line " + QByteArray::number(i) + "\n";
    return text;
}

} // namespace

class DocumentSessionTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

    void write(const QByteArray& content, QIODevice::OpenMode mode = QIODevice::WriteOnly)
    {
        QFile file(m_path);
        QVERIFY(file.open(mode));
        QCOMPARE(file.write(content), content.size());
    }

    std::unique_ptr<DocumentSession> open(const OpenOptions& options = {})
    {
        auto session = DocumentSession::open(QFile::encodeName(m_path).toStdString(), options);
        return session ? *std::move(session) : nullptr;
    }

    static bool index(DocumentSession& session)
    {
        QSignalSpy ended(&session, &DocumentSession::indexingEnded);
        session.startIndexing();
        return session.lineIndex().isComplete() || (ended.wait() && session.lineIndex().isComplete());
    }

private slots:
    void init()
    {
        static int number = 0;
        m_path = m_folder.filePath(QStringLiteral("file%1.txt").arg(++number));
    }

    void missingFileIsAnError()
    {
        const auto session = DocumentSession::open(QFile::encodeName(m_path).toStdString());
        QVERIFY(!session);
        QCOMPARE(session.error().kind, ErrorKind::NotFound);
        QVERIFY(QString::fromStdString(session.error().message()).startsWith(m_path + QStringLiteral(": ")));
    }

    void folderIsAnError()
    {
        const auto session = DocumentSession::open(QFile::encodeName(m_folder.path()).toStdString());
        QVERIFY(!session);
        QCOMPARE(session.error().kind, ErrorKind::NotAFile);
    }

    void selectionStaysInside()
    {
        write("0123456789");
        const auto session = open();
        QSignalSpy changed(session.get(), &DocumentSession::selectionChanged);
        session->setSelection({ByteOffset(4), ByteOffset(99)});
        QCOMPARE(session->selection().cursor.value(), 10);
        QCOMPARE(session->selection().range().count().value(), 6);
        session->moveCursor(ByteOffset(2), true);
        QCOMPARE(session->selection().range().begin().value(), 2);
        QCOMPARE(session->selection().range().end().value(), 4);
        session->moveCursor(ByteOffset(2), true);
        QCOMPARE(changed.count(), 2);
    }

    void countsLinesInTheBackground()
    {
        write(numberedLines(0, 50000));
        const auto session = open();
        QVERIFY(index(*session));
        QCOMPARE(session->lineIndex().newlines().value(), 50000);
    }

    void anotherCodeUnitIsCountedAnew()
    {
        // U+0A0A is no line end in UTF-16, its bytes are two in UTF-8.
        write(QByteArray("\x0a\x0a", 2) + QByteArray("a\0\n\0", 4));
        const auto session = open({.encoding = Encoding::byName("UTF-16LE")});
        QVERIFY(index(*session));
        QCOMPARE(session->lineIndex().newlines().value(), 1);
        QSignalSpy changed(session.get(), &DocumentSession::textFormatChanged);
        session->setEncoding(Encoding::byName("ISO-8859-1"));
        QCOMPARE(changed.count(), 1);
        QVERIFY(index(*session));
        QCOMPARE(session->lineIndex().newlines().value(), 3);
    }

    void growthIsFollowed()
    {
        write(numberedLines(0, 1000));
        const auto session = open();
        QVERIFY(index(*session));
        const ByteCount before = session->size();
        QSignalSpy changed(session.get(), &DocumentSession::snapshotChanged);
        write(numberedLines(1000, 500), QIODevice::Append);
        session->checkFile();
        QVERIFY(changed.wait());
        QVERIFY(session->size() > before);
        QVERIFY(index(*session));
        QCOMPARE(session->lineIndex().newlines().value(), 1500);
    }

    void truncationMovesTheCursorBackAndIsTold()
    {
        write(numberedLines(0, 1000));
        const auto session = open();
        QVERIFY(index(*session));
        session->setSelection({ByteOffset(50), session->snapshot().end()});
        QSignalSpy changed(session.get(), &DocumentSession::snapshotChanged);
        QSignalSpy problem(session.get(), &DocumentSession::problemFound);
        QVERIFY(QFile::resize(m_path, 100));
        session->checkFile();
        QVERIFY(changed.wait());
        QCOMPARE(session->size().value(), 100);
        QCOMPARE(session->selection().cursor.value(), 100);
        QCOMPARE(session->selection().anchor.value(), 50);
        QCOMPARE(problem.count(), 1);
        QVERIFY(index(*session));
        QCOMPARE(session->lineIndex().newlines().value(), numberedLines(0, 1000).first(100).count('\n'));
    }

    void rewritingInPlaceIsSeen()
    {
        write("one\ntwo\n");
        const auto session = open();
        QVERIFY(index(*session));
        QSignalSpy changed(session.get(), &DocumentSession::snapshotChanged);
        write("1\n2\n3\n4\n");
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(5), QFileDevice::FileModificationTime));
        file.close();
        session->checkFile();
        QVERIFY(changed.wait());
        QVERIFY(index(*session));
        QCOMPARE(session->lineIndex().newlines().value(), 4);
    }

    void replacementIsOfferedAndReloaded()
    {
        write("old\n");
        const auto session = open();
        QSignalSpy replaced(session.get(), &DocumentSession::fileReplaced);
        const QString other = m_path + QStringLiteral(".new");
        QFile file(other);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("new content\n");
        file.close();
        QCOMPARE(::rename(qPrintable(other), qPrintable(m_path)), 0);
        session->checkFile();
        QVERIFY(replaced.wait());
        QCOMPARE(session->size().value(), 4);
        QVERIFY(session->reload());
        QCOMPARE(session->size().value(), 12);
    }

    void removalIsToldAndTheContentStays()
    {
        write("here\n");
        const auto session = open();
        QSignalSpy removed(session.get(), &DocumentSession::fileRemoved);
        QVERIFY(QFile::remove(m_path));
        session->checkFile();
        QVERIFY(removed.wait());
        std::array<std::byte, 5> bytes{};
        QVERIFY(session->snapshot().read(ByteOffset(0), bytes).empty());
        QCOMPARE(QByteArray(reinterpret_cast<const char*>(bytes.data()), 5), QByteArray("here\n"));
        QVERIFY(!session->reload());
    }

    void destructionWhileCounting()
    {
        write(QByteArray(64 << 20, '\n'));
        for (int round = 0; round < 20; ++round) {
            const auto session = open();
            session->startIndexing();
        }
    }
};

QTEST_GUILESS_MAIN(DocumentSessionTest)
#include "DocumentSessionTest.moc"

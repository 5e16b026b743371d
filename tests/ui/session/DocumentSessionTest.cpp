// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/DocumentSession.h"

#include "core/file/Vfs.h"
#include "core/save/OwnFiles.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace megascope;

class DocumentSessionTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

    void write(const QByteArray& content)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
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
        write(QByteArray("a line\n").repeated(50000));
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

    void destructionWhileCounting()
    {
        write(QByteArray(64 << 20, '\n'));
        for (int round = 0; round < 20; ++round) {
            const auto session = open();
            session->startIndexing();
        }
    }

    // A save that was killed before it began, or after the new file took the old one's name.
    void openingRemovesWhatAKilledSaveLeft()
    {
        const std::filesystem::path path = QFile::encodeName(m_path).toStdString();
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("content") == 7);
        file.close();
        const std::filesystem::path unfinished = journalBeside(path).unfinished();
        std::filesystem::path temporary;
        {
            const auto made = makeTemporary(systemVfs(), path, 0600);
            QVERIFY(made);
            temporary = made->path;
            QVERIFY(systemVfs().create(unfinished, 0600));
        }
        const auto session = DocumentSession::open(path);
        QVERIFY(session);
        QVERIFY(!(*session)->saveWasFinished());
        QVERIFY(!std::filesystem::exists(unfinished));
        QVERIFY(!std::filesystem::exists(temporary));
    }
};

QTEST_GUILESS_MAIN(DocumentSessionTest)
#include "DocumentSessionTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/CursorPlace.h"
#include "ui/session/DocumentFollower.h"
#include "ui/session/DocumentSession.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace megascope;

namespace {

QByteArray numberedLines(int first, int count)
{
    QByteArray text;
    for (int i = first; i < first + count; ++i)
        text += "line " + QByteArray::number(i) + "\n";
    return text;
}

using Event = DocumentFollower::Event;

// What the follower of a session tells.
struct Events {
    QList<Event> all;

    explicit Events(DocumentSession& session)
    {
        QObject::connect(
            &session.follower(), &DocumentFollower::happened, [this](Event event) { all.append(event); });
    }
};

} // namespace

// What a session makes of a file that other programs write to, replace or remove.
class FollowingTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

    // Each writing leaves another time of modification behind, however coarse the clock of the file system
    // is.
    void write(const QByteArray& content, QIODevice::OpenMode mode = QIODevice::WriteOnly)
    {
        static std::int64_t seconds = 1'000'000'000;
        QFile file(m_path);
        QVERIFY(file.open(mode));
        QCOMPARE(file.write(content), content.size());
        file.close();
        const timespec time{.tv_sec = ++seconds, .tv_nsec = 0};
        const timespec times[] = {time, time};
        QCOMPARE(::utimensat(AT_FDCWD, qPrintable(m_path), times, 0), 0);
    }

    void append(const QByteArray& content) { write(content, QIODevice::Append); }

    std::unique_ptr<DocumentSession> open(const OpenOptions& options = {})
    {
        auto session = DocumentSession::open(QFile::encodeName(m_path).toStdString(), options);
        return session ? *std::move(session) : nullptr;
    }

    static bool index(DocumentSession& session)
    {
        session.startIndexing();
        return QTest::qWaitFor([&] { return session.lineIndex().isComplete() && !session.isIndexing(); });
    }

    static bool follow(DocumentSession& session)
    {
        QSignalSpy changed(&session, &DocumentSession::snapshotChanged);
        session.checkFile();
        return !changed.empty() || changed.wait();
    }

    // Whether whoever is told of anything finds the selection inside of the document.
    struct InsideCheck {
        bool inside = true;

        explicit InsideCheck(DocumentSession& session)
        {
            const auto look = [this, &session] {
                inside = inside && session.selection().range().end() <= session.snapshot().end()
                    && session.selection().cursor <= session.snapshot().end();
                (void)cursorPlace(session);
            };
            QObject::connect(&session, &DocumentSession::snapshotChanged, look);
            QObject::connect(&session, &DocumentSession::textFormatChanged, look);
            QObject::connect(&session, &DocumentSession::selectionChanged, look);
            QObject::connect(&session, &DocumentSession::indexingEnded, look);
        }
    };

private slots:
    void init()
    {
        static int number = 0;
        m_path = m_folder.filePath(QStringLiteral("file%1.txt").arg(++number));
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
        const Events events(*session);
        QVERIFY(QFile::resize(m_path, 100));
        session->checkFile();
        QVERIFY(changed.wait());
        QCOMPARE(session->size().value(), 100);
        QCOMPARE(session->selection().cursor.value(), 100);
        QCOMPARE(session->selection().anchor.value(), 50);
        QCOMPARE(events.all, QList{Event::CutShort});
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
        session->checkFile();
        QVERIFY(changed.wait());
        QVERIFY(QTest::qWaitFor([&] { return session->lineIndex().isComplete(); }));
        QCOMPARE(session->lineIndex().newlines().value(), 4);
    }

    void replacementIsOfferedAndReloaded()
    {
        write("old\n");
        const auto session = open();
        const Events events(*session);
        const QString other = m_path + QStringLiteral(".new");
        QFile file(other);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("new content\n");
        file.close();
        QCOMPARE(::rename(qPrintable(other), qPrintable(m_path)), 0);
        session->checkFile();
        QTRY_COMPARE(events.all, QList{Event::Replaced});
        QCOMPARE(session->size().value(), 4);
        QVERIFY(session->reload());
        QCOMPARE(session->size().value(), 12);
    }

    void removalIsToldAndTheContentStays()
    {
        write("here\n");
        const auto session = open();
        const Events events(*session);
        QVERIFY(QFile::remove(m_path));
        session->checkFile();
        QTRY_COMPARE(events.all, QList{Event::Removed});
        std::array<std::byte, 5> bytes{};
        QVERIFY(session->snapshot().read(ByteOffset(0), bytes).empty());
        QCOMPARE(QByteArray(reinterpret_cast<const char*>(bytes.data()), 5), QByteArray("here\n"));
        QVERIFY(!session->reload());
    }

    void rewritingLongerIsNotTakenForGrowth()
    {
        write("a\nb\nc\nd\n");
        const auto session = open();
        QVERIFY(index(*session));
        write("one line and no more\n");
        QVERIFY(follow(*session));
        QVERIFY(index(*session));
        QCOMPARE(session->lineIndex().newlines().value(), 1);
    }

    void theSelectionIsInsideForAllWhoAreTold()
    {
        write(numberedLines(0, 1000));
        const auto session = open();
        QVERIFY(index(*session));
        const InsideCheck check(*session);
        session->setSelection({ByteOffset(50), session->snapshot().end()});
        QVERIFY(QFile::resize(m_path, 100));
        QVERIFY(follow(*session));
        QVERIFY(QFile::remove(m_path));
        write("short");
        QVERIFY(session->reload());
        QCOMPARE(session->selection().range().end().value(), 5);
        QVERIFY(check.inside);
    }

    void aFileThatGrowsAllTheTimeIsCountedToAnEnd()
    {
        write(QByteArray(64 << 20, '\n'));
        const auto session = open();
        QSignalSpy ended(session.get(), &DocumentSession::indexingEnded);
        session->startIndexing();
        std::int64_t lines = 64 << 20;
        for (int round = 0; round < 20; ++round) {
            append("one\ntwo\n");
            lines += 2;
            QVERIFY(follow(*session));
        }
        QVERIFY(QTest::qWaitFor([&] { return session->lineIndex().isComplete() && !session->isIndexing(); }));
        QCOMPARE(session->lineIndex().size(), session->size());
        QCOMPARE(session->lineIndex().newlines().value(), lines);
        for (const auto& end : ended)
            QVERIFY(end.front().toBool()); // never stopped
    }

    void stoppedWhileItGrewIsTakenUpAgain()
    {
        write(QByteArray(64 << 20, '\n'));
        const auto session = open();
        session->startIndexing();
        append("one\ntwo\n");
        QVERIFY(follow(*session));
        session->stopIndexing();
        QVERIFY(!session->isIndexing());
        QVERIFY(index(*session));
        QCOMPARE(session->lineIndex().newlines().value(), (64 << 20) + 2);
    }

    void whatReplacesARemovedFileIsOffered()
    {
        write("old\n");
        const auto session = open();
        const Events events(*session);
        QVERIFY(QFile::remove(m_path));
        session->checkFile();
        QTRY_COMPARE(events.all, QList{Event::Removed});
        write("new\n");
        session->checkFile();
        QTRY_COMPARE(events.all, (QList{Event::Removed, Event::Replaced}));
    }

    void theFormatOfWhatIsAppendedToNothingIsFound()
    {
        write("");
        const auto session = open();
        QVERIFY(index(*session));
        QSignalSpy changed(session.get(), &DocumentSession::textFormatChanged);
        append(QByteArray("\xff\xfe", 2) + QByteArray("a\0\r\0\n\0b\0", 8));
        QVERIFY(follow(*session));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(session->textFormat().encoding, Encoding::byName("UTF-16LE").value());
        QCOMPARE(session->textFormat().lineEnding, LineEnding::CrLf);
        QVERIFY(index(*session));
        QCOMPARE(session->lineIndex().newlines().value(), 1);
    }

    void truncationToNothingLeavesNoLines()
    {
        write(numberedLines(0, 10));
        const auto session = open();
        QVERIFY(index(*session));
        const InsideCheck check(*session);
        session->setSelection({ByteOffset(3), ByteOffset(40)});
        QSignalSpy ended(session.get(), &DocumentSession::indexingEnded);
        QVERIFY(QFile::resize(m_path, 0));
        QVERIFY(follow(*session));
        QVERIFY(session->lineIndex().isComplete());
        QCOMPARE(session->lineIndex().newlines().value(), 0);
        QCOMPARE(ended.count(), 1);
        QVERIFY(ended.front().front().toBool());
        QVERIFY(check.inside);
    }
};

QTEST_GUILESS_MAIN(FollowingTest)
#include "FollowingTest.moc"

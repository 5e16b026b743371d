// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/support/RotatedLog.h"
#include "ui/session/DocumentFollower.h"
#include "ui/session/DocumentSession.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace megascope;

namespace {

std::string bytesOf(const DocumentSession& session, ByteCount from)
{
    std::string bytes(static_cast<std::size_t>((session.size() - from).value()), '?');
    if (!session.snapshot().read(ByteOffset(0) + from, std::as_writable_bytes(std::span(bytes))).empty())
        qFatal("what was appended cannot be read");
    return bytes;
}

// What somebody sees who looks at the document whenever it changes: what comes at its end, and each file of
// the log after the other.
class Onlooker : public QObject {
public:
    explicit Onlooker(DocumentSession& session)
        : m_session(session)
    {
        connect(&session, &DocumentSession::snapshotChanged, this, &Onlooker::look);
        connect(&session.follower(), &DocumentFollower::rotating, this, [this] {
            look();
            m_shown = ByteCount(0);
        });
        look();
    }

    std::string seen;
    std::atomic<std::size_t> count = 0; // of `seen`

private:
    void look()
    {
        seen += bytesOf(m_session, m_shown);
        m_shown = m_session.size();
        count = seen.size();
        count.notify_all();
    }

    DocumentSession& m_session;
    ByteCount m_shown;
};

int rounds()
{
    constexpr int inEveryRun = 30;
    return qEnvironmentVariableIsSet("MEGASCOPE_ROTATIONS")
        ? qEnvironmentVariableIntValue("MEGASCOPE_ROTATIONS")
        : inEveryRun;
}

quint64 seed()
{
    return qEnvironmentVariableIsSet("MEGASCOPE_SEED") ? qEnvironmentVariable("MEGASCOPE_SEED").toULongLong()
                                                       : QRandomGenerator::global()->generate64();
}

} // namespace

// A session that follows a log, which is rotated in all ways.
class RotationTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path m_path;
    std::unique_ptr<DocumentSession> m_session;

    void write(const std::string& text, QIODevice::OpenMode mode = QIODevice::WriteOnly)
    {
        QFile file(QString::fromStdString(m_path.native()));
        QVERIFY(file.open(mode));
        QCOMPARE(file.write(text.data(), qint64(text.size())), qint64(text.size()));
    }

    void open(bool follows = true)
    {
        m_session = DocumentSession::open(m_path).value();
        m_session->startIndexing();
        m_session->follower().setFollowing(follows);
    }

    [[nodiscard]] std::string content() const { return bytesOf(*m_session, ByteCount(0)); }

private slots:
    void init()
    {
        static int number = 0;
        m_path = m_folder.filePath(QStringLiteral("log%1").arg(++number)).toStdString();
    }
    void cleanup() { m_session.reset(); }

    void eachLineIsSeenOnce()
    {
        const quint64 chosen = seed();
        qInfo("MEGASCOPE_SEED=%llu", chosen);
        testing::RotatedLog log(m_path, chosen);
        open();
        Onlooker onlooker(*m_session);
        std::atomic<bool> done = false;
        std::thread writer([&] {
            for (int round = 0; round < rounds(); ++round)
                log.rotate(true, [&] {
                    for (std::size_t count = 0; (count = onlooker.count) < log.written().size();)
                        onlooker.count.wait(count);
                });
            done = true;
        });
        const bool isDone = QTest::qWaitFor([&] { return done.load(); }, 60'000 + rounds() * 1000);
        if (!isDone) // the writer waits for what will not come
            qFatal("of %zu bytes %zu were seen", log.written().size(), onlooker.seen.size());
        writer.join();
        QVERIFY(onlooker.seen == log.written());
        QTRY_VERIFY(m_session->lineIndex().isComplete() && !m_session->isIndexing());
        QCOMPARE(m_session->lineIndex().newlines().value(), std::ranges::count(content(), '\n'));
    }

    void theEarlierFileIsKept_data()
    {
        QTest::addColumn<QString>("way");
        QTest::addColumn<bool>("hasEarlier");
        for (const char* way : {"rename", "remove", "copy"})
            QTest::newRow(way) << QString::fromLatin1(way) << true;
        QTest::newRow("empty") << QStringLiteral("empty") << false;
    }

    void theEarlierFileIsKept()
    {
        QFETCH(const QString, way);
        QFETCH(const bool, hasEarlier);
        const std::filesystem::path old = m_path.native() + "-20261122";
        write("1\n2\n");
        open();
        QSignalSpy rotated(&m_session->follower(), &DocumentFollower::rotated);
        if (way == QLatin1String("rename"))
            std::filesystem::rename(m_path, old);
        else if (way == QLatin1String("remove"))
            std::filesystem::remove(m_path);
        else if (way == QLatin1String("copy"))
            std::filesystem::copy_file(m_path, old);
        write("3\n");
        QVERIFY(rotated.wait());
        QTRY_COMPARE(content(), "3\n"); // it may have been seen while it was empty
        const std::shared_ptr<FileSource>& earlier = m_session->follower().earlier();
        QCOMPARE(earlier != nullptr, hasEarlier);
        if (hasEarlier) {
            std::string bytes(4, '?');
            QVERIFY(earlier->read(ByteOffset(0), std::as_writable_bytes(std::span(bytes))).empty());
            QCOMPARE(bytes, "1\n2\n");
        }
    }

    // Neither a file that takes the name nor one that begins anew takes unsaved edits away.
    void editsAreNotLeft_data()
    {
        QTest::addColumn<bool>("replaced");
        QTest::newRow("another file") << true;
        QTest::newRow("the same file") << false;
    }

    void editsAreNotLeft()
    {
        QFETCH(const bool, replaced);
        write("1\n2\n3\n");
        open();
        QSignalSpy happened(&m_session->follower(), &DocumentFollower::happened);
        QSignalSpy rotated(&m_session->follower(), &DocumentFollower::rotated);
        const std::string edit = "edit";
        QVERIFY(m_session->editor().apply({.range = {ByteOffset(0), ByteCount(0)},
            .content
            = std::vector(std::as_bytes(std::span(edit)).begin(), std::as_bytes(std::span(edit)).end()),
            .selection = {}}));
        if (replaced)
            std::filesystem::remove(m_path);
        write("4\n");
        QVERIFY(happened.wait());
        QCOMPARE(happened.front().front().value<DocumentFollower::Event>(),
            replaced ? DocumentFollower::Event::Replaced : DocumentFollower::Event::CutShort);
        QVERIFY(m_session->editor().isModified());
        QCOMPARE(m_session->size().value(), 10);
        if (replaced)
            QCOMPARE(content(), "edit1\n2\n3\n");
        else { // what is no more is missing, and no zeros
            std::string bytes(10, '?');
            const Gaps gaps
                = m_session->snapshot().read(ByteOffset(0), std::as_writable_bytes(std::span(bytes)));
            QCOMPARE(gaps.size(), 1U);
            QCOMPARE(gaps.front().cause, Gap::Cause::PastEnd);
            QCOMPARE(gaps.front().range.begin().value(), 6);
            QCOMPARE(bytes.substr(0, 6), "edit4\n");
        }
        QVERIFY(rotated.empty());
        // Without the edits there is nothing that keeps it.
        m_session->editor().undo();
        m_session->checkFile();
        QTRY_COMPARE(m_session->size().value(), 2);
        QCOMPARE(content(), "4\n");
    }

    void aLogThatIsNotFollowedStays()
    {
        write("1\n");
        open(false);
        QSignalSpy happened(&m_session->follower(), &DocumentFollower::happened);
        QSignalSpy rotated(&m_session->follower(), &DocumentFollower::rotated);
        std::filesystem::rename(m_path, m_path.native() + ".1");
        write("2\n");
        QVERIFY(happened.wait());
        QCOMPARE(content(), "1\n");
        QVERIFY(rotated.empty());
        // Who begins to follow it then goes on with the new one.
        m_session->follower().setFollowing(true);
        QVERIFY(rotated.wait());
        QCOMPARE(content(), "2\n");
    }
};

QTEST_GUILESS_MAIN(RotationTest)
#include "RotationTest.moc"

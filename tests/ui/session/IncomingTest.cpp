// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "tests/core/unpack/Packers.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/DocumentSession.h"
#include "ui/session/IncomingContent.h"

#include <KLocalizedString>

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace megascope;
using namespace megascope::testing;

// Documents that come bit by bit: a FIFO, and what a compressed file holds.
class IncomingTest : public QObject {
    Q_OBJECT

private:
    using Phase = GrowingSpool::Phase;

    QTemporaryDir m_folder;
    QList<Packer> m_packers;
    std::mt19937_64 m_random{seed()};
    int m_fifo = -1; // its writing end

    std::string path(const char* name)
    {
        return QFile::encodeName(m_folder.filePath(QLatin1String(name))).toStdString();
    }

    std::string write(const char* name, const QByteArray& content)
    {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", name);
        return path(name);
    }

    static std::unique_ptr<DocumentSession> open(const std::string& path, const OpenOptions& options = {})
    {
        auto session = DocumentSession::open(path, options);
        if (!session)
            qFatal("%s", session.error().message().c_str());
        return *std::move(session);
    }

    // A session on a FIFO whose writing end is m_fifo.
    std::unique_ptr<DocumentSession> openFifoSession(const OpenOptions& options = {})
    {
        static int number = 0;
        const QByteArray name = "fifo" + QByteArray::number(++number);
        const std::string fifo = path(name.constData());
        if (::mkfifo(fifo.c_str(), 0600) != 0)
            qFatal("cannot make a FIFO");
        auto session = open(fifo, options);
        m_fifo = ::open(fifo.c_str(), O_WRONLY | O_CLOEXEC);
        return session;
    }

    void send(const QByteArray& bytes)
    {
        QCOMPARE(::write(m_fifo, bytes.constData(), std::size_t(bytes.size())), ssize_t(bytes.size()));
    }

    void closeFifo()
    {
        if (m_fifo >= 0)
            ::close(std::exchange(m_fifo, -1));
    }

    static QByteArray contentOf(const DocumentSession& session)
    {
        QByteArray bytes(qsizetype(session.size().value()), Qt::Uninitialized);
        (void)session.snapshot().read(
            ByteOffset(0), std::as_writable_bytes(std::span(bytes.data(), std::size_t(bytes.size()))));
        return bytes;
    }

    const Packer& gzip() { return m_packers.first(); }

private slots:
    void initTestCase()
    {
        KLocalizedString::setApplicationDomain("megascope");
        QStringList missing;
        m_packers = packers(missing);
        if (!missing.isEmpty())
            QSKIP(qPrintable(missing.join(QLatin1Char(' ')) + QStringLiteral(": not installed")));
    }

    void cleanup() { closeFifo(); }

    void aFifoIsShownWhileItComes()
    {
        const auto session = openFifoSession({.backend = {},
            .encoding = Encoding::byName("UTF-8"),
            .streamLimit = {}}); // noise looks like any
        QVERIFY(session->incoming());
        QCOMPARE(session->size(), ByteCount(0));
        QCOMPARE(session->incoming()->state().phase, Phase::Coming);
        QCOMPARE(session->path(), QString());
        QVERIFY(session->title().startsWith(QLatin1String("fifo")));
        QVERIFY(!session->editor().isReadOnly());
        session->startIndexing();

        QByteArray all;
        QSignalSpy changed(session.get(), &DocumentSession::snapshotChanged);
        for (int i = 0; i < 20; ++i) {
            const QByteArray piece = mixedContent(qsizetype(1 + m_random() % 30'000), m_random);
            send(piece);
            all += piece;
            QTRY_COMPARE(session->size().value(), all.size());
            QVERIFY(contentOf(*session) == all);
        }
        QVERIFY(changed.count() <= 40); // some pieces come in two
        closeFifo();
        QTRY_COMPARE(session->incoming()->state().phase, Phase::Ended);
        QTRY_VERIFY(session->lineIndex().isComplete() && !session->isIndexing());
        QCOMPARE(session->lineIndex().newlines().value(), all.count('\n'));
    }

    void theFirstBytesTellTheEncoding()
    {
        const auto session = openFifoSession();
        QCOMPARE(QByteArray(session->textFormat().encoding.name()), QByteArray("UTF-8"));
        send(QByteArrayLiteral("\xff\xfeh\0i\0\n\0"));
        QTRY_COMPARE(QByteArray(session->textFormat().encoding.name()), QByteArray("UTF-16LE"));
    }

    void editsStayWhileMoreComes()
    {
        const auto session = openFifoSession();
        send("one\n");
        QTRY_COMPARE(session->size().value(), 4);
        session->editor().apply(EditOrder{.range = {ByteOffset(0), ByteCount(3)},
            .content = std::vector<std::byte>{std::byte{'1'}},
            .selection = {ByteOffset(1), ByteOffset(1)}});
        send("two\n");
        QTRY_COMPARE(contentOf(*session), QByteArray("1\ntwo\n"));
        session->editor().undo();
        QCOMPARE(contentOf(*session), QByteArray("one\ntwo\n"));
    }

    void itCanBeStopped()
    {
        const auto session = openFifoSession();
        send("one\n");
        QTRY_COMPARE(session->size().value(), 4);
        session->incoming()->stop();
        QTRY_COMPARE(session->incoming()->state().phase, Phase::Stopped);
        std::signal(SIGPIPE, SIG_IGN);
        QTRY_COMPARE(::write(m_fifo, "two\n", 4), ssize_t(-1)); // the writer learns of it
        QCOMPARE(contentOf(*session), QByteArray("one\n"));
    }

    void itPausesAndGoesOn()
    {
        const auto session = openFifoSession({.backend = {}, .encoding = {}, .streamLimit = ByteCount(10)});
        send("0123456789abcdef");
        QTRY_COMPARE(session->incoming()->state().phase, Phase::Paused);
        QTRY_COMPARE(contentOf(*session), QByteArray("0123456789"));
        session->incoming()->goOn();
        QTRY_COMPARE(contentOf(*session), QByteArray("0123456789abcdef"));
        QCOMPARE(session->incoming()->state().phase, Phase::Coming);
    }

    void whatCameIsSavedAndMoreComes()
    {
        const auto session = openFifoSession();
        send("one\n");
        QTRY_COMPARE(session->size().value(), 4);
        QVERIFY(!session->saver().plan());
        QSignalSpy ended(&session->saver(), &DocumentSaver::ended);
        session->saver().saveCopy(path("copy"), session->snapshot().all(), false);
        QTRY_COMPARE(ended.count(), 1);
        QFile copy(m_folder.filePath(QStringLiteral("copy")));
        QVERIFY(copy.open(QIODevice::ReadOnly));
        QCOMPARE(copy.readAll(), QByteArray("one\n"));
        send("two\n");
        QTRY_COMPARE(contentOf(*session), QByteArray("one\ntwo\n"));

        closeFifo();
        QTRY_COMPARE(session->incoming()->state().phase, Phase::Ended);
        session->saver().saveCopy(path("moved"), session->snapshot().all(), true);
        QTRY_COMPARE(ended.count(), 2);
        QVERIFY(!session->incoming()); // it is a file like any other now
        QCOMPARE(session->path(), m_folder.filePath(QStringLiteral("moved")));
        QVERIFY(session->saver().plan().has_value());
    }

    void aCompressedFileIsUnpacked()
    {
        const QByteArray content = mixedContent(2'000'000, m_random);
        for (const Packer& packer : std::as_const(m_packers)) {
            const std::string file = write("some.log.gz", pack(packer, content));
            const auto session = open(file);
            QVERIFY(session->size() > ByteCount(0)); // the first screen is there
            QTRY_COMPARE(session->size().value(), content.size());
            QVERIFY(contentOf(*session) == content);
            QCOMPARE(session->title(), QStringLiteral("some.log.gz (unpacked)"));
            QCOMPARE(session->contentPath(), m_folder.filePath(QStringLiteral("some.log")));
            QVERIFY(!session->isPacked() && !session->whyPacked());
            const auto plan = session->saver().plan();
            QVERIFY(!plan && plan.error().kind == ErrorKind::Unsupported);
            QVERIFY(plan.error().message().contains("it is compressed"));

            const auto packed
                = open(file, {.backend = {}, .encoding = {}, .packed = true, .streamLimit = {}});
            QVERIFY(packed->isPacked() && !packed->incoming());
            QVERIFY(contentOf(*packed) == pack(packer, content) || packer.name == QLatin1String("gzip"));
            QCOMPARE(packed->title(), QStringLiteral("some.log.gz (packed)"));
        }
    }

    void reloadingUnpacksAgain()
    {
        const std::string file = write("reloaded.gz", pack(gzip(), "old\n"));
        const auto session = open(file);
        QTRY_COMPARE(contentOf(*session), QByteArray("old\n"));
        write("reloaded.gz", pack(gzip(), "new content\n"));
        QVERIFY(session->reload().has_value());
        QTRY_COMPARE(contentOf(*session), QByteArray("new content\n"));
        QVERIFY(session->incoming());
        write("reloaded.gz", "not packed any more\n");
        QVERIFY(session->reload().has_value());
        QCOMPARE(contentOf(*session), QByteArray("not packed any more\n"));
        QVERIFY(!session->incoming());
    }

    void whatOnlyLooksCompressedIsShownAsItIs()
    {
        const QByteArray content = QByteArrayLiteral("\x1f\x8b\x08\0 is no more than the begin");
        const auto session = open(write("fake.gz", content));
        QCOMPARE(contentOf(*session), content);
        QVERIFY(session->whyPacked().has_value());
        QVERIFY(!session->incoming());
        QVERIFY(session->saver().plan().has_value());
    }

    void damageIsTold()
    {
        const QByteArray packed = pack(gzip(), mixedContent(1'000'000, m_random));
        const auto session = open(write("cut.gz", packed.first(packed.size() / 2)));
        QTRY_COMPARE(session->incoming()->state().phase, Phase::Failed);
        const Error error = *session->incoming()->state().error;
        QCOMPARE(error.kind, ErrorKind::Damaged);
        QTRY_COMPARE(session->size(), session->incoming()->state().size);
        QVERIFY(error.message().ends_with(
            "the content breaks off at offset " + std::to_string(session->size().value())));
    }

    void aSessionClosesWhileItUnpacks()
    {
        const std::string file = write("zeros.gz", pack(gzip(), QByteArray(20'000'000, '\0')));
        for (int i = 0; i < 5; ++i) {
            const auto session = open(file);
            session->startIndexing();
            QTest::qWait(int(m_random() % 10));
        }
    }
};

QTEST_GUILESS_MAIN(IncomingTest)
#include "IncomingTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"
#include "tests/core/unpack/Packers.h"
#include "tests/support/Rounds.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <csignal>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace megascope::testing;

// What is no plain file: compressed ones, pipes, FIFOs, files of the kernel.
class CliInputTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void compressed_data();
    void compressed();
    void damaged();
    void looksCompressed();
    void limit();
    void savingIsRefused();
    void noMoreIsReadThanNeeded_data();
    void noMoreIsReadThanNeeded();
    void linesThatHaveCome();
    void fifo();
    void nothingIsLeft();
    void memoryIsFlat();
    void kernelFile();
    void blockDevice();

private:
    Folder m_folder;
    QList<Packer> m_packers;
    std::mt19937_64 m_random{seed()};
    QByteArray m_content; // numbered lines
};

namespace {

constexpr int lineCount = 60'000;

QByteArray numberedLines(int count)
{
    QByteArray lines;
    for (int i = 1; i <= count; ++i)
        lines += "line " + QByteArray::number(i) + '\n';
    return lines;
}

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

// The tail of a shell's line that runs the program.
QString program(const QString& arguments)
{
    return QStringLiteral("'%1' %2").arg(cliProgram(), arguments);
}

qint64 anonymousMemory(qint64 process) // KiB
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly))
        return -1;
    const QByteArrayList lines = status.readAll().split('\n');
    for (const QByteArray& line : lines) {
        if (line.startsWith("RssAnon:"))
            return line.mid(8).trimmed().split(' ').first().toLongLong();
    }
    return -1;
}

} // namespace

void CliInputTest::initTestCase()
{
    QStringList missing;
    m_packers = packers(missing);
    // A sanitizer sees them all in UnpackTest, sooner than in so many processes.
    if (isSanitized && m_packers.size() > 2)
        m_packers.resize(2);
    if (!missing.isEmpty())
        qWarning("not tested, because not installed: %s", qPrintable(missing.join(QLatin1Char(' '))));
    m_content = numberedLines(lineCount);
}

void CliInputTest::compressed_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<bool>("inParts");
    for (qsizetype i = 0; i < m_packers.size(); ++i) {
        QTest::addRow("%s", qPrintable(m_packers[i].name)) << int(i) << false;
        if (m_packers[i].hasParts)
            QTest::addRow("%s in parts", qPrintable(m_packers[i].name)) << int(i) << true;
    }
}

void CliInputTest::compressed()
{
    QFETCH(const int, number);
    QFETCH(const bool, inParts);
    const Packer& packer = m_packers[number];
    const auto border = qsizetype(inParts ? m_random() % std::uint64_t(m_content.size()) : 0);
    QByteArray packed = pack(packer, m_content.mid(border));
    if (inParts)
        packed = pack(packer, m_content.first(border)) + packed;
    const QString file
        = m_folder.write(QStringLiteral("packed"), packed); // known by its bytes, not by a name

    const RunResult info = cli({QStringLiteral("info"), file});
    QCOMPARE(info.err, QByteArray());
    QVERIFY2(info.out.startsWith("size: " + QByteArray::number(m_content.size()) + '\n'), info.out);
    QVERIFY2(info.out.contains("\nlines: " + QByteArray::number(lineCount) + '\n'), info.out);
    QVERIFY2(info.out.endsWith("\ncompression: " + packer.name.toLatin1() + '\n'), info.out);
    QVERIFY(cli({QStringLiteral("info"), file, QStringLiteral("--json")})
            .out.endsWith("\"compression\": \"" + packer.name.toLatin1() + "\"}\n"));

    const QStringList lines{QStringLiteral("lines"), file, QStringLiteral("41234:41236")};
    QCOMPARE(cli(lines).out, QByteArray("line 41234\nline 41235\nline 41236\n"));
    const QByteArray found = QByteArray::number(m_content.indexOf("line 54321\n")) + " 10\n";
    QCOMPARE(cli({QStringLiteral("find"), file, QStringLiteral("line 54321")}).out, found);
    QVERIFY(cli({QStringLiteral("bytes"), file, QStringLiteral("0"), QStringLiteral("1T")}).out == m_content);

    // The same through a pipe, and as it is.
    QCOMPARE(
        cli({QStringLiteral("find"), QStringLiteral("-"), QStringLiteral("line 54321")}, packed).out, found);
    const QByteArray infoOfInput = cli({QStringLiteral("info"), QStringLiteral("-")}, packed).out;
    QVERIFY2(infoOfInput.endsWith("\ncompression: " + packer.name.toLatin1() + '\n'), infoOfInput);
    for (const QString& name : {file, QStringLiteral("-")}) {
        const RunResult raw = cli({QStringLiteral("bytes"), name, QStringLiteral("0"), QStringLiteral("1T"),
                                      QStringLiteral("--packed")},
            name == file ? QByteArray() : packed);
        QVERIFY(raw.out == packed);
    }
}

void CliInputTest::damaged()
{
    for (const Packer& packer : std::as_const(m_packers)) {
        if (packer.name == QLatin1String("bzip2") || packer.name == QLatin1String("zstd"))
            continue; // of these nothing is given before a block is complete, and it is one
        const QByteArray packed = pack(packer, m_content);
        const QString file = m_folder.write(QStringLiteral("cut"), packed.first(packed.size() - 2000));
        const RunResult all = cli({QStringLiteral("bytes"), file, QStringLiteral("0"), QStringLiteral("1T")});
        QCOMPARE(all.exit, 3);
        QVERIFY(!all.out.isEmpty() && m_content.startsWith(all.out));
        QVERIFY2(all.err.contains("cut short at offset " + QByteArray::number(packed.size() - 2000)
                     + " of the packed bytes; the content breaks off at offset "
                     + QByteArray::number(all.out.size())),
            all.err);
        QCOMPARE(all.err.count('\n'), 1);

        const RunResult info = cli({QStringLiteral("info"), file});
        QCOMPARE(info.exit, 3);
        QVERIFY2(info.out.startsWith("size: " + QByteArray::number(all.out.size()) + '\n'), info.out);
        const RunResult begin = cli({QStringLiteral("lines"), file, QStringLiteral("3")});
        QCOMPARE(begin.out, QByteArray("line 3\n"));
        QCOMPARE(begin.err, QByteArray());
        checkFailure(cli({QStringLiteral("lines"), file, QStringLiteral("59999")}), 3, "cut short");
        checkFailure(cli({QStringLiteral("find"), file, QStringLiteral("line 59999")}), 3, "cut short");
        checkFailure(cli({QStringLiteral("replace"), file, QStringLiteral("line 1"), QStringLiteral("x"),
                         QStringLiteral("--output"), m_folder.path(QStringLiteral("never"))}),
            3, "cut short");
    }
    QVERIFY(!QFile::exists(m_folder.path(QStringLiteral("never"))));
}

void CliInputTest::looksCompressed()
{
    const QByteArray content = QByteArrayLiteral("\x1f\x8b\x08\0 is no more than the begin");
    const QString file = m_folder.write(QStringLiteral("fake"), content);
    for (const QString& name : {file, QStringLiteral("-")}) {
        const RunResult result
            = cli({QStringLiteral("bytes"), name, QStringLiteral("0"), QStringLiteral("1T")},
                name == file ? QByteArray() : content);
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out, content);
        QVERIFY2(result.err.endsWith(" of the packed bytes; it is taken as it is\n"), result.err);
        QCOMPARE(result.err.count('\n'), 1);
    }
}

void CliInputTest::limit()
{
    for (const Packer& packer : std::as_const(m_packers)) {
        const QString file = m_folder.write(QStringLiteral("packed"), pack(packer, m_content));
        const RunResult result = cli({QStringLiteral("bytes"), file, QStringLiteral("0"),
            QStringLiteral("1T"), QStringLiteral("--spool-limit=1000")});
        QCOMPARE(result.exit, 0);
        QCOMPARE(result.out, m_content.first(1000));
        QVERIFY2(result.err.contains("only its first 1000 bytes are looked at"), result.err);
    }
}

void CliInputTest::savingIsRefused()
{
    for (const Packer& packer : std::as_const(m_packers)) {
        const QByteArray packed = pack(packer, m_content);
        const QString file = m_folder.write(QStringLiteral("packed"), packed);
        const QString output = m_folder.path(QStringLiteral("output"));
        QFile::remove(output);
        const QStringList replace{
            QStringLiteral("replace"), file, QStringLiteral("line "), QStringLiteral("l")};
        checkFailure(cli(replace + words("--save")), 3, packer.name.toLatin1() + "), and cannot be saved to");
        checkFailure(cli(replace + words("--plan")), 3, packer.name.toLatin1() + "), and cannot be saved to");
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::ReadOnly) && kept.readAll() == packed);

        const RunResult done = cli(replace + QStringList{QStringLiteral("--output"), output});
        QCOMPARE(done.out, QByteArray::number(lineCount) + '\n');
        QFile written(output);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(written.readAll() == QByteArray(m_content).replace("line ", "l"));

        const QString script = m_folder.write(QStringLiteral("script"), "overwrite 0 00\n");
        QCOMPARE(cli({QStringLiteral("edit"), file, QStringLiteral("--script"), script,
                         QStringLiteral("--save"), QStringLiteral("--packed")})
                     .exit,
            0);
        QFile edited(file);
        QVERIFY(edited.open(QIODevice::ReadOnly) && edited.readAll() == '\0' + packed.mid(1));
    }
}

void CliInputTest::noMoreIsReadThanNeeded_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("out");
    QTest::newRow("lines") << QStringLiteral("lines - 1:3") << QByteArray("y\ny\ny\n");
    QTest::newRow("bytes") << QStringLiteral("bytes - 3 4") << QByteArray("\ny\ny");
    QTest::newRow("find") << QStringLiteral("find - y --max 2") << QByteArray("0 1\n2 1\n");
    QTest::newRow("find a regex") << QStringLiteral("find - '^y$' --regex --max 2")
                                  << QByteArray("0 1\n2 1\n");
}

// Of what never ends.
void CliInputTest::noMoreIsReadThanNeeded()
{
    QFETCH(const QString, arguments);
    QFETCH(const QByteArray, out);
    const RunResult result
        = run(QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("yes | ") + program(arguments)});
    QCOMPARE(result.out, out);
    QCOMPARE(result.exit, 0);
    if (QStandardPaths::findExecutable(QStringLiteral("gzip")).isEmpty())
        return;
    const RunResult packed = run(QStringLiteral("sh"),
        {QStringLiteral("-c"), QStringLiteral("yes | gzip -1 | ") + program(arguments)});
    QCOMPARE(packed.out, out);
    QCOMPARE(packed.exit, 0);
}

// The writer stays, and writes no more.
void CliInputTest::linesThatHaveCome()
{
    QProcess process;
    process.start(cliProgram(), words("lines - 2:3"));
    QVERIFY(process.waitForStarted());
    process.write("one\ntwo\nth");
    QVERIFY(!process.waitForFinished(100));
    process.write("ree\n");
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardOutput(), QByteArray("two\nthree\n"));
}

void CliInputTest::fifo()
{
    const QString path = m_folder.path(QStringLiteral("fifo"));
    QCOMPARE(::mkfifo(QFile::encodeName(path), 0600), 0);
    for (int round = 0; round < rounds(10); ++round) {
        const QByteArray content = mixedContent(qsizetype(m_random() % 300'000), m_random);
        std::thread writer([&, chunks = std::mt19937_64(m_random())]() mutable {
            const int fifo = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CLOEXEC);
            for (qsizetype at = 0; at < content.size();) {
                const auto count = std::min<qsizetype>(content.size() - at, qsizetype(1 + chunks() % 20'000));
                at += std::max<ssize_t>(::write(fifo, content.constData() + at, std::size_t(count)), 0);
            }
            ::close(fifo);
        });
        const RunResult result = cli({QStringLiteral("bytes"), path, QStringLiteral("0"),
            QStringLiteral("1T"), QStringLiteral("--packed")});
        writer.join();
        QCOMPARE(result.err, QByteArray());
        QVERIFY(result.out == content);
    }
}

void CliInputTest::nothingIsLeft()
{
    QDir().mkpath(m_folder.path(QStringLiteral("cache")));
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("TMPDIR"));
    environment.insert(QStringLiteral("XDG_CACHE_HOME"), m_folder.path(QStringLiteral("cache")));
    process.setProcessEnvironment(environment);
    process.start(cliProgram(), words("info -"));
    QVERIFY(process.waitForStarted());
    process.write(m_content);
    QVERIFY(process.waitForBytesWritten());
    const QDir cache(m_folder.path(QStringLiteral("cache/megascope")));
    QTRY_VERIFY(cache.exists());
    if (!waitForReading(process))
        QSKIP("the kernel does not tell when the program waits for its input");
    process.kill();
    QVERIFY(process.waitForFinished());
    QVERIFY(cache.isEmpty());
}

void CliInputTest::memoryIsFlat()
{
    if (isSanitized)
        QSKIP("sanitizers keep memory that was given back");
    QProcess process;
    process.start(cliProgram(), words("info -"));
    QVERIFY(process.waitForStarted());
    const auto feed = [&](int mebibytes) {
        const QByteArray piece(1 << 20, 'y');
        for (int i = 0; i < mebibytes; ++i) {
            process.write(piece);
            if (!process.waitForBytesWritten())
                return false;
        }
        return true;
    };
    QVERIFY(feed(8));
    const qint64 before = anonymousMemory(process.processId());
    const int mebibytes = qEnvironmentVariableIntValue("MEGASCOPE_PIPED_MEBIBYTES");
    QVERIFY(feed(mebibytes > 0 ? mebibytes : 128));
    const qint64 after = anonymousMemory(process.processId());
    qInfo("RssAnon: %lld KiB after 8 MiB, %lld KiB later", before, after);
    QVERIFY(before > 0 && after - before < 4096);
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
}

void CliInputTest::kernelFile()
{
    const QString maps = QStringLiteral("/proc/self/maps");
    const RunResult info = cli({QStringLiteral("info"), maps});
    QCOMPARE(info.exit, 0);
    QVERIFY2(!info.out.startsWith("size: 0\n"), info.out);
    QVERIFY(
        cli({QStringLiteral("lines"), maps, QStringLiteral("1:100000")}).out.contains("/megascope-cli\n"));
    QCOMPARE(cli({QStringLiteral("find"), maps, QStringLiteral("[stack]"), QStringLiteral("--count")}).out,
        QByteArray("1\n"));
}

void CliInputTest::blockDevice()
{
    const QString file = m_folder.write(QStringLiteral("disk"), m_content.first(512 * 1024));
    const RunResult made = run(QStringLiteral("losetup"),
        {QStringLiteral("--show"), QStringLiteral("--read-only"), QStringLiteral("--find"), file});
    const QString device = QString::fromLocal8Bit(made.out.trimmed());
    if (made.exit != 0 || device.isEmpty())
        QSKIP("no loop device can be made here");
    const RunResult info = cli({QStringLiteral("info"), device});
    const RunResult lines = cli({QStringLiteral("lines"), device, QStringLiteral("7")});
    const RunResult found
        = cli({QStringLiteral("find"), device, QStringLiteral("line 3000\n"), QStringLiteral("--count")});
    run(QStringLiteral("losetup"), {QStringLiteral("--detach"), device});
    QVERIFY2(info.out.startsWith("size: 524288\n"), info.out);
    QCOMPARE(lines.out, QByteArray("line 7\n"));
    QCOMPARE(found.out, QByteArray("1\n"));
}

QTEST_GUILESS_MAIN(CliInputTest)
#include "CliInputTest.moc"

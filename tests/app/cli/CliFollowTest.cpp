// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"
#include "tests/support/RotatedLog.h"

#include <QFile>
#include <QRandomGenerator>

#include <array>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

using namespace megascope::testing;

// megascope-cli lines --follow, while others append to the log and rotate it.
class CliFollowTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void eachLineIsPrintedOnce();
    void beginsWhereItIsTold_data();
    void beginsWhereItIsTold();
    void endsWhenInterrupted_data();
    void endsWhenInterrupted();
    void endsWhenNobodyReads();
    void tellsThatTheFileIsMissing();
    void refuses_data();
    void refuses();

private:
    void start(const QString& first);
    bool prints(const QByteArray& content);
    void append(const QByteArray& content) const;

    Folder m_folder;
    QString m_log;
    QProcess m_process;
    QByteArray m_out;
};

namespace {

constexpr int patience = 10'000; // milliseconds

} // namespace

void CliFollowTest::init()
{
    static int number = 0;
    m_log = m_folder.path(QStringLiteral("log%1").arg(++number));
    m_out.clear();
    m_process.setChildProcessModifier({});
}

void CliFollowTest::cleanup()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    QVERIFY(m_process.waitForFinished(patience));
    QCOMPARE(m_process.exitCode(), 4);
}

void CliFollowTest::start(const QString& first)
{
    m_process.start(cliProgram(), {QStringLiteral("lines"), m_log, first, QStringLiteral("--follow")});
    QVERIFY(m_process.waitForStarted());
}

bool CliFollowTest::prints(const QByteArray& content)
{
    while (m_out.size() < content.size() && m_process.waitForReadyRead(patience))
        m_out += m_process.readAllStandardOutput();
    return m_out == content;
}

void CliFollowTest::append(const QByteArray& content) const
{
    QFile file(m_log);
    QVERIFY(file.open(QIODevice::Append));
    QCOMPARE(file.write(content), content.size());
}

void CliFollowTest::eachLineIsPrintedOnce()
{
    constexpr int inEveryRun = 30;
    const bool isCampaign = qEnvironmentVariableIsSet("MEGASCOPE_ROTATIONS");
    const int rounds = isCampaign ? qEnvironmentVariableIntValue("MEGASCOPE_ROTATIONS") : inEveryRun;
    const quint64 seed = qEnvironmentVariableIsSet("MEGASCOPE_SEED")
        ? qEnvironmentVariable("MEGASCOPE_SEED").toULongLong()
        : QRandomGenerator::global()->generate64();
    qInfo("MEGASCOPE_SEED=%llu", seed);
    RotatedLog log(m_log.toStdString(), seed);
    start(QStringLiteral("1"));
    QVERIFY(prints(QByteArray::fromStdString(log.written()))); // else another file may be opened
    for (int round = 0; round < rounds; ++round) {
        log.rotate(false, [&] { prints(QByteArray::fromStdString(log.written())); });
        QVERIFY2(m_out.toStdString() == log.written(), qPrintable(QStringLiteral("in round %1").arg(round)));
    }
}

void CliFollowTest::beginsWhereItIsTold_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QByteArray>("printed");
    QTest::newRow("the begin") << QByteArray("1\n2\n3\n") << QStringLiteral("1") << QByteArray("1\n2\n3\n");
    QTest::newRow("a line") << QByteArray("1\n2\n3\n") << QStringLiteral("3") << QByteArray("3\n");
    QTest::newRow("the end") << QByteArray("1\n2\n3\n") << QStringLiteral("4") << QByteArray();
    QTest::newRow("an unfinished line") << QByteArray("1\n2\n3") << QStringLiteral("3") << QByteArray("3");
    QTest::newRow("nothing yet") << QByteArray() << QStringLiteral("1") << QByteArray();
}

void CliFollowTest::beginsWhereItIsTold()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QString, first);
    QFETCH(const QByteArray, printed);
    append(content);
    start(first);
    // What is printed first tells that it is there; where that is nothing, it may come later than the line.
    QVERIFY(prints(printed));
    append("4\n");
    QVERIFY(prints(printed + "4\n"));
    QCOMPARE(m_process.readAllStandardError(), QByteArray());
}

void CliFollowTest::endsWhenInterrupted_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void CliFollowTest::endsWhenInterrupted()
{
    QFETCH(const int, signal);
    append("1\n");
    m_process.setChildProcessModifier([] { std::signal(SIGINT, SIG_DFL); });
    start(QStringLiteral("1"));
    QVERIFY(prints("1\n"));
    ::kill(pid_t(m_process.processId()), signal);
    QVERIFY(m_process.waitForFinished(patience));
    QCOMPARE(m_process.exitCode(), 4);
    QCOMPARE(m_process.readAllStandardError(), QByteArray());
}

// Though nothing is appended any more.
void CliFollowTest::endsWhenNobodyReads()
{
    append("1\n");
    std::array<int, 2> ends{};
    QCOMPARE(::pipe2(ends.data(), O_CLOEXEC), 0);
    m_process.setChildProcessModifier([end = ends[1]] { ::dup2(end, STDOUT_FILENO); });
    start(QStringLiteral("1"));
    ::close(ends[1]);
    std::array<char, 2> bytes{};
    QCOMPARE(::read(ends[0], bytes.data(), bytes.size()), ssize_t(2));
    ::close(ends[0]);
    QVERIFY(m_process.waitForFinished(patience));
    QCOMPARE(m_process.exitCode(), 0);
    QCOMPARE(m_process.readAllStandardError(), QByteArray());
}

void CliFollowTest::tellsThatTheFileIsMissing()
{
    append("1\n");
    start(QStringLiteral("1"));
    QVERIFY(prints("1\n"));
    QVERIFY(QFile::remove(m_log));
    m_process.setReadChannel(QProcess::StandardError);
    QVERIFY(m_process.waitForReadyRead(patience));
    QCOMPARE(m_process.readAllStandardError(),
        "megascope-cli: " + QFile::encodeName(m_log) + ": no such file or directory\n");
    m_process.setReadChannel(QProcess::StandardOutput);
    append("2\n");
    QVERIFY(prints("1\n2\n"));
    QCOMPARE(m_process.readAllStandardError(), QByteArray());
}

void CliFollowTest::refuses_data()
{
    QTest::addColumn<QStringList>("operands");
    QTest::addColumn<int>("exit");
    QTest::addColumn<QByteArray>("words");
    const QString file = m_folder.write(QStringLiteral("three"), "1\n2\n3\n");
    QTest::newRow("a range") << QStringList{file, QStringLiteral("1:2")} << 2
                             << QByteArray("--follow goes with FIRST alone");
    QTest::newRow("standard input") << QStringList{QStringLiteral("-"), QStringLiteral("1")} << 2
                                    << QByteArray("standard input has no name to follow");
    QTest::newRow("past the end") << QStringList{file, QStringLiteral("5")} << 3
                                  << QByteArray("there is no line 5: the last one is line 4");
    QTest::newRow("a file of the kernel") << QStringList{QStringLiteral("/proc/version"), QStringLiteral("1")}
                                          << 3 << QByteArray("cannot be followed");
    QTest::newRow("no file") << QStringList{m_folder.path(QStringLiteral("none")), QStringLiteral("1")} << 3
                             << QByteArray("no such file or directory");
}

void CliFollowTest::refuses()
{
    QFETCH(const QStringList, operands);
    QFETCH(const int, exit);
    QFETCH(const QByteArray, words);
    checkFailure(
        cli(QStringList{QStringLiteral("lines")} + operands + QStringList{QStringLiteral("--follow")}), exit,
        words);
}

QTEST_GUILESS_MAIN(CliFollowTest)
#include "CliFollowTest.moc"

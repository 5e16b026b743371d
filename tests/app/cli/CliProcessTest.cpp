// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"
#include "tests/support/Rounds.h"

#include <QFile>
#include <QStandardPaths>

#include <array>
#include <csignal>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace megascope::testing;

// What a program inherits from whoever starts it: descriptors that are closed, signals that are ignored.
class CliProcessTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void closedInput();
    void closedOutput_data();
    void closedOutput();
    void closedErrors();
    void allClosed();
    void failingClose();
    void closedPipe_data();
    void closedPipe();
    void ignoredInterrupt_data();
    void ignoredInterrupt();
    void scarceMemory();

private:
    Folder m_folder;
    QString m_file;
};

namespace {

const QByteArray content = "1\n2\n3\n";

std::function<void()> closing(std::initializer_list<int> descriptors)
{
    return [closed = std::vector<int>(descriptors)] {
        for (const int descriptor : closed)
            ::close(descriptor);
    };
}

QStringList bytesOf(const QString& file, const QString& count)
{
    return {QStringLiteral("bytes"), file, QStringLiteral("0"), count};
}

} // namespace

void CliProcessTest::initTestCase()
{
    m_file = m_folder.write(QStringLiteral("file"), content);
}

void CliProcessTest::closedInput()
{
    const auto without = closing({STDIN_FILENO});
    QCOMPARE(cli(bytesOf(m_file, QStringLiteral("9")), {}, without).out, content);
    checkFailure(cli(bytesOf(QStringLiteral("-"), QStringLiteral("9")), {}, without), 3,
        "standard input: bad file descriptor");
}

void CliProcessTest::closedOutput_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("info") << QStringList{QStringLiteral("info"), m_file};
    QTest::newRow("lines") << QStringList{QStringLiteral("lines"), m_file, QStringLiteral("1")};
    QTest::newRow("bytes") << bytesOf(m_file, QStringLiteral("9"));
    QTest::newRow("a copy of standard input") << bytesOf(QStringLiteral("-"), QStringLiteral("9"));
    QTest::newRow("a copy of a file") << bytesOf(QStringLiteral("/proc/version"), QStringLiteral("9"));
    QTest::newRow("help") << QStringList{QStringLiteral("--help")};
}

void CliProcessTest::closedOutput()
{
    QFETCH(const QStringList, arguments);
    const QByteArray words = "standard output: bad file descriptor";
    checkFailure(cli(arguments, content, closing({STDOUT_FILENO})), 3, words);
    checkFailure(cli(arguments, content, closing({STDIN_FILENO, STDOUT_FILENO})), 3,
        arguments.contains(QStringLiteral("-")) ? "standard input: bad file descriptor" : words);
}

void CliProcessTest::closedErrors()
{
    const auto without = closing({STDERR_FILENO});
    QCOMPARE(cli(bytesOf(m_file, QStringLiteral("9")), {}, without).out, content);
    const RunResult failed
        = cli(bytesOf(m_folder.path(QStringLiteral("missing")), QStringLiteral("9")), {}, without);
    QCOMPARE(failed.exit, 3);
    QCOMPARE(failed.out, QByteArray());
}

void CliProcessTest::allClosed()
{
    const auto without = closing({STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO});
    QCOMPARE(cli(bytesOf(m_file, QStringLiteral("9")), {}, without).exit, 3);
    QCOMPARE(cli(bytesOf(QStringLiteral("-"), QStringLiteral("9")), content, without).exit, 3);
    QCOMPARE(cli({QStringLiteral("frobnicate")}, {}, without).exit, 2);
}

// A server may refuse what was written only when the file is closed.
void CliProcessTest::failingClose()
{
    const QString strace = QStandardPaths::findExecutable(QStringLiteral("strace"));
    if (strace.isEmpty())
        QSKIP("strace, which makes calls fail, is not installed");
    if (isSanitized)
        QSKIP("sanitizers do not run under strace");
    if (run(strace, {QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("true")}).exit != 0)
        QSKIP("strace may not trace here");
    const QString out = m_folder.path(QStringLiteral("out"));
    const QStringList traced
        = QStringList{QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("-P"), out,
              QStringLiteral("-e"), QStringLiteral("inject=close:error=EDQUOT"), cliProgram()}
        + bytesOf(m_file, QStringLiteral("9"));
    const auto toFile = [name = QFile::encodeName(out)] {
        ::dup2(::open(name.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), STDOUT_FILENO);
    };
    checkFailure(run(strace, traced, {}, toFile), 3, "standard output: disk quota exceeded");
}

void CliProcessTest::closedPipe_data()
{
    QTest::addColumn<bool>("ignored");
    QTest::addColumn<bool>("blocking");
    for (const bool ignored : {false, true}) {
        for (const bool blocking : {false, true})
            QTest::addRow(
                "SIGPIPE %s, %s", ignored ? "ignored" : "as usual", blocking ? "blocking" : "non-blocking")
                << ignored << blocking;
    }
}

// A reader that has seen enough is no failure, however its writer was started.
void CliProcessTest::closedPipe()
{
    QFETCH(const bool, ignored);
    QFETCH(const bool, blocking);
    std::array<int, 2> ends{};
    QCOMPARE(::pipe2(ends.data(), O_CLOEXEC | (blocking ? 0 : O_NONBLOCK)), 0);
    ::close(ends[0]);
    const auto toNobody = [&] {
        std::signal(SIGPIPE, ignored ? SIG_IGN : SIG_DFL);
        ::dup2(ends[1], STDOUT_FILENO);
    };
    const RunResult result = cli(bytesOf(m_file, QStringLiteral("9")), {}, toNobody);
    ::close(ends[1]);
    QCOMPARE(result.exit, 0);
    QCOMPARE(result.err, QByteArray());
}

void CliProcessTest::ignoredInterrupt_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

// As nohup starts a program, or a shell one in the background.
void CliProcessTest::ignoredInterrupt()
{
    QFETCH(const int, signal);
    QProcess process;
    process.setChildProcessModifier([signal] { std::signal(signal, SIG_IGN); });
    process.start(cliProgram(), bytesOf(QStringLiteral("-"), QStringLiteral("9")));
    QVERIFY(process.waitForStarted());
    if (!waitForReading(process))
        QSKIP("the kernel does not tell when the program waits for its input");
    ::kill(pid_t(process.processId()), signal);
    process.write(content);
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardOutput(), content);
}

// With whatever address space: the right bytes, or one line that says why not.
void CliProcessTest::scarceMemory()
{
    if (isSanitized)
        QSKIP("sanitizers need more address space than that");
    const auto limited = [this](rlim_t limit) {
        return cli(bytesOf(m_file, QStringLiteral("4")), {}, [limit] {
            const rlimit addressSpace{limit, limit};
            ::setrlimit(RLIMIT_AS, &addressSpace);
        });
    };
    int ends = 0;
    int works = 0;
    for (rlim_t limit = rlim_t(30) << 20; limit < rlim_t(100) << 20 && works < 3; limit += 128 << 10) {
        RunResult result = limited(limit);
        // Where the one page is missing that it allocates first, glibc's loader itself crashes.
        if (result.exit < 0)
            result = limited(limit + (32 << 10));
        QVERIFY2(result.exit >= 0, result.err); // no crash, not even before main()
        if (result.exit == 0) {
            ++works;
            QCOMPARE(result.out, content.first(4));
        } else if (result.err.startsWith(
                       "megascope-cli: ")) { // else the loader found no room for the program
            ++ends;
            checkFailure(result, 3, "memory");
        }
    }
    QCOMPARE(works, 3);
    qInfo("%d times there was not enough memory", ends);
}

QTEST_GUILESS_MAIN(CliProcessTest)
#include "CliProcessTest.moc"

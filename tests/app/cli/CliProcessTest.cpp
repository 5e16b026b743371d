// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"

#include <QFile>
#include <QStandardPaths>

#include <fcntl.h>
#include <unistd.h>

using namespace megascope::testing;

// What a program inherits from whoever starts it: descriptors that are closed.
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

QTEST_GUILESS_MAIN(CliProcessTest)
#include "CliProcessTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"
#include "tests/support/Rounds.h"

#include <QFile>
#include <QStandardPaths>

#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace megascope::testing;

// What goes wrong: one line that names the file and the reason, and an exit code that says what kind it was.
class CliFailureTest : public QObject {
    Q_OBJECT

private slots:
    void badInput_data();
    void badInput();
    void badUsage_data();
    void badUsage();
    void noPermission();
    void control();
    void unreadableBytes_data();
    void unreadableBytes();
    void fullOutput();
    void closedPipe();
    void interrupt();

private:
    Folder m_folder;
};

namespace {

int listenAt(const QString& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const QByteArray name = QFile::encodeName(path);
    if (name.size() >= qsizetype(sizeof(address.sun_path)))
        return -1;
    std::memcpy(address.sun_path, name.constData(), std::size_t(name.size()));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ? descriptor
                                                                                                 : -1;
}

QByteArray numberedLines(qsizetype size)
{
    QByteArray content;
    content.reserve(size + 10);
    for (int i = 0; content.size() < size; ++i)
        content.append(QByteArray::number(i)).append('\n');
    return content;
}

} // namespace

void CliFailureTest::badInput_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("words");

    const QString file = m_folder.write(QStringLiteral("ten"), "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
    const QString missing = m_folder.path(QStringLiteral("missing"));
    const QString below = file + QStringLiteral("/below");
    const QString socket = m_folder.path(QStringLiteral("socket"));
    QVERIFY(listenAt(socket) >= 0);
    const QString dangling = m_folder.path(QStringLiteral("dangling"));
    QVERIFY(QFile::link(missing, dangling));

    const auto add
        = [](const char* name, const QStringList& arguments, const QString& subject, const char* reason) {
              QTest::newRow(name) << arguments << QFile::encodeName(subject) + ": " + reason;
          };
    for (const QString& command :
        {QStringLiteral("info"), QStringLiteral("lines"), QStringLiteral("bytes")}) {
        const auto with = [&](const QString& path) {
            QStringList arguments{command, path};
            if (command == QLatin1String("lines"))
                arguments << QStringLiteral("1");
            if (command == QLatin1String("bytes"))
                arguments << QStringLiteral("0") << QStringLiteral("1");
            return arguments;
        };
        const auto name = [&](const char* what) { return command.toLatin1() + ' ' + what; };
        add(name("of a missing file"), with(missing), missing, "no such file or directory");
        add(name("below a file"), with(below), below, "not a directory");
        add(name("of a folder"), with(m_folder.path({})), m_folder.path({}), "is a directory");
        add(name("of a socket"), with(socket), socket, "is a socket");
        add(name("of a dangling link"), with(dangling), dangling, "is a link to ");
        add(name("of a device"), with(QStringLiteral("/dev/zero")), QStringLiteral("/dev/zero"), "");
        add(name("of no name"), with(QString()), QString(), "");
    }
    add("a line past the end", {QStringLiteral("lines"), file, QStringLiteral("12")}, file,
        "there is no line 12");
    add("lines past the end", {QStringLiteral("lines"), file, QStringLiteral("1T:2T")}, file,
        "there is no line 1099511627776");
    add("an offset past the end", {QStringLiteral("bytes"), file, QStringLiteral("22"), QStringLiteral("1")},
        file, "there is no offset 22: the file ends at 21");
}

void CliFailureTest::badInput()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, words);
    checkFailure(cli(arguments), 3, words);
}

void CliFailureTest::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("words");

    const QString file = m_folder.write(QStringLiteral("ten"), "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
    const auto add = [](const QStringList& arguments, const char* words) {
        QTest::newRow(qPrintable(arguments.join(QLatin1Char(' ')))) << arguments << QByteArray(words);
    };
    add({}, "a command is missing");
    add({QStringLiteral("frobnicate")}, "there is no command \"frobnicate\"");
    add({QStringLiteral("info")}, "info: takes FILE");
    add({QStringLiteral("info"), file, file}, "info: takes FILE");
    add({QStringLiteral("lines"), file}, "lines: takes FILE FIRST[:LAST]");
    add({QStringLiteral("bytes"), file, QStringLiteral("0")}, "bytes: takes FILE OFFSET LENGTH");
    add({QStringLiteral("info"), file, QStringLiteral("--frobnicate")}, "there is no option --frobnicate");
    add({QStringLiteral("info"), file, QStringLiteral("--json=1")}, "--json takes no value");
    add({QStringLiteral("info"), file, QStringLiteral("--encoding")}, "--encoding needs a value");
    add({QStringLiteral("info"), file, QStringLiteral("--encoding=klingon")},
        "there is no encoding \"klingon\"");
    add({QStringLiteral("lines"), file, QStringLiteral("1"), QStringLiteral("--encoding"),
            QStringLiteral("klingon")},
        "there is no encoding \"klingon\"");
    add({QStringLiteral("info"), file, QStringLiteral("--backend=tape")},
        "\"tape\" is not one of auto, mmap, pread");
    for (const char* range : {"0", "x", "", ":", "1:", ":1", "2:1", "1:2:3", "1-2", "-1",
             "9223372036854775808", "1:9223372036854775808", "8589934592G", "0x8000000000000000"})
        add({QStringLiteral("lines"), file, QStringLiteral("--"), QString::fromLatin1(range)},
            "is no line or range of lines");
    for (const char* number : {"", "x", "-1", "1.5", "0x", "1Q", "9223372036854775808", "8388608T",
             "0x8000000000000000", " 1", "+1"}) {
        const QString text = QString::fromLatin1(number);
        add({QStringLiteral("bytes"), file, QStringLiteral("--"), text, QStringLiteral("1")}, "OFFSET: ");
        add({QStringLiteral("bytes"), file, QStringLiteral("--"), QStringLiteral("1"), text}, "LENGTH: ");
    }
}

void CliFailureTest::badUsage()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, words);
    checkFailure(cli(arguments), 2, words);
}

void CliFailureTest::noPermission()
{
    const QString file = m_folder.write(QStringLiteral("secret"), "secret\n");
    QVERIFY(QFile::setPermissions(file, QFileDevice::Permissions()));
    QVERIFY(QFile::setPermissions(m_folder.path({}), QFileDevice::Permissions(0x7755)));
    // Root may read everything, so it becomes somebody else first.
    const auto dropPrivileges = [] {
        constexpr unsigned nobody = 65534;
        if (::geteuid() == 0
            && (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0))
            ::_exit(99);
    };
    const RunResult version = cli({QStringLiteral("--version")}, {}, dropPrivileges);
    if (version.exit != 0)
        QSKIP("an ordinary user cannot run the program where it was built");
    checkFailure(cli({QStringLiteral("info"), file}, {}, dropPrivileges), 3,
        QFile::encodeName(file) + ": permission denied");
}

// A word of the command line can hold anything: it must not break the line, nor reach the terminal.
void CliFailureTest::control()
{
    const QString file = m_folder.write(QStringLiteral("ten"), "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
    const QString word = QStringLiteral("x\ny\x1b[31m\u0085");
    const QByteArray shown = "x\\ny\\x1b[31m\\xc2\\x85";
    checkFailure(
        cli({QStringLiteral("info"), m_folder.path(word)}), 3, shown + ": no such file or directory");
    for (const QStringList& arguments :
        {QStringList{word}, {QStringLiteral("info"), file, QStringLiteral("--") + word},
            {QStringLiteral("info"), file, QStringLiteral("--encoding"), word},
            {QStringLiteral("info"), file, QStringLiteral("--backend"), word},
            {QStringLiteral("lines"), file, word}, {QStringLiteral("bytes"), file, word, word}})
        checkFailure(cli(arguments), 2, shown);
}

void CliFailureTest::unreadableBytes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("when"); // which pread fails, and all after it
    const QString file = QStringLiteral("FILE");
    QTest::newRow("bytes, at once") << QStringList{QStringLiteral("bytes"), file, QStringLiteral("0"),
        QStringLiteral("4M")} << 1;
    QTest::newRow("bytes, later") << QStringList{QStringLiteral("bytes"), file, QStringLiteral("0"),
        QStringLiteral("4M")} << 3;
    QTest::newRow("lines") << QStringList{QStringLiteral("lines"), file, QStringLiteral("1:6000000"),
        QStringLiteral("--encoding=UTF-8")}
                           << 20;
    QTest::newRow("lines, while looking for the first") << QStringList{QStringLiteral("lines"), file,
        QStringLiteral("5000000"), QStringLiteral("--encoding=UTF-8")}
                                                        << 20;
    QTest::newRow("info") << QStringList{QStringLiteral("info"), file} << 20;
}

// Bytes before the unreadable ones may come, and nothing else.
void CliFailureTest::unreadableBytes()
{
    const QString strace = QStandardPaths::findExecutable(QStringLiteral("strace"));
    if (strace.isEmpty())
        QSKIP("strace, which makes reads fail, is not installed");
    if (isSanitized)
        QSKIP("sanitizers do not run under strace");
    if (run(strace, {QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("true")}).exit != 0)
        QSKIP("strace may not trace here");

    QFETCH(QStringList, arguments);
    QFETCH(const int, when);
    static const QByteArray content = numberedLines(40'000'000);
    const QString file = m_folder.write(QStringLiteral("numbers"), content);
    arguments[1] = file;
    const QStringList traced
        = QStringList{QStringLiteral("-f"), QStringLiteral("-o"), QStringLiteral("/dev/null"),
              QStringLiteral("-P"), file, QStringLiteral("-e"),
              QStringLiteral("inject=pread64:error=EIO:when=%1+").arg(when), cliProgram()}
        + arguments + QStringList{QStringLiteral("--backend=pread")};
    const RunResult result = run(strace, traced);
    QCOMPARE(result.exit, 3);
    QVERIFY2(result.err.contains(QFile::encodeName(file) + ": offset "), result.err);
    QVERIFY2(result.err.contains("cannot be read: input/output error"), result.err);
    QVERIFY2(result.err.count('\n') == 1, result.err);
    QVERIFY(content.startsWith(result.out));
    QVERIFY(result.out.size() < content.size());
}

void CliFailureTest::fullOutput()
{
    if (!QFile::exists(QStringLiteral("/dev/full")))
        QSKIP("there is no /dev/full");
    const QString file = m_folder.write(QStringLiteral("ten"), "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
    const auto toFull = [] { ::dup2(::open("/dev/full", O_WRONLY), STDOUT_FILENO); };
    for (const QStringList& arguments :
        {QStringList{QStringLiteral("info"), file}, {QStringLiteral("lines"), file, QStringLiteral("1")},
            {QStringLiteral("bytes"), file, QStringLiteral("0"), QStringLiteral("9")},
            {QStringLiteral("--help")}})
        checkFailure(cli(arguments, {}, toFull), 3, "standard output: no space left on device");
}

void CliFailureTest::closedPipe()
{
    // More than could be written in the time there is.
    const QString file = m_folder.makeSparse(QStringLiteral("large"), qint64(1) << 36);
    if (file.isEmpty())
        QSKIP("the file system has no files of this size");
    const RunResult result = run(QStringLiteral("sh"),
        {QStringLiteral("-c"),
            QStringLiteral("('%1' bytes '%2' 0 64G; echo $? >&2) | head -c 1").arg(cliProgram(), file)});
    QCOMPARE(result.out, QByteArray(1, '\0'));
    QCOMPARE(result.err, QByteArray("0\n"));
}

void CliFailureTest::interrupt()
{
    // It waits for standard input, which does not end.
    QProcess process;
    process.start(cliProgram(), {QStringLiteral("info"), QStringLiteral("-")});
    QVERIFY(process.waitForStarted());
    if (!waitForReading(process))
        QSKIP("the kernel does not tell when the program waits for its input");
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 4);
}

QTEST_GUILESS_MAIN(CliFailureTest)
#include "CliFailureTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"

#include <QFile>

#include <csignal>
#include <cstdlib>

#include <sys/resource.h>

using namespace megascope::testing;

// What is copied before it can be looked at: standard input, and files of the kernel.
class CliSpoolTest : public QObject {
    Q_OBJECT

private slots:
    void noFolder();
    void fullFolder();
    void cut_data();
    void cut();
    void cutFileOfTheKernel();
    void limitOfAFile();

private:
    Folder m_folder;
};

namespace {

// A command with a file that has to be copied, each in a way of its own.
const QStringList ofStandardInput{QStringLiteral("info"), QStringLiteral("-")};
const QStringList ofKernel{QStringLiteral("info"), QStringLiteral("/proc/version")};

void copyTo(const QByteArray& folder)
{
    ::setenv("TMPDIR", folder.constData(), 1);
}

} // namespace

void CliSpoolTest::noFolder()
{
    const QByteArray folder = QFile::encodeName(m_folder.path(QStringLiteral("missing")));
    for (const QStringList& arguments : {ofStandardInput, ofKernel})
        checkFailure(cli(arguments, "1\n2\n", [&] { copyTo(folder); }), 3,
            "megascope-cli: " + folder + ": no such file or directory\n");
}

void CliSpoolTest::fullFolder()
{
    const QByteArray folder = QFile::encodeName(m_folder.path({}));
    const auto fill = [&] {
        copyTo(folder);
        const rlimit few{3, 3}; // bytes
        ::setrlimit(RLIMIT_FSIZE, &few);
        std::signal(SIGXFSZ, SIG_DFL);
    };
    for (const QStringList& arguments : {ofStandardInput, ofKernel})
        checkFailure(cli(arguments, "1\n2\n", fill), 3, "megascope-cli: " + folder + ": file too large\n");
}

void CliSpoolTest::cut_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("wholly");
    QTest::addColumn<QByteArray>("partly"); // of eight bytes
    QTest::newRow("bytes") << QStringList{QStringLiteral("bytes"), QStringLiteral("-"), QStringLiteral("4"),
        QStringLiteral("100")}
                           << QByteArray("3\n4\n5\n") << QByteArray("3\n4\n");
    QTest::newRow("lines") << QStringList{QStringLiteral("lines"), QStringLiteral("-"), QStringLiteral("3:9")}
                           << QByteArray("3\n4\n5\n") << QByteArray("3\n4\n");
    QTest::newRow("info") << QStringList{QStringLiteral("info"), QStringLiteral("-"),
        QStringLiteral("--json")}
                          << QByteArray(R"({"size": 10,)") << QByteArray(R"({"size": 8,)");
}

void CliSpoolTest::cut()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, wholly);
    QFETCH(const QByteArray, partly);
    for (const char* limit : {"8", "10", "1M"}) {
        const bool isCut = QByteArray(limit) == "8";
        const RunResult result
            = cli(arguments + QStringList{QStringLiteral("--spool-limit"), QString::fromLatin1(limit)},
                "1\n2\n3\n4\n5\n");
        QCOMPARE(result.exit, 0);
        QVERIFY2(result.out.startsWith(isCut ? partly : wholly), result.out);
        QCOMPARE(result.err,
            isCut
                ? QByteArray(
                      "megascope-cli: standard input: only its first 8 bytes are looked at, for it is longer "
                      "than --spool-limit\n")
                : QByteArray());
    }
}

void CliSpoolTest::cutFileOfTheKernel()
{
    const RunResult result = cli(ofKernel + QStringList{QStringLiteral("--spool-limit=5")});
    QCOMPARE(result.exit, 0);
    QVERIFY2(result.out.startsWith("size: 5\n"), result.out);
    QVERIFY2(result.err.startsWith("megascope-cli: /proc/version: only its first 5 bytes "), result.err);
    QCOMPARE(result.err.count('\n'), 1);
    QCOMPARE(cli(ofKernel).err, QByteArray());
}

// What is no copy has no limit.
void CliSpoolTest::limitOfAFile()
{
    const QString file = m_folder.write(QStringLiteral("ten"), "1\n2\n3\n4\n5\n");
    const RunResult result = cli({QStringLiteral("bytes"), file, QStringLiteral("0"), QStringLiteral("100"),
        QStringLiteral("--spool-limit=5")});
    QCOMPARE(result.out, QByteArray("1\n2\n3\n4\n5\n"));
    QCOMPARE(result.err, QByteArray());
    checkFailure(cli({QStringLiteral("info"), file, QStringLiteral("--spool-limit=lots")}), 2,
        "--spool-limit: \"lots\" is no number");
}

QTEST_GUILESS_MAIN(CliSpoolTest)
#include "CliSpoolTest.moc"

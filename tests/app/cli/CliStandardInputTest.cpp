// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"

#include <QFile>

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace megascope::testing;

// Standard input that is a file, shared with whoever started the program: what is left to read of it counts.
class CliStandardInputTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void fromItsPlace_data();
    void fromItsPlace();
    void asLines();
    void ofTheKernel();
    void placeStays();
    void mayNotBeOpenedAgain();
    void folder();

private:
    Folder m_folder;
    QByteArray m_content;
    QByteArray m_file;
};

namespace {

// In the child: makes `file` standard input, as somebody leaves it who has read `place` bytes.
void openAt(const QByteArray& file, off_t place)
{
    const int descriptor = ::open(file.constData(), O_RDONLY);
    if (::lseek(descriptor, place, SEEK_SET) != place || ::dup2(descriptor, STDIN_FILENO) != STDIN_FILENO)
        ::_exit(99);
}

RunResult cliAt(const QStringList& arguments, const QByteArray& file, off_t place)
{
    return cli(arguments, {}, [&] { openAt(file, place); });
}

QStringList bytesFrom(qint64 offset, qint64 count)
{
    return {QStringLiteral("bytes"), QStringLiteral("-"), QString::number(offset), QString::number(count)};
}

} // namespace

void CliStandardInputTest::initTestCase()
{
    for (int i = 0; i < 200'000; ++i)
        m_content += QByteArray::number(i) + '\n';
    m_file = QFile::encodeName(m_folder.write(QStringLiteral("numbers"), m_content));
}

void CliStandardInputTest::fromItsPlace_data()
{
    QTest::addColumn<qint64>("place");
    for (const qint64 place :
        {qint64(0), qint64(1), qint64(100), qint64(4096), qint64(65537), qint64(1'000'001)})
        QTest::addRow("%lld", place) << place;
    QTest::newRow("the last byte") << qint64(m_content.size()) - 1;
    QTest::newRow("the end") << qint64(m_content.size());
    QTest::newRow("past the end") << qint64(m_content.size()) + 5000;
    QTest::newRow("far past the end") << (qint64(1) << 43);
}

void CliStandardInputTest::fromItsPlace()
{
    QFETCH(const qint64, place);
    const QByteArray rest = m_content.mid(std::min<qint64>(place, m_content.size()));
    for (const char* backend : {"--backend=auto", "--backend=mmap", "--backend=pread"}) {
        const QString option = QString::fromLatin1(backend);
        const RunResult all = cliAt(bytesFrom(0, 1 << 30) << option, m_file, place);
        if (all.exit == 99)
            QSKIP("the file system has no such place");
        QCOMPARE(all.err, QByteArray());
        QVERIFY(all.out == rest);
        const RunResult info = cliAt({QStringLiteral("info"), QStringLiteral("-"), option}, m_file, place);
        QVERIFY2(info.out.startsWith("size: " + QByteArray::number(rest.size()) + '\n'), info.out);
        QVERIFY2(info.out.contains("\nlines: " + QByteArray::number(rest.count('\n')) + '\n'), info.out);
    }
}

void CliStandardInputTest::asLines()
{
    const QStringList second{QStringLiteral("lines"), QStringLiteral("-"), QStringLiteral("1:2")};
    QCOMPARE(cliAt(second, m_file, 3).out, QByteArray("\n2\n"));
    checkFailure(cliAt(bytesFrom(10, 1), m_file, m_content.size() - 9), 3,
        "standard input: there is no offset 10: the file ends at 9");
}

// Here the size says nothing.
void CliStandardInputTest::ofTheKernel()
{
    QFile version(QStringLiteral("/proc/version"));
    QVERIFY(version.open(QIODevice::ReadOnly));
    QCOMPARE(cliAt(bytesFrom(0, 100), "/proc/version", 6).out, version.readAll().mid(6, 100));
}

// Who reads on after the program finds what was there: to look for holes moves a place, too.
void CliStandardInputTest::placeStays()
{
    const int shared = ::open(m_file.constData(), O_RDONLY | O_CLOEXEC);
    QCOMPARE(::lseek(shared, 100, SEEK_SET), 100);
    const RunResult result
        = cli({QStringLiteral("info"), QStringLiteral("-")}, {}, [&] { ::dup2(shared, STDIN_FILENO); });
    QCOMPARE(result.exit, 0);
    QCOMPARE(::lseek(shared, 0, SEEK_CUR), 100);
    ::close(shared);
}

// It was opened by somebody who may.
void CliStandardInputTest::mayNotBeOpenedAgain()
{
    const QByteArray file = QFile::encodeName(m_folder.write(QStringLiteral("secret"), m_content));
    const auto openAndDropRights = [&] {
        openAt(file, 10);
        constexpr unsigned nobody = 65534;
        ::chmod(file.constData(), 0);
        if (::geteuid() == 0
            && (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0))
            ::_exit(99);
    };
    if (cli({QStringLiteral("--version")}, {}, openAndDropRights).exit != 0)
        QSKIP("an ordinary user cannot run the program where it was built");
    QVERIFY(QFile::setPermissions(QString::fromLocal8Bit(file), QFileDevice::ReadOwner));
    const RunResult result = cli(bytesFrom(0, 1 << 30), {}, openAndDropRights);
    QCOMPARE(result.err, QByteArray());
    QVERIFY(result.out == m_content.mid(10));
}

void CliStandardInputTest::folder()
{
    checkFailure(
        cliAt({QStringLiteral("info"), QStringLiteral("-")}, QFile::encodeName(m_folder.path({})), 0), 3,
        "standard input: is a directory");
}

QTEST_GUILESS_MAIN(CliStandardInputTest)
#include "CliStandardInputTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"
#include "tests/support/Rounds.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QStringEncoder>

#include <sys/resource.h>

using namespace megascope::testing;

// What the program prints, against the programs that people trust: sed, wc, hexdump.
class CliOracleTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void lines_data() { addFiles(); }
    void lines();
    void info_data() { addFiles(); }
    void info();
    void wideText_data();
    void wideText();
    void infoInJson();
    void bytes();
    void hexDump_data();
    void hexDump();
    void standardInput();
    void optionsAnywhere();
    void help();
    void smallAddressSpace();
    void farOffsets();

private:
    void addFiles();
    QByteArray randomLog(qsizetype size, const QByteArray& lineEnd);

    Folder m_folder;
    QRandomGenerator m_random;
};

namespace {

const QStringList backends{
    QStringLiteral("--backend=auto"), QStringLiteral("--backend=mmap"), QStringLiteral("--backend=pread")};

QByteArray infoField(const QByteArray& info, const QByteArray& name)
{
    for (const QByteArray& line : info.split('\n')) {
        if (line.startsWith(name + ": "))
            return line.sliced(name.size() + 2);
    }
    return {};
}

// The longest line in bytes without its line end, as a child would find it.
qsizetype longestLine(const QByteArray& content)
{
    qsizetype longest = 0;
    const QList<QByteArray> lines = content.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const bool endsWithCrLf = i + 1 < lines.size() && lines[i].endsWith('\r');
        longest = std::max(longest, lines[i].size() - (endsWithCrLf ? 1 : 0));
    }
    return longest;
}

} // namespace

void CliOracleTest::initTestCase()
{
    const quint32 seed = qEnvironmentVariableIsSet("MEGASCOPE_SEED")
        ? quint32(qEnvironmentVariableIntValue("MEGASCOPE_SEED"))
        : QRandomGenerator::global()->generate();
    qInfo("MEGASCOPE_SEED=%u", seed);
    m_random.seed(seed);
}

QByteArray CliOracleTest::randomLog(qsizetype size, const QByteArray& lineEnd)
{
    QByteArray content;
    while (content.size() < size) {
        const int length = m_random.bounded(20) == 0 ? m_random.bounded(3000) : m_random.bounded(200);
        content += QByteArray::number(content.size()) + QByteArray(length, char('a' + m_random.bounded(26)))
            + lineEnd;
    }
    return content;
}

void CliOracleTest::addFiles()
{
    QTest::addColumn<QString>("file");
    // A sanitizer sees other paths with other content, not with more of it: it gets half of these.
    auto add = [this, isTaken = false](const char* name, const QByteArray& content) mutable {
        isTaken = !isTaken;
        if (isTaken || !isSanitized)
            QTest::newRow(name) << m_folder.write(QString::fromLatin1(name), content);
    };
    add("empty", "");
    add("one newline", "\n");
    add("one byte", "x");
    add("no last newline", "first\nsecond\nlast");
    add("empty lines", QByteArray(200'000, '\n'));
    const qsizetype size = isSanitized ? 300'000 : 3'000'000;
    add("log", randomLog(size, "\n"));
    add("log of CRLF", randomLog(size, "\r\n"));
    add("log beyond the near front", randomLog(20'000'000, "\n"));
    add("lone CRs", "a\rb\rc\r");
    add("CRs and LFs mixed", "a\r\nb\nc\rd\r\r\n\ne\r");
    add("NULs", QByteArray("a\0b\0\n\0\nc\0", 9));
    add("one long line", QByteArray(5'000'000, 'x'));
    add("one long line between short ones", "a\n" + QByteArray(3'000'000, 'x') + "\r\nb\n");
    QByteArray noise(2'000'000, Qt::Uninitialized);
    for (char& byte : noise)
        byte = char(m_random.bounded(256));
    add("random bytes", noise);
}

void CliOracleTest::lines()
{
    QFETCH(const QString, file);
    QFile content(file);
    QVERIFY(content.open(QIODevice::ReadOnly));
    const int newlines = int(content.readAll().count('\n'));
    QList<std::pair<int, int>> ranges{
        {1, 1}, {1, newlines + 1}, {newlines + 1, newlines + 1}, {1, newlines + 100}};
    for (int i = 0; i < rounds(8); ++i) {
        const int first = 1 + m_random.bounded(newlines + 1);
        ranges.append({first, first + m_random.bounded(50)});
    }
    for (qsizetype i = 0; i < ranges.size(); ++i) {
        const auto [first, last] = ranges[i];
        const RunResult expected = run(QStringLiteral("sed"),
            {QStringLiteral("-n"), QStringLiteral("%1,%2p").arg(first).arg(last), file});
        const QString range
            = first == last ? QString::number(first) : QStringLiteral("%1:%2").arg(first).arg(last);
        const RunResult result = cli(
            {QStringLiteral("lines"), file, range, QStringLiteral("--encoding=UTF-8"), backends[i % 3]});
        QCOMPARE(result.err, QByteArray());
        QCOMPARE(result.exit, 0);
        QVERIFY2(result.out == expected.out, qPrintable(range));
    }
}

void CliOracleTest::info()
{
    QFETCH(const QString, file);
    QFile content(file);
    QVERIFY(content.open(QIODevice::ReadOnly));
    const QByteArray newlines
        = run(QStringLiteral("wc"), {QStringLiteral("-l"), file}).out.split(' ').front();
    for (const QString& backend : backends) {
        const RunResult result
            = cli({QStringLiteral("info"), file, QStringLiteral("--encoding=UTF-8"), backend});
        QCOMPARE(result.err, QByteArray());
        QCOMPARE(result.exit, 0);
        QCOMPARE(infoField(result.out, "size"), QByteArray::number(content.size()));
        QCOMPARE(infoField(result.out, "lines"), newlines);
        QCOMPARE(infoField(result.out, "encoding"), QByteArray("UTF-8"));
        content.seek(0);
        QCOMPARE(infoField(result.out, "longestLine"), QByteArray::number(longestLine(content.readAll())));
    }
}

void CliOracleTest::wideText_data()
{
    QTest::addColumn<QStringConverter::Encoding>("encoding");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("unit");
    QTest::newRow("UTF-16LE") << QStringConverter::Utf16LE << QStringLiteral("UTF-16LE") << 2;
    QTest::newRow("UTF-16BE") << QStringConverter::Utf16BE << QStringLiteral("UTF-16BE") << 2;
    QTest::newRow("UTF-32LE") << QStringConverter::Utf32LE << QStringLiteral("UTF-32LE") << 4;
    QTest::newRow("UTF-32BE") << QStringConverter::Utf32BE << QStringLiteral("UTF-32BE") << 4;
}

// Lines are told apart by code units: U+0A0A, U+0A00 and U+000A look alike to a program that looks at bytes.
void CliOracleTest::wideText()
{
    QFETCH(const QStringConverter::Encoding, encoding);
    QFETCH(const QString, name);
    QFETCH(const int, unit);
    QStringEncoder encode(encoding);
    QList<QByteArray> lines;
    qsizetype longest = 0;
    for (int i = 0; i < 20'000; ++i) {
        const QString text = QStringLiteral("line %1 ").arg(i) + QString(m_random.bounded(40), QChar(0x0a0a))
            + QChar(0x0a00);
        lines.append(encode(text + QStringLiteral("\r\n")));
        longest = std::max(longest, lines.last().size() - 2 * unit);
    }
    const QString file = m_folder.write(name, lines.join());
    const QString option = QStringLiteral("--encoding=") + name;
    const RunResult info = cli({QStringLiteral("info"), file, option});
    QCOMPARE(infoField(info.out, "lines"), QByteArray::number(lines.size()));
    QCOMPARE(infoField(info.out, "longestLine"), QByteArray::number(longest));
    QCOMPARE(infoField(info.out, "lineEnding"), QByteArray("CRLF"));
    for (const int line : {0, 1, 9999, 19'999})
        QCOMPARE(cli({QStringLiteral("lines"), file, QString::number(line + 1), option}).out, lines[line]);
    QCOMPARE(cli({QStringLiteral("lines"), file, QStringLiteral("10:10010"), option}).out,
        lines.sliced(9, 10'001).join());
}

void CliOracleTest::infoInJson()
{
    const QString file = m_folder.write(QStringLiteral("crlf"), "one\r\ntwo\r\n");
    const QJsonObject object
        = QJsonDocument::fromJson(cli({QStringLiteral("info"), file, QStringLiteral("--json")}).out).object();
    QCOMPARE(object.keys().size(), 8);
    QCOMPARE(object[QStringLiteral("size")], QJsonValue(10));
    QCOMPARE(object[QStringLiteral("encoding")], QJsonValue(QStringLiteral("UTF-8")));
    QCOMPARE(object[QStringLiteral("lineEnding")], QJsonValue(QStringLiteral("CRLF")));
    QCOMPARE(object[QStringLiteral("lines")], QJsonValue(2));
    QCOMPARE(object[QStringLiteral("longestLine")], QJsonValue(3));
    QCOMPARE(object[QStringLiteral("binary")], QJsonValue(false));
    QVERIFY(object[QStringLiteral("allocatedBytes")].isDouble());
    QVERIFY(object[QStringLiteral("indexBytes")].toInt() > 0);
}

void CliOracleTest::bytes()
{
    const QByteArray content = randomLog(3'000'000, "\n");
    const QString file = m_folder.write(QStringLiteral("content"), content);
    const auto bytesAt
        = [&](const QString& offset, const QString& length, const QString& backend = backends[0]) {
              const RunResult result = cli({QStringLiteral("bytes"), file, offset, length, backend});
              return result.exit == 0 && result.err.isEmpty() ? result.out : QByteArray("failed");
          };
    for (int i = 0; i < 12; ++i) {
        const int offset = m_random.bounded(int(content.size()));
        const int length = m_random.bounded(int(content.size()));
        QVERIFY(bytesAt(QString::number(offset), QString::number(length), backends[i % 3])
            == content.mid(offset, length));
    }
    QCOMPARE(bytesAt(QStringLiteral("0x10"), QStringLiteral("0x20")), content.mid(16, 32));
    QCOMPARE(bytesAt(QStringLiteral("1K"), QStringLiteral("2k")), content.mid(1024, 2048));
    QVERIFY(bytesAt(QStringLiteral("1M"), QStringLiteral("1M")) == content.mid(1 << 20, 1 << 20));
    QCOMPARE(bytesAt(QStringLiteral("0"), QStringLiteral("0")), QByteArray());
    QCOMPARE(bytesAt(QString::number(content.size()), QStringLiteral("5")), QByteArray());
    QVERIFY(bytesAt(QStringLiteral("1"), QStringLiteral("9223372036854775807"))
        == content.mid(1)); // as many as there are
}

void CliOracleTest::hexDump_data()
{
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<qint64>("length");
    for (const qint64 offset : {0LL, 1LL, 15LL, 16LL, 70'000LL, (1LL << 32) - 40, (1LL << 36) + 5}) {
        for (const qint64 length : {0LL, 1LL, 7LL, 8LL, 9LL, 16LL, 17LL, 70'000LL}) {
            if (isSanitized && (offset + length) % 3 != 0)
                continue;
            QTest::addRow("%lld at %lld", length, offset) << offset << length;
        }
    }
}

void CliOracleTest::hexDump()
{
    const QString hexdump = QStandardPaths::findExecutable(QStringLiteral("hexdump"));
    if (hexdump.isEmpty())
        QSKIP("hexdump is not installed");
    QFETCH(const qint64, offset);
    QFETCH(const qint64, length);
    const QString file = m_folder.makeSparse(QStringLiteral("sparse"), qint64(1) << 37);
    if (file.isEmpty())
        QSKIP("the file system has no files of this size");
    QByteArray noise(80'000, Qt::Uninitialized);
    for (char& byte : noise)
        byte = char(m_random.bounded(256));
    Folder::writeAt(file, std::max(offset - 3, 0LL), noise);

    const RunResult result = cli({QStringLiteral("bytes"), file, QString::number(offset),
        QString::number(length), QStringLiteral("--hex")});
    QCOMPARE(result.exit, 0);
    if (length == 0) { // hexdump takes that for everything
        QCOMPARE(result.out, QByteArray());
        return;
    }
    const RunResult expected = run(hexdump,
        {QStringLiteral("-Cv"), QStringLiteral("-s"), QString::number(offset), QStringLiteral("-n"),
            QString::number(length), file});
    QCOMPARE(result.out, expected.out);
}

void CliOracleTest::standardInput()
{
    const QByteArray content = randomLog(3'000'000, "\n");
    const QString file = m_folder.write(QStringLiteral("content"), content);
    const RunResult piped
        = cli({QStringLiteral("lines"), QStringLiteral("-"), QStringLiteral("100:200")}, content);
    QCOMPARE(piped.err, QByteArray());
    QVERIFY(piped.out == cli({QStringLiteral("lines"), file, QStringLiteral("100:200")}).out);
    QVERIFY(!piped.out.isEmpty());

    QProcess redirected;
    redirected.setStandardInputFile(file);
    redirected.start(cliProgram(),
        {QStringLiteral("bytes"), QStringLiteral("-"), QStringLiteral("1M"), QStringLiteral("100")});
    QVERIFY(redirected.waitForFinished());
    QCOMPARE(redirected.readAllStandardOutput(), content.mid(1 << 20, 100));

    checkFailure(cli({QStringLiteral("lines"), QStringLiteral("-"), QStringLiteral("5")}, "1\n2\n"), 3,
        "standard input: there is no line 5");
    QCOMPARE(
        cli({QStringLiteral("bytes"), QStringLiteral("-"), QStringLiteral("0"), QStringLiteral("5")}, {}).out,
        QByteArray());
}

void CliOracleTest::optionsAnywhere()
{
    const QString file = m_folder.write(QStringLiteral("-file"), "1\n2\n");
    const auto inFolder = [folder = m_folder.path({})](const QStringList& arguments) {
        QProcess process;
        process.setWorkingDirectory(folder);
        process.start(cliProgram(), arguments);
        return process.waitForFinished() ? process.readAllStandardOutput() : QByteArray("failed");
    };
    QCOMPARE(inFolder({QStringLiteral("lines"), QStringLiteral("--encoding"), QStringLiteral("latin1"),
                 QStringLiteral("--"), QStringLiteral("-file"), QStringLiteral("2")}),
        QByteArray("2\n"));
    QCOMPARE(inFolder({QStringLiteral("bytes"), QStringLiteral("./-file"), QStringLiteral("--backend"),
                 QStringLiteral("pread"), QStringLiteral("0"), QStringLiteral("1")}),
        QByteArray("1"));
    QCOMPARE(cli({QStringLiteral("lines"), file, QStringLiteral("2"), QStringLiteral("--encoding=klingon"),
                     QStringLiteral("--encoding=UTF-8")})
                 .out,
        QByteArray("2\n"));
}

void CliOracleTest::help()
{
    const RunResult general = cli({QStringLiteral("--help")});
    QCOMPARE(general.exit, 0);
    for (const char* command : {"info", "lines", "bytes"}) {
        QVERIFY(general.out.contains(command));
        const RunResult own = cli({QString::fromLatin1(command), QStringLiteral("--help")});
        QCOMPARE(own.exit, 0);
        QVERIFY(own.out.startsWith(QByteArray("Usage: megascope-cli ") + command));
        QVERIFY(own.out.contains("--backend"));
    }
    QVERIFY(cli({QStringLiteral("--version")}).out.startsWith("megascope-cli "));
}

// A file of 64 GiB under 400 MiB of address space: every byte is looked at through windows that slide.
void CliOracleTest::smallAddressSpace()
{
    if (isSanitized)
        QSKIP("sanitizers need more address space than that");
    const QString file = m_folder.makeSparse(QStringLiteral("sparse"), qint64(64) << 30);
    if (file.isEmpty())
        QSKIP("the file system has no files of this size");
    const QByteArray island = "\nisland\n"; // a short line behind a long one
    const QByteArray data = QByteArray("0123456789abcdef").repeated(20'000'000) + '\n'; // nearly all there is
    Folder::writeAt(file, (qint64(1) << 33) + 1, island);
    Folder::writeAt(file, (qint64(1) << 34) - 3, island);
    Folder::writeAt(file, qint64(1) << 35, data);
    Folder::writeAt(file, (qint64(64) << 30) - island.size(), island);
    const auto limited = [](const QStringList& arguments) {
        const RunResult result = cli(arguments, {}, [] {
            constexpr rlim_t limit = rlim_t(400) << 20;
            const rlimit addressSpace{limit, limit};
            ::setrlimit(RLIMIT_AS, &addressSpace);
        });
        return result.exit == 0 && result.err.isEmpty() ? result.out : QByteArray("failed: ") + result.err;
    };
    for (const QString& backend : backends) {
        const QByteArray info = limited({QStringLiteral("info"), file, backend});
        QVERIFY2(infoField(info, "lines") == "7", info);
        for (const char* line : {"2", "4", "7"})
            QCOMPARE(limited({QStringLiteral("lines"), file, QString::fromLatin1(line), backend}),
                QByteArray("island\n"));
    }
    QCOMPARE(limited({QStringLiteral("bytes"), file, QStringLiteral("0x200000000"), QStringLiteral("9")}),
        '\0' + island);
    QFile::remove(file);
}

void CliOracleTest::farOffsets()
{
    const qint64 size = qint64(7) << 60;
    const QString shm = QStringLiteral("/dev/shm");
    if (!QFile::exists(shm))
        QSKIP("there is no /dev/shm for a file of 7 EiB");
    const QTemporaryDir folder(shm + QStringLiteral("/megascope-XXXXXX"));
    QFile file(folder.filePath(QStringLiteral("large")));
    if (!file.open(QIODevice::WriteOnly) || !file.resize(size))
        QSKIP("there is no file system here for a file of 7 EiB");
    for (const qint64 place : {(qint64(1) << 31) - 1, (qint64(1) << 32) + 1, (qint64(1) << 53) + 1,
             (qint64(1) << 62) - 1, size - 1})
        Folder::writeAt(file.fileName(), place, "\n");

    const RunResult info = cli({QStringLiteral("info"), file.fileName()});
    QCOMPARE(info.err, QByteArray());
    QCOMPARE(infoField(info.out, "size"), QByteArray::number(size));
    QCOMPARE(infoField(info.out, "lines"), QByteArray("5"));
    QCOMPARE(infoField(info.out, "longestLine"),
        QByteArray::number((qint64(1) << 62) - 1 - (qint64(1) << 53) - 2));
    QCOMPARE(cli({QStringLiteral("bytes"), file.fileName(), QStringLiteral("0x3ffffffffffffffe"),
                     QStringLiteral("3"), QStringLiteral("--hex")})
                 .out,
        QByteArray(
            "3ffffffffffffffe  00 0a 00                                          |...|\n4000000000000001\n"));
    QCOMPARE(
        cli({QStringLiteral("bytes"), file.fileName(), QString::number(size - 2), QStringLiteral("1T")}).out,
        QByteArray("\0\n", 2));
}

QTEST_GUILESS_MAIN(CliOracleTest)
#include "CliOracleTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"
#include "tests/support/Rounds.h"

#include <QFile>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QStringEncoder>

#include <sys/stat.h>

using namespace megascope::testing;

// What "replace" makes of a file, against sed where both read an expression alike.
class CliReplaceTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void likeSed_data();
    void likeSed();
    void strategies_data();
    void strategies();
    void otherEncodings();
    void farAhead();
    void dense();
    void someOnly();
    void numbers();
    void sameLength();
    void nothingFound();
    void refused_data();
    void refused();
    void lackingCharacter();

private:
    QByteArray randomText(qsizetype size);

    Folder m_folder;
    QRandomGenerator m_random;
};

namespace {

RunResult replaced(const QStringList& arguments)
{
    return cli(QStringList{QStringLiteral("replace")} + arguments);
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

ino_t inodeOf(const QString& path)
{
    struct stat status{};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_ino : 0;
}

} // namespace

void CliReplaceTest::initTestCase()
{
    const quint32 seed = qEnvironmentVariableIsSet("MEGASCOPE_SEED")
        ? quint32(qEnvironmentVariableIntValue("MEGASCOPE_SEED"))
        : QRandomGenerator::global()->generate();
    qInfo("MEGASCOPE_SEED=%u", seed);
    m_random.seed(seed);
}

// Matches now close together, now kilobytes apart.
QByteArray CliReplaceTest::randomText(qsizetype size)
{
    static constexpr const char* words[] = {"foo", "food", "bar", "ERROR 17", "x", "größer", "漢字"};
    QByteArray text;
    while (text.size() < size) {
        if (m_random.bounded(30) == 0)
            text += QByteArray(qsizetype(m_random.bounded(5000)), '-') + '\n';
        text += QByteArray(words[m_random.bounded(quint32(std::size(words)))])
            + (m_random.bounded(6) == 0 ? "\n" : " ");
    }
    return text + '\n';
}

void CliReplaceTest::likeSed_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("seds");
    const auto add = [](const char* pattern, const char* ours, const char* seds) {
        QTest::addRow("%s -> %s", pattern, ours)
            << QString::fromUtf8(pattern) << QString::fromUtf8(ours) << QString::fromUtf8(seds);
    };
    add("foo", "barbaz", "barbaz");
    add("foo", "", "");
    add("foo", "fooo", "fooo");
    add("ERROR ([0-9]+)", "$1: error", "\\1: error");
    add("(f)(o)", "$2$1", "\\2\\1");
    add("größer|x", "[$0]", "[&]");
    add("\\b[a-z]+\\b", "\\U$0\\E.", "\\U&\\E.");
    add("[-]+$", "", "");
}

void CliReplaceTest::likeSed()
{
    QFETCH(QString, pattern);
    QFETCH(QString, ours);
    QFETCH(QString, seds);
    const QString file
        = m_folder.write(QStringLiteral("text"), randomText(isSanitized ? 200'000 : 2'000'000));
    const QString program = QStandardPaths::findExecutable(QStringLiteral("sed"));
    const RunResult peer
        = run(program, {QStringLiteral("-E"), QStringLiteral("s/%1/%2/g").arg(pattern, seds), file});
    QCOMPARE(peer.exit, 0);
    const QString output = m_folder.path(QStringLiteral("output"));
    QFile::remove(output);
    const RunResult result
        = replaced({file, pattern, ours, QStringLiteral("--regex"), QStringLiteral("--output"), output});
    QCOMPARE(result.err, "");
    QVERIFY(contentOf(output) == peer.out);
}

void CliReplaceTest::strategies_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<QByteArray>("by");
    QTest::addColumn<bool>("keepsInode");
    QTest::addRow("patch") << QStringLiteral("patch") << QByteArray("oof") << true;
    QTest::addRow("shift") << QStringLiteral("shift") << QByteArray("longer") << true;
    QTest::addRow("replace") << QStringLiteral("replace") << QByteArray("f") << false;
}

void CliReplaceTest::strategies()
{
    QFETCH(QString, strategy);
    QFETCH(QByteArray, by);
    QFETCH(bool, keepsInode);
    QByteArray content = randomText(300'000);
    const QString file = m_folder.write(QStringLiteral("saved"), content);
    const ino_t inode = inodeOf(file);
    const qsizetype count = content.count("foo");
    const RunResult result = replaced(
        {file, QStringLiteral("foo"), QString::fromLatin1(by), QStringLiteral("--save=") + strategy});
    QCOMPARE(result.err, "");
    QCOMPARE(result.out, QByteArray::number(count) + '\n');
    QVERIFY(contentOf(file) == content.replace("foo", by));
    QCOMPARE(inodeOf(file) == inode, keepsInode);
}

void CliReplaceTest::otherEncodings()
{
    for (const char* const name : {"UTF-16LE", "UTF-16BE", "ISO-8859-1"}) {
        QStringEncoder encoder(name, QStringEncoder::Flag::Stateless);
        const auto encoded
            = [&](const char* text) -> QByteArray { return encoder.encode(QString::fromUtf8(text)); };
        const QString file
            = m_folder.write(QStringLiteral("encoded"), encoded("größer, kleiner\ngleich groß\n"));
        const QString encoding = QStringLiteral("--encoding=") + QString::fromLatin1(name);
        QCOMPARE(replaced({file, QStringLiteral("groß"), QStringLiteral("<$0ä>"), QStringLiteral("--regex"),
                              encoding, QStringLiteral("--save")})
                     .out,
            "1\n");
        QCOMPARE(replaced({file, QStringLiteral("KLEIN"), QStringLiteral("größ$1"), QStringLiteral("-i"),
                              encoding, QStringLiteral("--save")})
                     .out,
            "1\n");
        QCOMPARE(contentOf(file), encoded("größer, größ$1er\ngleich <großä>\n"));
    }
    const QString bytes = m_folder.write(QStringLiteral("bytes"), QByteArray("\x00\xff\x00\xfe", 4));
    QCOMPARE(replaced({bytes, QStringLiteral("00 f?"), QStringLiteral("01"), QStringLiteral("--hex"),
                          QStringLiteral("--save")})
                 .out,
        "2\n");
    QCOMPARE(contentOf(bytes), "\x01\x01");
}

// What decides over a match lies far behind it.
void CliReplaceTest::farAhead()
{
    QStringEncoder encoder("UTF-16LE", QStringEncoder::Flag::Stateless);
    const QString filler(20'000, u'-');
    const auto encoded = [&](const QString& text) -> QByteArray { return encoder.encode(text); };
    const QString file
        = m_folder.write(QStringLiteral("ahead"), encoded(QStringLiteral("ä%1end\nä%1\n").arg(filler)));
    QCOMPARE(
        replaced({file, QStringLiteral("ä(?=.*(end))"), QStringLiteral("<$1>"), QStringLiteral("--regex"),
                     QStringLiteral("--encoding=UTF-16LE"), QStringLiteral("--save")})
            .out,
        "1\n");
    QCOMPARE(contentOf(file), encoded(QStringLiteral("<end>%1end\nä%1\n").arg(filler)));
}

// So many that a piece for each would take more than all of the text.
void CliReplaceTest::dense()
{
    const qsizetype count = isSanitized ? 100'000 : 1'000'000;
    const QByteArray counted = QByteArray::number(count) + '\n';
    const QString file = m_folder.write(QStringLiteral("dense"), QByteArray("ab").repeated(count));
    QCOMPARE(replaced({file, QStringLiteral("a"), QString(), QStringLiteral("--save")}).out, counted);
    QVERIFY(contentOf(file) == QByteArray(count, 'b'));
    QCOMPARE(replaced({file, QStringLiteral("b"), QStringLiteral("$0$0"), QStringLiteral("--regex"),
                          QStringLiteral("--save")})
                 .out,
        counted);
    QVERIFY(contentOf(file) == QByteArray(2 * count, 'b'));
}

void CliReplaceTest::someOnly()
{
    const QString file = m_folder.write(QStringLiteral("some"), "aaaaaaaa");
    QCOMPARE(replaced({file, QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("--max=2"),
                          QStringLiteral("--save")})
                 .out,
        "2\n");
    QCOMPARE(contentOf(file), "bbaaaaaa");
    QCOMPARE(replaced({file, QStringLiteral("a"), QStringLiteral("c"), QStringLiteral("--from=3"),
                          QStringLiteral("--to=5"), QStringLiteral("--save"), QStringLiteral("--json")})
                 .out,
        "{\"count\": 2}\n");
    QCOMPARE(contentOf(file), "bbaccaaa");
}

// In the form in which they are there.
void CliReplaceTest::numbers()
{
    const QString file = m_folder.write(QStringLiteral("numbers"), QByteArray("\xd2\x04\xff\x04\xd2", 5));
    const QStringList rest{QStringLiteral("--number"), QStringLiteral("--save")};
    QCOMPARE(
        replaced(QStringList{file, QStringLiteral("u16:1234"), QStringLiteral("0x102")} + rest).out, "2\n");
    QCOMPARE(contentOf(file), QByteArray("\x02\x01\xff\x01\x02", 5));
    checkFailure(replaced(QStringList{file, QStringLiteral("u16:258"), QStringLiteral("65536")} + rest), 2,
        "the replacement, at character 1: 65536 does not fit into u16");
    checkFailure(replaced(QStringList{file, QStringLiteral("258"), QStringLiteral("65536")} + rest), 3,
        "numbers: at offset 0: 65536 does not fit into u16");
    QCOMPARE(contentOf(file), QByteArray("\x02\x01\xff\x01\x02", 5));
}

void CliReplaceTest::sameLength()
{
    const QString file = m_folder.write(QStringLiteral("length"), "aa b aaa");
    const QStringList rest{
        QStringLiteral("--regex"), QStringLiteral("--same-length"), QStringLiteral("--save")};
    checkFailure(replaced(QStringList{file, QStringLiteral("a+"), QStringLiteral("xx")} + rest), 3,
        "length: the length is to stay, but at offset 5 are 3 bytes, which 2 would replace");
    QCOMPARE(contentOf(file), "aa b aaa");
    QCOMPARE(replaced(QStringList{file, QStringLiteral("a+"), QStringLiteral("\\U$0")} + rest).out, "2\n");
    QCOMPARE(contentOf(file), "AA b AAA");
}

void CliReplaceTest::nothingFound()
{
    const QString file = m_folder.write(QStringLiteral("same"), "content");
    const ino_t inode = inodeOf(file);
    const RunResult result
        = replaced({file, QStringLiteral("none"), QStringLiteral("x"), QStringLiteral("--save=replace")});
    QCOMPARE(result.exit, 1);
    QCOMPARE(result.out, "0\n");
    QCOMPARE(inodeOf(file), inode);
    QCOMPARE(contentOf(file), "content");
}

void CliReplaceTest::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("words");
    const auto add = [](const QStringList& arguments, const char* words) {
        QTest::addRow("%s", qPrintable(arguments.join(QLatin1Char(' ')))) << arguments << QByteArray(words);
    };
    const QString regex = QStringLiteral("--regex");
    const QString save = QStringLiteral("--save");
    add({QStringLiteral("("), QStringLiteral("x"), regex, save},
        "the pattern, at character 2: missing closing parenthesis");
    add({QStringLiteral("x"), QStringLiteral("a$3"), regex, save},
        "the replacement, at character 4: unknown substring");
    add({QStringLiteral("x"), QStringLiteral("${1"), regex, save}, "the replacement, at character 4");
    add({QStringLiteral("00"), QStringLiteral("0"), QStringLiteral("--hex"), save},
        "the replacement, at character 1: a byte has two");
    add({QStringLiteral("00"), QStringLiteral("??"), QStringLiteral("--hex"), save},
        "the replacement, at character 1: what is put in");
    add({QStringLiteral("c"), QStringLiteral("漢"), QStringLiteral("--encoding=ISO-8859-1"), save},
        "the replacement, at character 1: ISO-8859-1 has no character U+6F22");
    add({QStringLiteral("c"), QStringLiteral("d")}, "takes either --save or --output");
}

void CliReplaceTest::refused()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, words);
    const QString file = m_folder.write(QStringLiteral("refused"), "content");
    checkFailure(replaced(QStringList{file} + arguments), 2, words);
    QCOMPARE(contentOf(file), "content");
}

// A character that the result turns out to need.
void CliReplaceTest::lackingCharacter()
{
    const QString file = m_folder.write(QStringLiteral("lacking"), "a \xff b");
    checkFailure(replaced({file, QStringLiteral("ÿ"), QStringLiteral("\\U$0"), QStringLiteral("--regex"),
                     QStringLiteral("--encoding=ISO-8859-1"), QStringLiteral("--save")}),
        3, "lacking: the replacement: ISO-8859-1 has no character U+0178");
    QCOMPARE(contentOf(file), "a \xff b");
}

QTEST_GUILESS_MAIN(CliReplaceTest)

#include "CliReplaceTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "tests/app/cli/CliTesting.h"
#include "tests/support/Rounds.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QStringEncoder>

#include <utility>

using namespace megascope::testing;

// What "find" prints, against ripgrep where both read a pattern alike, and against what is known to be in a
// file.
class CliFindTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void likeRipgrep_data();
    void likeRipgrep();
    void wholeLines_data();
    void wholeLines();
    void ways();
    void ranges();
    void encodings_data();
    void encodings();
    void characterBorders();
    void byteOrderMark();
    void carriageReturns();
    void binaryClasses();
    void hexPatterns();
    void numbers();
    void islands();
    void zerosInHoles();
    void severalBlocks();
    void tooComplex();
    void badUsage_data();
    void badUsage();
    void failures();

private:
    QByteArray randomLog(qsizetype size);

    Folder m_folder;
    QRandomGenerator m_random;
    QString m_log;
    QString m_ripgrep;
};

namespace {

QByteArray found(const QStringList& arguments)
{
    const RunResult result = cli(QStringList{QStringLiteral("find")} + arguments);
    if (!result.err.isEmpty())
        qWarning("%s", result.err.constData());
    return result.out;
}

// "OFFSET LENGTH" of each match that ripgrep finds with -b -o.
QByteArray likeOurs(const QByteArray& output)
{
    QByteArray text;
    for (const QByteArray& line : output.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && colon + 1 < line.size()) // ours are never empty
            text += line.first(colon) + ' ' + QByteArray::number(line.size() - colon - 1) + '\n';
    }
    return text;
}

} // namespace

void CliFindTest::initTestCase()
{
    const quint32 seed = qEnvironmentVariableIsSet("MEGASCOPE_SEED")
        ? quint32(qEnvironmentVariableIntValue("MEGASCOPE_SEED"))
        : QRandomGenerator::global()->generate();
    qInfo("MEGASCOPE_SEED=%u", seed);
    m_random.seed(seed);
    m_log = m_folder.write(QStringLiteral("log"), randomLog(isSanitized ? 100'000 : 1'000'000));
    m_ripgrep = QStandardPaths::findExecutable(QStringLiteral("rg"));
}

QByteArray CliFindTest::randomLog(qsizetype size)
{
    static constexpr const char* words[] = {"ERROR", "error", "timeout", "Straße", "STRASSE", "10.0.3.17",
        "user@host.org", "task", "TASK", "TAS\u212a", "\u017focket", "request", "took 17ms", "—", "漢字",
        "😀", "_id", "id", "id2", "\t", "a.b"};
    QByteArray text;
    while (text.size() < size) {
        for (quint32 i = m_random.bounded(12); i > 0; --i)
            text += QByteArray(words[m_random.bounded(quint32(std::size(words)))])
                + (m_random.bounded(8) == 0 ? "" : " ");
        text += '\n';
    }
    return text;
}

void CliFindTest::likeRipgrep_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QStringList>("options");
    const auto add = [](const char* pattern, const QStringList& options = {}) {
        QTest::addRow("%s %s", pattern, qPrintable(options.join(QLatin1Char(' '))))
            << QString::fromUtf8(pattern) << options;
    };
    const QStringList noCase{QStringLiteral("-i")};
    const QStringList word{QStringLiteral("-w")};
    const QStringList both = noCase + word;
    for (const char* const pattern : {"timeout", "ERROR.*timeout", "[0-9]{1,3}(\\.[0-9]{1,3}){3}",
             "error|request|漢字", "task", "^ERROR", "ERROR$", "\\bid\\b", "\\w+@\\w+\\.org", "[^ ]+ms", "x*",
             "(?:a|b)\\.", "\\d+", "Stra(ß|SS)e", "socket", ".{3}😀"}) {
        add(pattern);
        if (!isSanitized)
            add(pattern, noCase);
    }
    add("id", word);
    add("TASK", both);
    add("error|id", both);
}

void CliFindTest::likeRipgrep()
{
    if (m_ripgrep.isEmpty())
        QSKIP("there is no ripgrep here");
    QFETCH(QString, pattern);
    QFETCH(QStringList, options);
    const RunResult peer = run(m_ripgrep,
        QStringList{QStringLiteral("-b"), QStringLiteral("-o"), QStringLiteral("--no-filename"),
            QStringLiteral("--no-line-number"), QStringLiteral("--no-config"), QStringLiteral("--regexp"),
            pattern}
            + options + QStringList{m_log});
    const QByteArray expected = likeOurs(peer.out);
    for (const char* const backend : {"--backend=mmap", "--backend=pread"}) {
        const QByteArray ours = found(
            QStringList{m_log, pattern, QStringLiteral("--regex"), QString::fromLatin1(backend)} + options);
        if (ours != expected) { // a megabyte of matches helps nobody
            const auto [ours1, expected1] = std::pair(ours.split('\n'), expected.split('\n'));
            qsizetype i = 0;
            while (i < std::min(ours1.size(), expected1.size()) && ours1[i] == expected1[i])
                ++i;
            QFAIL(qPrintable(QStringLiteral("after %1 equal matches: %2 instead of %3")
                    .arg(i)
                    .arg(QString::fromLatin1(ours1.value(i)), QString::fromLatin1(expected1.value(i)))));
        }
    }
}

void CliFindTest::wholeLines_data()
{
    QTest::addColumn<QString>("pattern");
    for (const char* const pattern : {"timeout", "^$", "id2|漢字", "."})
        QTest::addRow("%s", pattern) << QString::fromUtf8(pattern);
}

void CliFindTest::wholeLines()
{
    QFETCH(QString, pattern);
    const QString program = QStandardPaths::findExecutable(QStringLiteral("grep"));
    const RunResult peer = run(program, {QStringLiteral("-aP"), QStringLiteral("(*UTF)") + pattern, m_log});
    const QByteArray ours = found({m_log, pattern, QStringLiteral("--regex"), QStringLiteral("--lines")});
    // An empty match is none: so no line is printed for "^$", as it would be by grep.
    QVERIFY(ours == (pattern == QStringLiteral("^$") ? QByteArray() : peer.out));
}

// Matches, their number, JSON, fewer of them.
void CliFindTest::ways()
{
    const QString file = m_folder.write(QStringLiteral("ways"), "one two one\ntwo one");
    QCOMPARE(found({file, QStringLiteral("one")}), "0 3\n8 3\n16 3\n");
    QCOMPARE(found({file, QStringLiteral("one"), QStringLiteral("--count")}), "3\n");
    QCOMPARE(
        found({file, QStringLiteral("one"), QStringLiteral("--max"), QStringLiteral("2")}), "0 3\n8 3\n");
    QCOMPARE(
        found({file, QStringLiteral("one"), QStringLiteral("--max=2"), QStringLiteral("--count")}), "2\n");
    QCOMPARE(found({file, QStringLiteral("one"), QStringLiteral("--lines")}), "one two one\ntwo one");
    const QByteArray json = found({file, QStringLiteral("one"), QStringLiteral("--json")});
    const QJsonObject last = QJsonDocument::fromJson(json.split('\n').at(2)).object();
    QCOMPARE(last[QStringLiteral("offset")].toInteger(), 16);
    QCOMPARE(last[QStringLiteral("length")].toInteger(), 3);
    QCOMPARE(found({file, QStringLiteral("one"), QStringLiteral("--json"), QStringLiteral("--count")}),
        "{\"count\": 3}\n");
    const RunResult piped = cli({QStringLiteral("find"), QStringLiteral("-"), QStringLiteral("b")}, "abc");
    QCOMPARE(piped.out, "1 1\n");
}

void CliFindTest::ranges()
{
    const QString file = m_folder.write(QStringLiteral("ranges"), "aaaaaaaaaa");
    QCOMPARE(found({file, QStringLiteral("aa"), QStringLiteral("--from"), QStringLiteral("3")}),
        "3 2\n5 2\n7 2\n");
    QCOMPARE(
        found({file, QStringLiteral("aa"), QStringLiteral("--to"), QStringLiteral("0x5")}), "0 2\n2 2\n");
    QCOMPARE(found({file, QStringLiteral("^a"), QStringLiteral("--regex"), QStringLiteral("--from=3")}), "");
    QCOMPARE(found({file, QStringLiteral("aa"), QStringLiteral("--from=1T")}), "");
}

void CliFindTest::encodings_data()
{
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("begin"); // in characters
    QTest::addColumn<int>("size");
    const QStringList regex{QStringLiteral("--regex")};
    const QStringList noCase{QStringLiteral("-i")};
    for (const char* const name : {"UTF-16LE", "UTF-16BE", "UTF-32LE", "ISO-8859-1"}) {
        const QString encoding = QString::fromLatin1(name);
        QTest::addRow("%s text", name) << encoding << QStringLiteral("größer") << QStringList() << 6 << 6;
        QTest::addRow("%s no case", name) << encoding << QStringLiteral("GRÖßER") << noCase << 6 << 6;
        QTest::addRow("%s word", name)
            << encoding << QStringLiteral("ist") << QStringList{QStringLiteral("-w")} << 13 << 3;
        QTest::addRow("%s expression", name) << encoding << QStringLiteral("^\\w+ ö") << regex << 18 << 5;
    }
}

// UTF-16 and its like: a match is found at code units, and its length is in bytes.
void CliFindTest::encodings()
{
    QFETCH(QString, encoding);
    QFETCH(QString, pattern);
    QFETCH(QStringList, options);
    QFETCH(int, begin);
    QFETCH(int, size);
    QStringEncoder encoder(encoding.toLatin1().constData(), QStringEncoder::Flag::Stateless);
    const QByteArray bytes = encoder.encode(QStringLiteral("bist. größer ist x\n123 österreich\n"));
    const QString file = m_folder.write(QStringLiteral("encoded"), bytes);
    const int unit = encoding.startsWith(QLatin1String("UTF-16")) ? 2
        : encoding.startsWith(QLatin1String("UTF-32"))            ? 4
                                                                  : 1;
    if (pattern.startsWith(QLatin1Char('^')))
        begin = 19;
    QCOMPARE(found(QStringList{file, pattern, QStringLiteral("--encoding"), encoding} + options),
        QByteArray::number(begin * unit) + ' ' + QByteArray::number(size * unit) + '\n');
}

// The second byte of a character may look like another character: a backslash in Shift_JIS, half a unit in
// UTF-16.
void CliFindTest::characterBorders()
{
    const QString japanese = m_folder.write(QStringLiteral("sjis"),
        QByteArray("a\x83\x5c"
                   "b\\c",
            6));
    QCOMPARE(
        found({japanese, QStringLiteral("\\"), QStringLiteral("--encoding"), QStringLiteral("Shift_JIS")}),
        "4 1\n");
    const QString wide = m_folder.write(QStringLiteral("wide"), QByteArray("\x61\x62\x61\x62\x00\x61", 6));
    QCOMPARE(
        found({wide, QStringLiteral("\u6261"), QStringLiteral("--encoding"), QStringLiteral("UTF-16LE")}),
        "0 2\n2 2\n");
    QCOMPARE(
        found({wide, QStringLiteral("\u6162"), QStringLiteral("--encoding"), QStringLiteral("UTF-16LE")}),
        "");
}

void CliFindTest::byteOrderMark()
{
    const QString file = m_folder.write(QStringLiteral("bom"),
        "\xef\xbb\xbf"
        "first\nfirst");
    QCOMPARE(found({file, QStringLiteral("^first"), QStringLiteral("--regex")}), "3 5\n9 5\n");
    QCOMPARE(found({file, QStringLiteral("ef bb"), QStringLiteral("--hex")}), "0 2\n");
}

void CliFindTest::carriageReturns()
{
    const QString file = m_folder.write(QStringLiteral("crlf"), "one\r\ntwo\r\none two\r\n");
    QCOMPARE(found({file, QStringLiteral("one$"), QStringLiteral("--regex")}), "0 3\n");
    QCOMPARE(found({file, QStringLiteral("two$"), QStringLiteral("--regex")}), "5 3\n14 3\n");
    QCOMPARE(found({file, QStringLiteral(".+"), QStringLiteral("--regex")}), "0 3\n5 3\n10 7\n");
    QCOMPARE(found({file, QStringLiteral("one\\r\\ntwo"), QStringLiteral("--regex")}), "0 8\n");
}

// In what is no text, classes and "." are of bytes.
void CliFindTest::binaryClasses()
{
    QByteArray bytes("\x7f"
                     "ELF\x02\x01\x01\x00\xff\xc3\xa9\x07",
        12);
    for (int i = 0; i < 1000; ++i)
        bytes += char(i * i % 31 + 1);
    const QString file = m_folder.write(QStringLiteral("binary"), bytes);
    QCOMPARE(found({file, QStringLiteral("\\xff."), QStringLiteral("--regex")}), "8 2\n");
    QCOMPARE(found({file, QStringLiteral("[\\x80-\\xff]+"), QStringLiteral("--regex")}), "8 3\n");
}

void CliFindTest::hexPatterns()
{
    const QString file
        = m_folder.write(QStringLiteral("hex"), QByteArray("\xde\xad\x00\xbe\xef\xde\xad\x0a\xbf", 9));
    QCOMPARE(found({file, QStringLiteral("de ad ?? [be-bf]"), QStringLiteral("--hex")}), "0 4\n5 4\n");
    QCOMPARE(found({file, QStringLiteral("0xDE,0xAD"), QStringLiteral("--hex")}), "0 2\n5 2\n");
    QCOMPARE(found({file, QStringLiteral("b?"), QStringLiteral("--hex")}), "3 1\n8 1\n");
    QCOMPARE(found({file, QStringLiteral("ad[^00]"), QStringLiteral("--hex")}), "6 2\n");
}

// Holes are not looked at, yet what lies at their borders is found.
void CliFindTest::islands()
{
    const qint64 size = qint64(1) << 43;
    const QString file = m_folder.makeSparse(QStringLiteral("sparse"), size);
    if (file.isEmpty())
        QSKIP("the file system has no files of this size");
    const QByteArray needle("needle");
    QByteArray expected;
    for (const qint64 at :
        {qint64(0), qint64(1) << 31, (qint64(1) << 40) - 3, (qint64(1) << 42) + 1, size - 6}) {
        Folder::writeAt(file, at, needle);
        expected += QByteArray::number(at) + " 6\n";
    }
    QCOMPARE(found({file, QStringLiteral("needle")}), expected);
    QCOMPARE(found({file, QStringLiteral("ne+dl[e]"), QStringLiteral("--regex")}), expected);
    QCOMPARE(
        found({file, QStringLiteral("[01-ff] 00 00 00"), QStringLiteral("--hex"), QStringLiteral("--count")}),
        "4\n");
}

void CliFindTest::zerosInHoles()
{
    const qint64 size = isSanitized ? 400'001 : 4'000'001;
    const QString file = m_folder.makeSparse(QStringLiteral("zeros"), size);
    QCOMPARE(found({file, QStringLiteral("00 00 00"), QStringLiteral("--hex"), QStringLiteral("--count")}),
        QByteArray::number(size / 3) + '\n');
}

// Matches that reach from one block into the next, which other threads search.
void CliFindTest::severalBlocks()
{
    const qsizetype block = 16 << 20;
    QByteArray text(3 * block + 1000, '.');
    text.replace(block - 2, 5, "aaaaa"); // two and a half: what counts from the border would be other ones
    text.replace(2 * block - 3, 6, "bEGINb");
    const QString file = m_folder.write(QStringLiteral("blocks"), text);
    const auto at = [](qsizetype place) { return QByteArray::number(place); };
    QCOMPARE(found({file, QStringLiteral("aa")}), at(block - 2) + " 2\n" + at(block) + " 2\n");
    QCOMPARE(found({file, QStringLiteral("aaa")}), at(block - 2) + " 3\n");
    QCOMPARE(found({file, QStringLiteral("BEGIN"), QStringLiteral("-i")}), at(2 * block - 3) + " 5\n");
    QCOMPARE(found({file, QStringLiteral("[a-z]+"), QStringLiteral("--regex")}),
        at(block - 2) + " 5\n" + at(2 * block - 3) + " 1\n" + at(2 * block + 2) + " 1\n");
}

void CliFindTest::tooComplex()
{
    const QString file
        = m_folder.write(QStringLiteral("complex"), "aab here\n" + QByteArray(100'000, 'a') + "b\n");
    const RunResult result
        = cli({QStringLiteral("find"), file, QStringLiteral("(a+)+$"), QStringLiteral("--regex")});
    checkFailure(result, 3, "complex: the expression takes too many steps in line 2, at offset 9");
}

// Offsets and lengths written down by hand.
void CliFindTest::numbers()
{
    const QString file = m_folder.write(QStringLiteral("numbers"),
        QByteArray("\xd2\x04\x00\x00" // 1234 as u32le
                   "\xff\x04\xd2" // and at an odd offset, as u16be
                   "\xfb\xff\xff\xff" // -5 as i32le
                   "\x40\x48\xf5\xc3" // 3.14 as f32be
                   "\xff\xff\xff\xff", // no number
            19));
    const auto answer = [&](const char* pattern) {
        return found({file, QString::fromLatin1(pattern), QStringLiteral("--number")});
    };
    QCOMPARE(answer("1234"), "0 4\n5 2\n"); // the longest at each
    QCOMPARE(answer("u16:0x4d2"), "0 2\n5 2\n");
    QCOMPARE(answer("u16be:1234"), "5 2\n");
    QCOMPARE(answer("le:1234"), "0 4\n");
    QCOMPARE(answer("i32:-5"), "7 4\n");
    QCOMPARE(answer("f32:3.14"), "11 4\n");
    QCOMPARE(answer("3.2~0.1"), "11 4\n");
    QCOMPARE(answer("u16:1234 aligned"), "0 2\n");
    QCOMPARE(answer("i8:-5"), "7 1\n");
}

void CliFindTest::badUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("words");
    const auto add = [](const QStringList& arguments, const char* words) {
        QTest::addRow("%s", qPrintable(arguments.join(QLatin1Char(' ')))) << arguments << QByteArray(words);
    };
    const QString regex = QStringLiteral("--regex");
    const QString hex = QStringLiteral("--hex");
    add({QStringLiteral("a(b"), regex}, "at character 4: missing closing parenthesis");
    add({QStringLiteral("é)"), regex}, "at character 2: unmatched closing parenthesis");
    add({QStringLiteral("[a"), regex}, "at character 3: missing terminating ]");
    add({QStringLiteral("a)(b"), regex, QStringLiteral("-w")},
        "at character 2: unmatched closing parenthesis");
    add({QStringLiteral("de a"), hex}, "at character 4: a byte has two hexadecimal digits");
    add({QStringLiteral("de xy"), hex}, "at character 4: no hexadecimal digit");
    add({QStringLiteral("[0a"), hex}, "at character 1: the bracket is not closed");
    add({QStringLiteral("[20-1f]"), hex}, "at character 2: the range ends before it begins");
    const QString number = QStringLiteral("--number");
    add({QStringLiteral("u24:1"), number}, "at character 1: there is no type \"u24\"");
    add({QStringLiteral("u8: 300"), number}, "at character 5: 300 does not fit into u8");
    add({QStringLiteral("u16:-1"), number}, "at character 5: -1 does not fit into u16");
    add({QStringLiteral("18446744073709551616"), number}, "does not fit into u64");
    add({QStringLiteral("i8:12x"), number}, "at character 6: this is no integer");
    add({QStringLiteral("u16:1~2"), number}, "at character 6: only f32 and f64 have a tolerance");
    add({QStringLiteral("f32:1~-2"), number}, "at character 7: a tolerance is not negative");
    add({QStringLiteral("f32:1e40"), number}, "at character 5: 1e40 does not fit into f32");
    add({QStringLiteral("f64:nan"), number}, "at character 5: only finite numbers");
    add({QStringLiteral("le:"), number}, "at character 4: the number is missing");
    add({QStringLiteral("")}, "there is nothing to look for");
    add({QStringLiteral("漢"), QStringLiteral("--encoding=ISO-8859-1")},
        "ISO-8859-1 has no character U+6F22");
    add({QStringLiteral("a"), hex, regex}, "--regex, --hex and --number exclude one another");
    add({QStringLiteral("a"), QStringLiteral("--count"), QStringLiteral("--lines")}, "exclude one another");
    add({QStringLiteral("a"), QStringLiteral("--max=0")}, "at least one match");
    add({QStringLiteral("a"), QStringLiteral("--from=x")}, "--from: \"x\" is no number");
    add({QStringLiteral("a"), QStringLiteral("--encoding=xyz")}, "xyz");
}

void CliFindTest::badUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, words);
    const QString file = m_folder.write(QStringLiteral("any"), "any");
    checkFailure(cli(QStringList{QStringLiteral("find"), file} + arguments), 2, words);
}

void CliFindTest::failures()
{
    checkFailure(
        cli({QStringLiteral("find"), m_folder.path(QStringLiteral("none")), QStringLiteral("a")}), 3, "none");
    const RunResult nothing = cli({QStringLiteral("find"), m_log, QStringLiteral("not in it")});
    QCOMPARE(nothing.exit, 1);
    QCOMPARE(nothing.out, "");
    QCOMPARE(nothing.err, "");
    QCOMPARE(cli({QStringLiteral("find"), m_log, QStringLiteral("not in it"), QStringLiteral("--count")}).out,
        "0\n");
}

QTEST_GUILESS_MAIN(CliFindTest)

#include "CliFindTest.moc"

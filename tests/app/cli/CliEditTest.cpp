// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "EditTesting.h"
#include "tests/support/Rounds.h"

using namespace megascope::testing;

// Editing, saving and recovering from the command line, held against a flat array of bytes.
class CliEditTest : public QObject, private EditFixture {
    Q_OBJECT

private slots:
    void editsLikeAFlatArray_data() { addStrategies(); }
    void editsLikeAFlatArray();
    void planWritesNothing();
    void writesAnotherFile();
    void undoGoesAcrossASave();
    void badScripts_data();
    void badScripts();
    void nothingToRecover();
    void anythingAsAScript();
};

void CliEditTest::editsLikeAFlatArray()
{
    QFETCH(const QString, strategy);
    QRandomGenerator random(seed());
    for (int round = 0; round < 20; ++round) {
        const Scenario scenario = someScenario(random, strategy);
        write(scenario);
        const RunResult result = cli(edit(QStringLiteral("--save=") + strategy));
        QVERIFY2(result.exit == 0, result.err);
        QCOMPARE(content(), scenario.after);
        QCOMPARE(leftovers(), QStringList());
    }
}

void CliEditTest::planWritesNothing()
{
    write({"insert 0 4142\n", "content", {}});
    const RunResult result = cli(edit(QStringLiteral("--plan")));
    QCOMPARE(result.exit, 0);
    QVERIFY2(result.out.startsWith("strategy: "), result.out);
    QVERIFY2(result.out.contains("\nbytesToWrite: "), result.out);
    QCOMPARE(content(), "content");
    QCOMPARE(leftovers(), QStringList());
}

void CliEditTest::writesAnotherFile()
{
    write({"insert 3 2d2d\n", "content", {}});
    const QString other = m_folder.path(QStringLiteral("other"));
    QCOMPARE(cli(edit(QStringLiteral("--output=") + other)).exit, 0);
    QCOMPARE(contentOf(other), "con--tent");
    QCOMPARE(content(), "content");
    checkFailure(cli(edit(QStringLiteral("--output=") + other)), 3, "other: file exists");
}

void CliEditTest::undoGoesAcrossASave()
{
    for (const char* strategy : {"shift", "replace"}) {
        write({"insert 3 2d2d\ndelete 0 1\nsave\nundo\nsave\nundo\n save # twice\nredo\n",
            QByteArray("content").repeated(1000), {}});
        QCOMPARE(cli(edit(QStringLiteral("--save=") + QLatin1String(strategy))).exit, 0);
        QCOMPARE(content(), "con--tent" + QByteArray("content").repeated(999));
    }
}

void CliEditTest::badScripts_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* script, const char* words) {
        QTest::newRow(words) << QByteArray(script) << QByteArray(words);
    };
    row("insert 0 41\noverwrite 1 414", "line 2: \"414\" has an odd number of hexadecimal digits");
    row("insert 0 4g", "line 1: \"4g\" is not hexadecimal");
    row("insert 0", "line 1: HEX is missing");
    row("\n\n# nothing\ninsert 8 41", "line 4: offset 8 lies past the end, which is at 7");
    row("overwrite 6 4142", "line 1: 2 bytes from offset 6 on reach past the end, which is at 7");
    row("save\ndelete 5 3", "line 2: 3 bytes from offset 5 on reach past the end, which is at 7");
    row("delete 5", "line 1: LENGTH is missing");
    row("delete x 1", "line 1: OFFSET: \"x\" is no number from 0 to 2^63 - 1");
    row("delete 0 1 1", "line 1: \"1\" is one word too many");
    row("explode 0", "line 1: there is no command \"explode\"");
    row("undo", "line 1: there is nothing to undo");
    row("insert-file 0 /missing/file", "line 1: /missing/file: no such file or directory");
    row("insert-file 0 \"/missing", "line 1: a quote is not closed");
    row("undo \"\" 1", "line 1: there is nothing between quotes");
    row("copy 0 7 9223372036854775807", "line 1: offset 9223372036854775807 lies past the end");
}

// One clear line, and nothing is changed: not even by a save in front of the mistake.
void CliEditTest::badScripts()
{
    QFETCH(const QByteArray, script);
    QFETCH(const QByteArray, words);
    write({"insert 0 41\n" + script, "content", {}});
    m_script = m_folder.write(QStringLiteral("script"), script);
    checkFailure(cli(edit(QStringLiteral("--save"))), 3, words);
    QCOMPARE(content(), "content");
    QCOMPARE(leftovers(), QStringList());
}

void CliEditTest::nothingToRecover()
{
    write({"", "content", {}});
    const RunResult result = cli({QStringLiteral("recover"), m_file});
    QCOMPARE(result.exit, 1);
    QCOMPARE(result.err, QByteArray());
    checkFailure(cli({QStringLiteral("recover"), QStringLiteral("--apply"), QStringLiteral("--discard")}), 2,
        "only one");
}

// Scripts with bytes in the wrong place: all of it is done, or nothing.
void CliEditTest::anythingAsAScript()
{
    QRandomGenerator random(seed());
    for (int round = 0; round < rounds(60); ++round) {
        Scenario scenario = someScenario(random, QString());
        for (int errors = random.bounded(3); errors > 0 && !scenario.script.isEmpty(); --errors)
            scenario.script[random.bounded(int(scenario.script.size()))] = random.bounded(2) == 0
                ? char(random.bounded(256))
                : "0123456789abcdef \n\"#"[random.bounded(20)];
        write(scenario);
        const RunResult result = cli(edit(QStringLiteral("--save")));
        const QByteArray what = scenario.script.left(200).toPercentEncoding(" ") + ": " + result.err;
        QVERIFY2(result.exit == 0 || result.exit == 3, what);
        QVERIFY2(result.err.count('\n') == (result.exit == 0 ? 0 : 1), what);
        QVERIFY2(result.exit == 0 || content() == scenario.before, what);
        QVERIFY2(leftovers().isEmpty(), what);
    }
}

QTEST_GUILESS_MAIN(CliEditTest)
#include "CliEditTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "CliTesting.h"
#include "tests/support/Rounds.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>

#include <cstdlib>

using namespace megascope::testing;

namespace {

// An edit, as a line of a script and as what it does to a flat array.
struct Edit {
    enum class Kind { Overwrite, Insert, Delete, Copy };
    Kind kind = Kind::Overwrite;
    qint64 offset = 0;
    QByteArray bytes; // of the first two
    qint64 length = 0; // of the others
    qint64 to = 0; // of Copy

    [[nodiscard]] QByteArray line() const
    {
        const QByteArray place = QByteArray::number(offset);
        switch (kind) {
        case Kind::Overwrite:
            return "overwrite " + place + ' ' + bytes.toHex() + '\n';
        case Kind::Insert:
            return "insert " + place + ' ' + bytes.toHex() + '\n';
        case Kind::Delete:
            return "delete " + place + ' ' + QByteArray::number(length) + '\n';
        default:
            return "copy " + place + ' ' + QByteArray::number(length) + ' ' + QByteArray::number(to) + '\n';
        }
    }

    void applyTo(QByteArray& content) const
    {
        switch (kind) {
        case Kind::Overwrite:
            content.replace(offset, bytes.size(), bytes);
            break;
        case Kind::Insert:
            content.insert(offset, bytes);
            break;
        case Kind::Delete:
            content.remove(offset, length);
            break;
        case Kind::Copy:
            content.insert(to, content.mid(offset, length));
        }
    }
};

struct Scenario {
    QByteArray script;
    QByteArray before;
    QByteArray after;
};

// One to three edits of a small file; of one size when it is to be patched.
Scenario someScenario(QRandomGenerator& random, const QString& strategy)
{
    Scenario scenario;
    scenario.before.resize(qsizetype(random.bounded(1, 60'000)));
    random.generate(scenario.before.begin(), scenario.before.end());
    scenario.after = scenario.before;
    const bool sameSize = strategy == QLatin1String("patch");
    for (int edits = random.bounded(1, 4); edits > 0; --edits) {
        const qint64 size = scenario.after.size();
        Edit edit;
        edit.kind = sameSize ? Edit::Kind::Overwrite : Edit::Kind(random.bounded(4));
        edit.offset = random.bounded(size);
        edit.length = random.bounded(1, int(std::min<qint64>(size - edit.offset, 3000)) + 1);
        edit.to = random.bounded(size);
        edit.bytes = QByteArray(edit.length, char('a' + edits));
        if (edit.kind == Edit::Kind::Delete && edit.length == size)
            continue;
        edit.applyTo(scenario.after);
        scenario.script += edit.line();
    }
    return scenario;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Calls that change what lies on the disk.
const QStringList changingCalls{QStringLiteral("pwrite64"), QStringLiteral("fdatasync"),
    QStringLiteral("fsync"), QStringLiteral("renameat2"), QStringLiteral("rename"),
    QStringLiteral("ftruncate"), QStringLiteral("fallocate"), QStringLiteral("copy_file_range"),
    QStringLiteral("unlink"), QStringLiteral("openat")};

// Empty when calls can be made to fail here, else why not.
QString whyNotTraced()
{
    const QString strace = QStandardPaths::findExecutable(QStringLiteral("strace"));
    if (strace.isEmpty())
        return QStringLiteral("strace, which makes calls fail, is not installed");
    if (isSanitized)
        return QStringLiteral("sanitizers do not run under strace");
    if (run(strace, {QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("true")}).exit != 0)
        return QStringLiteral("strace may not trace here");
    return {};
}

// The program with a fault at the `number`th of its calls `call`.
RunResult withFault(const QString& call, const QString& fault, const QStringList& arguments)
{
    return run(QStandardPaths::findExecutable(QStringLiteral("strace")),
        QStringList{QStringLiteral("-f"), QStringLiteral("-o"), QStringLiteral("/dev/null"),
            QStringLiteral("-e"), QStringLiteral("trace=") + call, QStringLiteral("-e"),
            QStringLiteral("inject=%1:%2").arg(call, fault), cliProgram()}
            + arguments);
}

} // namespace

// Editing, saving and recovering from the command line, held against a flat array of bytes.
class CliEditTest : public QObject {
    Q_OBJECT

private:
    Folder m_folder;
    QString m_file;
    QString m_script;

    void write(const Scenario& scenario)
    {
        m_file = m_folder.write(QStringLiteral("file"), scenario.before);
        m_script = m_folder.write(QStringLiteral("script"), scenario.script);
    }

    [[nodiscard]] QStringList edit(const QString& how) const
    {
        return {QStringLiteral("edit"), m_file, QStringLiteral("--script"), m_script, how};
    }

    // What a save has left beside the file.
    [[nodiscard]] QStringList leftovers() const
    {
        QStringList names = QFileInfo(m_file).dir().entryList(QDir::Files | QDir::Hidden);
        names.removeIf([](const QString& name) { return !name.contains(QLatin1String("megascope")); });
        return names;
    }

    void removeLeftovers()
    {
        for (const QString& name : leftovers())
            QFileInfo(m_file).dir().remove(name);
    }

    static void addStrategies();
    // Adds to `kills`.
    void killInRecovery(
        const Scenario& scenario, const QString& how, const QString& call, int number, int& kills);
    void sweepFaults(const Scenario& scenario, const QString& how, const QString& error);

    static quint32 seed()
    {
        const QByteArray given = qgetenv("MEGASCOPE_SEED");
        const quint32 value = given.isEmpty() ? QRandomGenerator::global()->generate() : given.toUInt();
        qInfo("MEGASCOPE_SEED=%u", value);
        return value;
    }

private slots:
    void editsLikeAFlatArray_data() { addStrategies(); }
    void editsLikeAFlatArray();
    void planWritesNothing();
    void writesAnotherFile();
    void undoGoesAcrossASave();
    void badScripts_data();
    void badScripts();
    void nothingToRecover();
    void killedAnywhere_data() { addStrategies(); }
    void killedAnywhere();
    void failingCalls_data() { addStrategies(); }
    void failingCalls();
};

void CliEditTest::addStrategies()
{
    QTest::addColumn<QString>("strategy");
    for (const char* strategy : {"patch", "shift", "replace"})
        QTest::newRow(strategy) << QString::fromLatin1(strategy);
}

void CliEditTest::editsLikeAFlatArray()
{
    QFETCH(const QString, strategy);
    QRandomGenerator random(seed());
    for (int round = 0; round < 20; ++round) {
        const Scenario scenario = someScenario(random, strategy);
        write(scenario);
        const RunResult result = cli(edit(QStringLiteral("--save=") + strategy));
        QVERIFY2(result.exit == 0, result.err);
        QCOMPARE(contentOf(m_file), scenario.after);
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
    QCOMPARE(contentOf(m_file), "content");
    QCOMPARE(leftovers(), QStringList());
}

void CliEditTest::writesAnotherFile()
{
    write({"insert 3 2d2d\n", "content", {}});
    const QString other = m_folder.path(QStringLiteral("other"));
    QCOMPARE(cli(edit(QStringLiteral("--output=") + other)).exit, 0);
    QCOMPARE(contentOf(other), "con--tent");
    QCOMPARE(contentOf(m_file), "content");
    checkFailure(cli(edit(QStringLiteral("--output=") + other)), 3, "other: file exists");
}

void CliEditTest::undoGoesAcrossASave()
{
    for (const char* strategy : {"shift", "replace"}) {
        write({"insert 3 2d2d\ndelete 0 1\nsave\nundo\nsave\nundo\n save # twice\nredo\n",
            QByteArray("content").repeated(1000), {}});
        QCOMPARE(cli(edit(QStringLiteral("--save=") + QLatin1String(strategy))).exit, 0);
        QCOMPARE(contentOf(m_file), "con--tent" + QByteArray("content").repeated(999));
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
    QCOMPARE(contentOf(m_file), "content");
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

// The recovery is killed in turn, at each of its calls, and then left to end.
void CliEditTest::killInRecovery(
    const Scenario& scenario, const QString& how, const QString& call, int number, int& kills)
{
    const QString kill = QStringLiteral("signal=KILL:when=%1");
    const QStringList recover{QStringLiteral("recover"), m_file, QStringLiteral("--apply")};
    for (const QString& second :
        {QStringLiteral("pwrite64"), QStringLiteral("fdatasync"), QStringLiteral("unlink")}) {
        for (int at = 1;; ++at) {
            removeLeftovers();
            write(scenario);
            (void)withFault(call, kill.arg(number), edit(how));
            const bool ended = withFault(second, kill.arg(at), recover).exit >= 0;
            (void)cli(recover);
            const QByteArray content = contentOf(m_file);
            QVERIFY2(content == scenario.before || content == scenario.after, qPrintable(call + second));
            QCOMPARE(leftovers(), QStringList());
            if (ended)
                break;
            ++kills;
        }
    }
}

// At each call that changes something. MEGASCOPE_KILLS sets how many kills, at least: 2,000 for a campaign.
void CliEditTest::killedAnywhere()
{
    if (const QString reason = whyNotTraced(); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    QFETCH(const QString, strategy);
    const QString how = QStringLiteral("--save=") + strategy;
    const int wanted = qEnvironmentVariableIntValue("MEGASCOPE_KILLS") / 3;
    QRandomGenerator random(seed());
    int kills = 0;
    do {
        const Scenario scenario = someScenario(random, strategy);
        for (const QString& call : changingCalls) {
            for (int number = 1;; ++number) {
                write(scenario);
                const RunResult result
                    = withFault(call, QStringLiteral("signal=KILL:when=%1").arg(number), edit(how));
                if (result.exit >= 0) {
                    QCOMPARE(contentOf(m_file), scenario.after);
                    break;
                }
                ++kills;
                (void)cli({QStringLiteral("recover"), m_file, QStringLiteral("--apply")});
                const QByteArray content = contentOf(m_file);
                QVERIFY2(content == scenario.before || content == scenario.after,
                    qPrintable(QStringLiteral("%1 %2").arg(call).arg(number)));
                QCOMPARE(leftovers(), QStringList());
                if (wanted > 0 && call != QLatin1String("openat") && random.bounded(8) == 0)
                    killInRecovery(scenario, how, call, number, kills);
            }
        }
    } while (kills < wanted);
    qInfo("%d kills", kills);
    QVERIFY(kills > 0);
}

void CliEditTest::sweepFaults(const Scenario& scenario, const QString& how, const QString& error)
{
    for (const QString& call : changingCalls) {
        if (call == QLatin1String("openat"))
            continue; // the loader of the program needs it
        for (const QString& times : {QStringLiteral("%1"), QStringLiteral("%1+")}) {
            for (int number = 1;; ++number) {
                removeLeftovers();
                write(scenario);
                const RunResult result = withFault(
                    call, QStringLiteral("error=%1:when=%2").arg(error, times.arg(number)), edit(how));
                if (result.exit == 0) {
                    QCOMPARE(contentOf(m_file), scenario.after);
                    break;
                }
                const QByteArray what = call.toLatin1() + ' ' + error.toLatin1() + ": " + result.err;
                QVERIFY2(result.exit == 3, what);
                QVERIFY2(result.err.count('\n') == 1
                        && result.err.contains(QFile::encodeName(QFileInfo(m_file).path())),
                    what);
                (void)cli({QStringLiteral("recover"), m_file, QStringLiteral("--apply")});
                const QByteArray content = contentOf(m_file);
                QVERIFY2(content == scenario.before || content == scenario.after, what);
                QVERIFY2(number < 500, what);
            }
        }
    }
}

// Each call fails, once and for ever: the file is as it was, or is finished by recover; one line tells it.
void CliEditTest::failingCalls()
{
    if (const QString reason = whyNotTraced(); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    QFETCH(const QString, strategy);
    QRandomGenerator random(seed());
    for (const char* error : {"EIO", "ENOSPC"}) {
        sweepFaults(
            someScenario(random, strategy), QStringLiteral("--save=") + strategy, QString::fromLatin1(error));
        if (QTest::currentTestFailed())
            return;
    }
}

QTEST_GUILESS_MAIN(CliEditTest)
#include "CliEditTest.moc"

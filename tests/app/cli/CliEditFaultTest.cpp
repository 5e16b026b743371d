// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Editing from the command line while calls of the system fail, signals come, and the program is killed.
// Writes that are cut short, which strace cannot make, are those of MemoryVfs.

#include "EditTesting.h"
#include "tests/support/Rounds.h"

#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

using namespace megascope::testing;

namespace {

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
    QStringList options{QStringLiteral("-f"), QStringLiteral("-o"), QStringLiteral("/dev/null"),
        QStringLiteral("-e"), QStringLiteral("trace=") + call, QStringLiteral("-e"),
        QStringLiteral("inject=%1:%2").arg(call, fault), cliProgram()};
    if (!fault.startsWith(QLatin1String("signal"))) // with which strace injects no signals
        options.prepend(QStringLiteral("--seccomp-bpf")); // stops at these calls only
    return run(QStandardPaths::findExecutable(QStringLiteral("strace")), options + arguments);
}

// How many calls of each name the program makes. Nothing is made to fail.
int callsOf(const QString& call, const QString& log, const QStringList& arguments)
{
    const RunResult result = run(QStandardPaths::findExecutable(QStringLiteral("strace")),
        QStringList{QStringLiteral("-f"), QStringLiteral("--seccomp-bpf"), QStringLiteral("-o"), log,
            QStringLiteral("-e"), QStringLiteral("trace=") + call, cliProgram()}
            + arguments);
    QFile file(log);
    return result.exit == 0 && file.open(QIODevice::ReadOnly)
        ? int(file.readAll().count(call.toLatin1() + '('))
        : 0;
}

} // namespace

class CliEditFaultTest : public QObject, private EditFixture {
    Q_OBJECT

private:
    // Adds to `kills`.
    void killInRecovery(
        const Scenario& scenario, const QString& how, const QString& call, int number, int& kills);
    void failAll(const Scenario& scenario, const QString& how, const QString& call, const QString& fault);
    void checkFailedOrDone(const Scenario& scenario, const RunResult& result, const QByteArray& what);

private slots:
    void initTestCase()
    {
        if (const QString reason = whyNotTraced(); !reason.isEmpty())
            QSKIP(qPrintable(reason));
    }
    void killedAnywhere_data() { addStrategies(); }
    void killedAnywhere();
    void failingCalls_data() { addStrategies(); }
    void failingCalls();
    void interruptedCalls_data() { addStrategies(); }
    void interruptedCalls();
    void signalsAnywhere_data() { addStrategies(); }
    void signalsAnywhere();
};

// The recovery is killed in turn, at each of its calls, and then left to end.
void CliEditFaultTest::killInRecovery(
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
            const QByteArray left = content();
            QVERIFY2(left == scenario.before || left == scenario.after, qPrintable(call + second));
            QCOMPARE(leftovers(), QStringList());
            if (ended)
                break;
            ++kills;
        }
    }
}

// At each call that changes something. MEGASCOPE_KILLS sets how many kills, at least: 2,000 for a campaign.
void CliEditFaultTest::killedAnywhere()
{
    QFETCH(const QString, strategy);
    const QString how = QStringLiteral("--save=") + strategy;
    const int wanted = qEnvironmentVariableIntValue("MEGASCOPE_KILLS") / 3;
    QRandomGenerator random(seed());
    // The loader opens libraries first.
    const int loading = callsOf(
        QStringLiteral("openat"), m_folder.path(QStringLiteral("calls")), {QStringLiteral("--version")});
    int kills = 0;
    do {
        const Scenario scenario = someScenario(random, strategy);
        for (const QString& call : changingCalls) {
            for (int number = call == QLatin1String("openat") ? loading : 1;; ++number) {
                write(scenario);
                const RunResult result
                    = withFault(call, QStringLiteral("signal=KILL:when=%1").arg(number), edit(how));
                if (result.exit >= 0) {
                    QCOMPARE(content(), scenario.after);
                    break;
                }
                ++kills;
                (void)cli({QStringLiteral("recover"), m_file, QStringLiteral("--apply")});
                const QByteArray left = content();
                QVERIFY2(left == scenario.before || left == scenario.after,
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

// The old content or the new one, if need be after a recovery; and one line that names the file.
void CliEditFaultTest::checkFailedOrDone(
    const Scenario& scenario, const RunResult& result, const QByteArray& what)
{
    const QByteArray told = what + ": " + result.err;
    if (result.exit == 0) {
        QVERIFY2(content() == scenario.after, told);
        return;
    }
    QVERIFY2(result.exit == 3, told);
    QVERIFY2(result.err.count('\n') == 1 && result.err.contains(QFile::encodeName(QFileInfo(m_file).path())),
        told);
    (void)cli({QStringLiteral("recover"), m_file, QStringLiteral("--apply")});
    const QByteArray left = content();
    QVERIFY2(left == scenario.before || left == scenario.after, told);
}

// `fault` has a place for the number of the call: 1, 2, and so on, until none fails.
void CliEditFaultTest::failAll(
    const Scenario& scenario, const QString& how, const QString& call, const QString& fault)
{
    for (int number = 1;; ++number) {
        removeLeftovers();
        write(scenario);
        const RunResult result = withFault(call, fault.arg(number), edit(how));
        checkFailedOrDone(scenario, result, (call + u' ' + fault.arg(number)).toLatin1());
        if (QTest::currentTestFailed() || result.exit == 0)
            return;
        QVERIFY2(number < 500, qPrintable(call));
    }
}

// Each call fails, once and for ever: the file is as it was, or is finished by recover; one line tells it.
void CliEditFaultTest::failingCalls()
{
    QFETCH(const QString, strategy);
    QRandomGenerator random(seed());
    for (const char* error : {"EIO", "ENOSPC"}) {
        const Scenario scenario = someScenario(random, strategy);
        for (const QString& call : changingCalls) {
            if (call == QLatin1String("openat"))
                continue; // the loader of the program needs it
            for (const char* times : {"%1", "%1+"}) {
                failAll(scenario, QStringLiteral("--save=") + strategy, call,
                    QStringLiteral("error=%1:when=").arg(QLatin1String(error)) + QLatin1String(times));
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }
}

// Each call is interrupted, once and every second time; what is interrupted for ever cannot be told from what
// never ends. A sync is not taken up again, nor is what only a network interrupts; all else is.
void CliEditFaultTest::interruptedCalls()
{
    QFETCH(const QString, strategy);
    QRandomGenerator random(seed());
    const Scenario scenario = someScenario(random, strategy);
    const QString how = QStringLiteral("--save=") + strategy;
    for (const QString& call : changingCalls) {
        if (call == QLatin1String("openat"))
            continue;
        write(scenario);
        const int calls = callsOf(call, m_folder.path(QStringLiteral("calls")), edit(how));
        const bool isTakenUp = QStringList{QStringLiteral("pwrite64"), QStringLiteral("ftruncate"),
            QStringLiteral("fallocate"), QStringLiteral("copy_file_range")}
                                   .contains(call);
        for (const char* times : {"%1", "%1+2"}) {
            for (int number = 1; number <= calls; ++number) {
                removeLeftovers();
                write(scenario);
                const QString fault
                    = QStringLiteral("error=EINTR:when=") + QString::fromLatin1(times).arg(number);
                const RunResult result = withFault(call, fault, edit(how));
                const QByteArray what = (call + u' ' + fault).toLatin1();
                QVERIFY2(!isTakenUp || result.exit == 0, what + ": " + result.err);
                checkFailedOrDone(scenario, result, what);
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }
}

// SIGINT or SIGTERM comes at each call that changes something: the file is old, or new, with nothing left
// beside it.
void CliEditFaultTest::signalsAnywhere()
{
    QFETCH(const QString, strategy);
    QRandomGenerator random(seed());
    const QString how = QStringLiteral("--save=") + strategy;
    int unsaved = 0;
    int saved = 0;
    const Scenario scenario = someScenario(random, strategy);
    for (const QString& call : changingCalls) {
        if (call == QLatin1String("openat"))
            continue;
        for (int number = 1;; ++number) {
            const char* const signal = random.bounded(2) == 0 ? "INT" : "TERM";
            write(scenario);
            const RunResult result = withFault(
                call, QStringLiteral("signal=%1:when=%2").arg(QLatin1String(signal)).arg(number), edit(how));
            const QByteArray what = signal + (u' ' + call).toLatin1() + ' ' + QByteArray::number(number);
            QVERIFY2(leftovers().isEmpty(), what);
            if (result.exit == 0) {
                QVERIFY2(content() == scenario.after, what);
                break;
            }
            QVERIFY2(result.exit == 4, what + ": " + result.err);
            const bool isSaved = result.err.endsWith("file: interrupted, but saved\n");
            QVERIFY2(isSaved || result.err.endsWith("file: interrupted, and not saved\n"),
                what + ": " + result.err);
            QCOMPARE(result.err.count('\n'), 1);
            QVERIFY2(content() == (isSaved ? scenario.after : scenario.before), what);
            ++(isSaved ? saved : unsaved);
        }
    }
    qInfo("%d times not saved, %d times saved", unsaved, saved);
    QVERIFY(unsaved > 0 && saved > 0);
}

QTEST_GUILESS_MAIN(CliEditFaultTest)
#include "CliEditFaultTest.moc"

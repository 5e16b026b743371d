// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Somebody types into a real window, and the program is killed at any moment. What is recovered then is what
// had been typed, but for the last two seconds at most. MEGASCOPE_TYPING sets how many times: `./dev campaign
// typing`.

#include "tests/app/gui/RealDisplay.h"
#include "tests/app/gui/TypedModel.h"
#include "tests/support/Rounds.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>

using namespace megascope::testing;
using namespace std::chrono_literals;

namespace {

using Clock = TypedModel::Clock;

constexpr auto promised = 2s; // no more than that is lost

// Kills a process when the time has come.
class Killer {
public:
    Killer(qint64 process, Clock::duration delay)
        : m_thread([this, process, when = Clock::now() + delay](const std::stop_token&) {
            std::this_thread::sleep_until(when);
            m_time = Clock::now();
            ::kill(pid_t(process), SIGKILL);
            m_done = true;
        })
    {
    }
    [[nodiscard]] bool hasKilled() const { return m_done; }
    Clock::time_point wait()
    {
        m_thread.join();
        return m_time;
    }

private:
    std::atomic<bool> m_done = false;
    Clock::time_point m_time; // of the thread, until it has ended
    std::jthread m_thread;
};

struct Round {
    enum class Size { Empty, Small, Large };
    enum class RecoverBy { Program, Window, WindowOfTheFile };
    Size size = Size::Small;
    bool atBegin = false; // of the file is where the text goes
    RecoverBy recoverBy = RecoverBy::Program;

    // A file of this size is written anew, and typing goes on meanwhile.
    [[nodiscard]] bool typesWhileSaving() const { return size == Size::Large && atBegin; }
};

QByteArray logOf(qsizetype size)
{
    QByteArray text;
    text.reserve(size + 100);
    for (int line = 0; text.size() < size; ++line)
        text += QByteArray::number(line) + " INFO a line of a log that somebody writes into\n";
    return text;
}

} // namespace

class KilledTypingTest : public QObject {
    Q_OBJECT

private:
    RealDisplay m_display;
    quint32 m_seed = 0;
    std::optional<QTemporaryDir> m_folder; // of a round
    QString m_file;
    QByteArray m_before; // what the text goes behind
    QByteArray m_behind; // and what goes behind it
    const QByteArray m_log = logOf(qsizetype(100) << 20);

    QByteArray m_window;
    TypedModel m_model;
    std::size_t m_saved = 0; // the state that the file certainly has
    QByteArray m_ordered; // what was saved last, perhaps not to its end
    int m_saves = 0;

    void prepare(const Round& round);
    void key(const QStringList& names);
    void typeSome(QRandomGenerator& random);
    void pasteSome(QRandomGenerator& random);
    void undo();
    void save(const Round& round, const Killer* killer);
    void act(const Round& round, QRandomGenerator& random, const Killer* killer);
    [[nodiscard]] Clock::time_point typeUntilKilled(const Round& round, QRandomGenerator& random);
    [[nodiscard]] int recover(const QString& how, QByteArray& error) const;
    [[nodiscard]] QByteArray recoverByProgram();
    [[nodiscard]] QByteArray recoverByWindow(bool openFile);
    [[nodiscard]] QStringList logs() const; // with their sizes
    [[nodiscard]] std::optional<QByteArray> textOfFile() const;
    Clock::duration play(const Round& round, quint32 seed);

private slots:
    void initTestCase();
    void typedTextSurvives();
};

void KilledTypingTest::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("xdotool")).isEmpty())
        QSKIP("xdotool, which types, is not installed");
    if (const QString reason = m_display.start(); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const QByteArray given = qgetenv("MEGASCOPE_SEED");
    m_seed = given.isEmpty() ? QRandomGenerator::global()->generate() : given.toUInt();
    qInfo("MEGASCOPE_SEED=%u", m_seed);
}

void KilledTypingTest::prepare(const Round& round)
{
    m_folder.emplace();
    m_display.setHome(m_folder->filePath(QStringLiteral("home")));
    QDir(m_folder->path()).mkdir(QStringLiteral("files"));
    m_file = m_folder->filePath(QStringLiteral("files/typed.txt"));
    m_before = round.size == Round::Size::Large ? m_log
        : round.size == Round::Size::Small      ? m_log.first(1024)
                                                : "";
    m_behind.clear();
    if (round.atBegin)
        m_before.swap(m_behind);
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(m_before) == m_before.size() && file.write(m_behind) == m_behind.size());
    m_model = {};
    m_saved = 0;
    m_ordered.clear();
}

// All at once, as fast as somebody types who is in a hurry.
void KilledTypingTest::key(const QStringList& names)
{
    m_display.xdotool(
        QStringList{QStringLiteral("key"), QStringLiteral("--delay"), QStringLiteral("8")} + names);
    m_model.sent();
}

void KilledTypingTest::typeSome(QRandomGenerator& random)
{
    QStringList names;
    for (int count = random.bounded(1, 7); count > 0; --count) {
        const char letter = char('a' + random.bounded(26));
        const int kind = random.bounded(12);
        m_model.type(kind == 0 ? '\n' : kind < 3 ? ' ' : letter);
        names.append(kind == 0 ? QStringLiteral("Return")
                : kind < 3     ? QStringLiteral("space")
                               : QString(QLatin1Char(letter)));
    }
    key(names);
}

void KilledTypingTest::pasteSome(QRandomGenerator& random)
{
    const qsizetype count = random.bounded(1, int(std::min<qsizetype>(m_model.text().size(), 5)) + 1);
    m_model.paste(count);
    key(QStringList(count, QStringLiteral("shift+Left")) + QStringList{QStringLiteral("ctrl+c")}
        + QStringList(count, QStringLiteral("Right")) + QStringList{QStringLiteral("ctrl+v")});
}

void KilledTypingTest::undo()
{
    m_model.undo();
    key({QStringLiteral("ctrl+z")});
}

void KilledTypingTest::save(const Round& round, const Killer* killer)
{
    m_model.endRun();
    m_ordered = m_model.text();
    key({QStringLiteral("ctrl+s")});
    if (round.typesWhileSaving())
        return;
    const auto isSaved = [&] { return !m_display.isModified(m_window); };
    if (QTest::qWaitFor([&] { return (killer && killer->hasKilled()) || isSaved(); }, 30'000)
        && !(killer && killer->hasKilled())) {
        m_saved = m_model.states().size() - 1;
        ++m_saves;
    }
}

void KilledTypingTest::act(const Round& round, QRandomGenerator& random, const Killer* killer)
{
    const int kind = random.bounded(20);
    // What has the size of the text that was saved would be patched in, and could not be typed into
    // meanwhile.
    const bool maySave = round.typesWhileSaving() ? m_ordered.isEmpty() && !m_model.text().isEmpty()
                                                  : m_model.text() != m_ordered;
    if (kind < 2 && !m_model.text().isEmpty())
        pasteSome(random);
    else if (kind < 5 && m_model.canUndo())
        undo();
    else if (kind < 7 && maySave)
        save(round, killer);
    else
        typeSome(random);
}

// Returns when it was killed.
Clock::time_point KilledTypingTest::typeUntilKilled(const Round& round, QRandomGenerator& random)
{
    const auto program = m_display.open({QStringLiteral("--view=text"), m_file});
    m_window = m_display.focusedWindow(*program);
    if (m_window.isEmpty()) {
        QTest::qFail("there is no window", __FILE__, __LINE__);
        return {};
    }
    m_display.xdotool(
        {QStringLiteral("key"), round.atBegin ? QStringLiteral("ctrl+Home") : QStringLiteral("ctrl+End")});
    typeSome(random);
    // From here on keys arrive.
    if (!QTest::qWaitFor([&] { return m_display.isModified(m_window); }, 30'000)) {
        QTest::qFail("nothing arrives", __FILE__, __LINE__);
        return {};
    }
    // Half of them die while they save.
    const bool diesSaving = random.bounded(2) == 0;
    for (int i = random.bounded(10); diesSaving && i > 0; --i)
        act(round, random, nullptr);
    const int most = diesSaving ? (round.typesWhileSaving() ? 400 : 40) : 5000; // milliseconds
    if (diesSaving && m_model.text() == m_ordered)
        typeSome(random);
    Killer killer(program->processId(), std::chrono::milliseconds(random.bounded(most)));
    if (diesSaving && (!round.typesWhileSaving() || m_ordered.isEmpty()))
        save(round, &killer);
    while (!killer.hasKilled())
        act(round, random, &killer);
    const Clock::time_point time = killer.wait();
    program->waitForFinished();
    return time;
}

QStringList KilledTypingTest::logs() const
{
    const QString state = m_display.environment().value(QStringLiteral("XDG_STATE_HOME"));
    const QDir folder(state + QStringLiteral("/megascope/recovery"));
    QStringList told;
    for (const QFileInfo& log : folder.entryInfoList({QStringLiteral("*.edits")}))
        told.append(QStringLiteral("%1: %2 bytes").arg(log.fileName()).arg(log.size()));
    return told;
}

int KilledTypingTest::recover(const QString& how, QByteArray& error) const
{
    QProcess process;
    process.setProcessEnvironment(m_display.environment());
    process.start(QStringLiteral(MEGASCOPE_CLI), {QStringLiteral("recover"), m_file, how});
    process.waitForFinished();
    error = process.readAllStandardError();
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

// Empty, or what went wrong.
QByteArray KilledTypingTest::recoverByProgram()
{
    QByteArray error;
    const int exit = recover(QStringLiteral("--apply"), error);
    return exit >= 0 && exit <= 1 && error.isEmpty() ? QByteArray() : "recover: " + error;
}

QByteArray KilledTypingTest::recoverByWindow(bool openFile)
{
    const auto program = m_display.open(openFile ? QStringList{m_file} : QStringList());
    const QByteArray first = m_display.focusedWindow(*program);
    if (first.isEmpty())
        return "there is no window: " + program->readAllStandardError();
    // What is recovered gets a window of its own, unless there is one without a file.
    QByteArray window;
    const auto isRecovered = [&] {
        const QByteArrayList windows = m_display.windows(*program);
        const auto found
            = std::ranges::find_if(windows, [&](const auto& each) { return m_display.isModified(each); });
        window = found == windows.end() ? QByteArray() : *found;
        if (!window.isEmpty() || logs().isEmpty())
            return true;
        m_display.xdotool({QStringLiteral("key"), QStringLiteral("alt+r")});
        return false;
    };
    if (!QTest::qWaitFor(isRecovered, 30'000)) {
        program->kill();
        program->waitForFinished();
        return "nothing is recovered of " + logs().join(u' ').toUtf8();
    }
    if (!window.isEmpty()) {
        m_display.focus(window);
        m_display.xdotool({QStringLiteral("key"), QStringLiteral("ctrl+s")});
        if (!QTest::qWaitFor([&] { return !m_display.isModified(window); }, 30'000)) {
            program->kill();
            program->waitForFinished();
            return "what was recovered is not saved";
        }
    }
    program->terminate();
    program->waitForFinished();
    // What a save has left beside a file without unsaved edits is seen to when the file is opened.
    return window.isEmpty() && !openFile ? recoverByWindow(true) : QByteArray();
}

// What the file has at the place of the text; nothing when there is something else beside it.
std::optional<QByteArray> KilledTypingTest::textOfFile() const
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray content = file.readAll();
    if (content.size() < m_before.size() + m_behind.size() || !content.startsWith(m_before)
        || !content.endsWith(m_behind))
        return std::nullopt;
    return content.sliced(m_before.size(), content.size() - m_before.size() - m_behind.size());
}

// Returns what was lost.
Clock::duration KilledTypingTest::play(const Round& round, quint32 seed)
{
    QRandomGenerator random(seed);
    prepare(round);
    if (QTest::currentTestFailed())
        return {};
    const Clock::time_point killed = typeUntilKilled(round, random);
    if (QTest::currentTestFailed())
        return {};
    const QByteArray problem = round.recoverBy == Round::RecoverBy::Program
        ? recoverByProgram()
        : recoverByWindow(round.recoverBy == Round::RecoverBy::WindowOfTheFile);
    QByteArray ignored;
    const int left = recover(QStringLiteral("--list"), ignored); // 1: nothing
    const std::optional<QByteArray> text = textOfFile();
    const std::optional<std::size_t> state = m_model.find(text.value_or("\x01")); // nobody types that
    const QStringList beside = QFileInfo(m_file).dir().entryList(QDir::Files | QDir::Hidden);
    const auto told = [&] {
        return problem + "\nfile:  " + (text ? *text : "something else").right(200).toPercentEncoding(" ")
            + "\ntyped: " + m_model.text().right(200).toPercentEncoding(" ") + "\nsaved: "
            + m_ordered.right(200).toPercentEncoding(" ") + "\nbeside: " + beside.join(u' ').toUtf8();
    };
    const std::size_t least = std::max(m_saved, m_model.stateAt(killed - promised));
    if (problem.isEmpty() && state.value_or(0) >= least && state && beside.size() == 1 && left == 1)
        return m_model.lossOf(*state, killed);
    QTest::qFail(told(), __FILE__, __LINE__);
    return {};
}

void KilledTypingTest::typedTextSurvives()
{
    const int wanted = qEnvironmentVariableIntValue("MEGASCOPE_TYPING");
    const int rounds = wanted > 0 ? wanted : isSanitized ? 1 : 3;
    std::vector<Clock::duration> losses;
    qsizetype keys = 0;
    for (int i = 0; i < rounds; ++i) {
        const quint32 seed = m_seed + quint32(i);
        const Round round{.size = Round::Size(i % 3),
            .atBegin = QRandomGenerator(seed).bounded(2) == 0,
            .recoverBy = i % 5 == 2 ? Round::RecoverBy::WindowOfTheFile
                : i % 5 == 4        ? Round::RecoverBy::Window
                                    : Round::RecoverBy::Program};
        losses.push_back(play(round, seed));
        keys += qsizetype(m_model.states().size()) - 1;
        if (QTest::currentTestFailed()) {
            qInfo("round %d: size %d, %s, recovered by %d", i, int(round.size),
                round.atBegin ? "begin" : "end", int(round.recoverBy));
            return;
        }
    }
    std::ranges::sort(losses);
    const auto milliseconds = [&](std::size_t at) {
        return std::chrono::duration<double, std::milli>(losses[std::min(at, losses.size() - 1)]).count();
    };
    const auto whole = std::ranges::upper_bound(losses, Clock::duration::zero()) - losses.begin();
    qInfo("%d kills, %lld edits, %d saves; nothing lost in %lld; longest loss %.1f ms, 9 of 10 below %.1f ms",
        rounds, qlonglong(keys), m_saves, qlonglong(whole), milliseconds(losses.size() - 1),
        milliseconds(losses.size() * 9 / 10));
}

QTEST_GUILESS_MAIN(KilledTypingTest)
#include "KilledTypingTest.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Searching in the window, by the clock on the wall:
//   first result   from Find Next at the begin of the file until the match is painted, wherever it is in the
//   first 100 MiB cancel         from a stop, at any moment of a search that finds nothing, until it has
//   ended find all       every line of the file: the longest pause of the window meanwhile, the memory, and
//   the last result
//
//     FindWindowBench FILE
//
// FILE is a log as MakeLog writes it, warm, and larger than 100 MiB.

#include "core/search/Search.h"
#include "tests/bench/Heartbeat.h"
#include "tests/bench/Offscreen.h"
#include "ui/panel/FindResults.h"
#include "ui/panel/MatchTable.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"
#include "ui/window/PaneFinder.h"

#include <KLocalizedString>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>

#include <cstdio>
#include <random>
#include <thread>

using namespace megascope;
using namespace megascope::bench;

namespace {

constexpr int rounds = 200;
constexpr std::int64_t farthest = 100 << 20;

void print(const char* name, FrameTimes& times)
{
    std::printf("%-44s median %6.1f  p90 %6.1f  p99 %6.1f  longest %6.1f ms\n", name, times.quantile(0.5),
        times.quantile(0.9), times.quantile(0.99), times.quantile(1));
    std::fflush(stdout);
}

class Paints final : public QObject {
public:
    explicit Paints(QWidget& viewport) { viewport.installEventFilter(this); }
    bool seen = false;

protected:
    bool eventFilter(QObject*, QEvent* event) override
    {
        seen |= event->type() == QEvent::Paint;
        return false;
    }
};

// The time of the log's line that holds an offset, which no other line has: "2026-03-01T00:00:00.000042Z".
std::string timeAt(const QString& path, std::int64_t offset)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || !file.seek(offset))
        qFatal("cannot read %s", qPrintable(path));
    const QByteArray bytes = file.read(1024);
    return bytes.mid(bytes.indexOf('\n') + 1, 27).toStdString();
}

Pattern patternFor(int kind, const std::string& time)
{
    if (kind == 0)
        return {.text = time};
    if (kind == 1)
        return {.text = time, .matchCase = false};
    return {.kind = Pattern::Kind::Regex,
        .text = "^" + time.substr(0, 20) + "[" + time[20] + "]" + time.substr(21) + R"(\b.*host-\d+)"};
}

void measureFirst(MainWindow& window, const QString& path)
{
    static constexpr const char* names[]
        = {"first result, text", "first result, without case", "first result, expression"};
    DocumentSession& session = window.pane().session();
    DocumentFinder& finder = *window.pane().finder().finder();
    std::mt19937_64 random(1);
    for (int kind = 0; kind < 3; ++kind) {
        FrameTimes times;
        for (int i = 0; i < rounds; ++i) {
            const std::int64_t offset = static_cast<std::int64_t>(random() % farthest);
            const Pattern pattern = patternFor(kind, timeAt(path, offset));
            session.setSelection({ByteOffset(0), ByteOffset(0)});
            window.pane().revealCursor();
            QCoreApplication::processEvents();
            QElapsedTimer clock;
            clock.start();
            finder.setPattern(pattern);
            finder.find(DocumentFinder::Direction::Forward);
            waitUntil([&] { return !finder.isSeeking() && !session.selection().range().empty(); });
            window.pane().revealCursor();
            Paints paints(*window.pane().activeView()->viewport());
            window.pane().activeView()->viewport()->update(); // it may be painted already
            waitUntil([&] { return paints.seen; });
            times.add(double(clock.nsecsElapsed()) / 1e6);
            const std::int64_t found = session.selection().range().begin().value();
            if (found < offset || found > offset + 1024)
                qFatal("found at %lld what is behind %lld", static_cast<long long>(found),
                    static_cast<long long>(offset));
        }
        print(names[kind], times);
    }
}

void measureCancel(MainWindow& window)
{
    static constexpr struct {
        const char* name;
        const char* text;
    } expressions[] = {{"cancel, a literal", "nowhere to be found"},
        {"cancel, an expression", R"((\w+\s)+nowhere)"}, {"cancel, digits", R"(\d{3}-\d{9}x)"}};
    const DocumentSession& session = window.pane().session();
    std::mt19937_64 random(2);
    for (const auto& expression : expressions) {
        const auto matcher
            = compilePattern({.kind = Pattern::Kind::Regex, .text = expression.text}, session.textFormat());
        FrameTimes times;
        for (int i = 0; i < rounds / 2; ++i) {
            std::stop_source stopping;
            Progress progress;
            std::jthread searching([&] {
                const SearchRequest request{.range = session.snapshot().all(), .textBegin = ByteOffset(0)};
                (void)search(session.snapshot(), **matcher, request, std::thread::hardware_concurrency(),
                    progress, stopping.get_token(), [](std::span<const ByteRange>) { return true; });
            });
            std::this_thread::sleep_for(std::chrono::milliseconds(random() % 150));
            QElapsedTimer clock;
            clock.start();
            stopping.request_stop();
            searching.join();
            times.add(double(clock.nsecsElapsed()) / 1e6);
        }
        print(expression.name, times);
    }
}

void measureAll(MainWindow& window)
{
    PaneFinder& paneFinder = window.pane().finder();
    DocumentFinder& finder = *paneFinder.finder();
    finder.setPattern({.kind = Pattern::Kind::Regex, .text = "^2026-"});
    Heartbeat heartbeat;
    QElapsedTimer clock;
    clock.start();
    paneFinder.findAll();
    const auto* const results = window.findChild<FindResults*>();
    waitUntil([&] { return results->currentPage() != nullptr; });
    const FoundMatches& matches = *results->currentPage()->matches();
    waitUntil([&] { return !matches.isRunning(); });
    const double seconds = double(clock.nsecsElapsed()) / 1e9;
    MatchTable& table = results->currentPage()->table();
    table.setCurrent(matches.count() - 1);
    waitFor(500);
    heartbeat.print("find all: pauses of the window");
    std::printf("%lld matches in %.1f s; the last result is at %lld\n",
        static_cast<long long>(matches.count()), seconds,
        static_cast<long long>(matches.at(matches.count() - 1).value_or(ByteRange()).begin().value()));
}

} // namespace

int main(int argc, char** argv)
{
    drawOffscreen();
    const QApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    if (argc != 2) {
        std::fprintf(stderr, "FindWindowBench: give it a log of more than 100 MiB\n");
        return 2;
    }
    MainWindow window;
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.setSettings(ViewSettings());
    if (!window.openFile(argv[1]))
        qFatal("cannot open %s", argv[1]);
    window.resize(1920, 1080);
    window.show();
    waitUntil([&] { return !window.pane().session().isIndexing(); });
    measureFirst(window, QString::fromLocal8Bit(argv[1]));
    measureCancel(window);
    measureAll(window);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Replacing all matches in the window, against sed in the same run: the time, the longest pause of the window
// meanwhile and for some seconds afterwards, the memory. Undo is one step; what is saved is what sed writes.
// Once with millions of matches close together, and once with many that lie far apart.
//
//     ReplaceWindowBench FILE
//
// FILE is a log as MakeLog writes it, warm; of 1 GiB, it has 12 million of the former. Beside it there has to
// be room for two more.

#include "tests/bench/Heartbeat.h"
#include "tests/bench/Offscreen.h"
#include "ui/session/DocumentReplacer.h"
#include "ui/session/DocumentSaver.h"
#include "ui/session/MatchReplacer.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"
#include "ui/window/PaneFinder.h"

#include <KLocalizedString>

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>

#include <cstdlib>
#include <string>

using namespace megascope;
using namespace megascope::bench;

namespace {

constexpr int afterwards = 3000; // milliseconds

struct Case {
    const char* name;
    const char* pattern;
    const char* replacement;
    Pattern::Kind kind;
};

double secondsOf(const std::string& command)
{
    QElapsedTimer clock;
    clock.start();
    if (std::system(command.c_str()) != 0)
        qFatal("this failed: %s", command.c_str());
    return double(clock.nsecsElapsed()) / 1e9;
}

// What the window does from the command to the end, and then.
std::int64_t replace(MainWindow& window, const Case& what, double sedSeconds)
{
    DocumentSession& session = window.pane().session();
    DocumentFinder& finder = *window.pane().finder().finder();
    MatchReplacer replacer(session, finder);
    finder.setPattern({.kind = what.kind, .text = what.pattern});
    replacer.setReplacement(what.replacement, false);
    std::int64_t count = -1;
    QObject::connect(
        &session.replacer(), &DocumentReplacer::ended, &replacer, [&count](const ReplaceOutcome& outcome) {
            if (!outcome.result || !outcome.result->isWhole())
                qFatal("not all was replaced");
            count = outcome.result->replaced.count;
        });
    Heartbeat heartbeat;
    QElapsedTimer clock;
    clock.start();
    replacer.replaceAll();
    waitUntil([&] { return count >= 0; });
    const double seconds = double(clock.nsecsElapsed()) / 1e9;
    waitFor(afterwards);
    heartbeat.print("replace all: pauses of the window");
    std::printf("%-44s %lld in %.2f s, sed %.2f s: %.2f times as long\n", "replacements",
        static_cast<long long>(count), seconds, sedSeconds, seconds / sedSeconds);
    return count;
}

void measureUndo(MainWindow& window, ByteCount before)
{
    DocumentSession& session = window.pane().session();
    for (const char* name : {"undo", "redo"}) {
        Heartbeat heartbeat;
        QElapsedTimer clock;
        clock.start();
        name[0] == 'u' ? window.pane().undo() : window.pane().redo();
        const double milliseconds = double(clock.nsecsElapsed()) / 1e6;
        waitFor(afterwards);
        heartbeat.print(name);
        std::printf("%-44s %.1f ms\n", "the step itself", milliseconds);
        if (name[0] == 'u' && (session.size() != before || session.editor().isModified()))
            qFatal("undo is not one step");
    }
}

void saveAndCompare(MainWindow& window, const QString& path, const std::string& expected)
{
    DocumentSession& session = window.pane().session();
    bool isSaved = false;
    QObject::connect(
        &session.saver(), &DocumentSaver::ended, &window, [&isSaved](const SaveOutcome& outcome) {
            if (!outcome.result)
                qFatal("%s", outcome.result.error().message().c_str());
            isSaved = true;
        });
    const std::string name = QFile::encodeName(path).toStdString();
    session.saver().saveCopy(name, session.snapshot().all(), false);
    waitUntil([&] { return isSaved; });
    (void)secondsOf("cmp '" + name + "' '" + expected + "'");
    std::printf("what is saved is what sed writes\n");
    QFile::remove(path);
}

void measure(const QString& log, const Case& what)
{
    std::printf("\n%s\n", what.name);
    const QTemporaryDir folder(log + QStringLiteral("-XXXXXX"));
    const std::string expected = QFile::encodeName(folder.filePath(QStringLiteral("sed"))).toStdString();
    const double sedSeconds
        = secondsOf("LC_ALL=C sed -E 's/" + std::string(what.pattern) + "/" + std::string(what.replacement)
            + "/g' '" + QFile::encodeName(log).toStdString() + "' > '" + expected + "'");
    MainWindow window;
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.setSettings(ViewSettings());
    if (!window.openFile(QFile::encodeName(log).toStdString()))
        qFatal("cannot open %s", qPrintable(log));
    window.resize(1920, 1080);
    window.show();
    const DocumentSession& session = window.pane().session();
    waitUntil([&] { return session.lineIndex().isComplete() && !session.isIndexing(); });
    const ByteCount before = session.size();
    (void)replace(window, what, sedSeconds);
    measureUndo(window, before);
    saveAndCompare(window, folder.filePath(QStringLiteral("saved")), expected);
}

} // namespace

int main(int argc, char** argv)
{
    drawOffscreen();
    const QApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    if (argc != 2) {
        std::fprintf(stderr, "ReplaceWindowBench: give it a log\n");
        return 2;
    }
    const Case cases[] = {{"millions of short matches, text", "st", "=>", Pattern::Kind::Text},
        {"the same as an expression", "[s]t", "ST!", Pattern::Kind::Regex},
        {"matches that lie far apart", "ERROR", "MISTAKE", Pattern::Kind::Text}};
    for (const Case& one : cases)
        measure(QString::fromLocal8Bit(argv[1]), one);
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Typing into the middle of a log: the time from a key until both panes have painted what it did, by the
// clock on the wall. Letters, new lines, deleting, and an undo now and then; in text and hex side by side.
//
//     TypingBench [FILE]
//
// Without FILE it makes a log of 1 GiB in the temporary folder. Prints how the times are distributed: for the
// file while its lines are being counted, and for the counted file.

#include "tests/bench/FrameTimes.h"
#include "tests/bench/LogText.h"
#include "tests/bench/Offscreen.h"
#include "ui/view/DocumentView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QKeyEvent>
#include <QTemporaryDir>

#include <chrono>
#include <cstdio>

using namespace megascope;
using namespace megascope::bench;

namespace {

constexpr int keys = 3000;
constexpr double longestFrame = 16; // milliseconds
constexpr std::int64_t logSize = std::int64_t{1} << 30;

// Counts the paints of the panes of a window.
class Paints final : public QObject {
public:
    explicit Paints(MainWindow& window)
    {
        for (const DocumentView* view : window.findChildren<DocumentView*>()) {
            view->viewport()->installEventFilter(this);
            ++m_panes;
        }
    }
    [[nodiscard]] bool areAllDone() const { return m_painted.size() == m_panes; }
    void forget() { m_painted.clear(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && !m_painted.contains(watched))
            m_painted.append(watched);
        return false;
    }

private:
    qsizetype m_panes = 0;
    QList<QObject*> m_painted;
};

std::string makeLog(const QTemporaryDir& folder)
{
    QFile file(folder.filePath(QStringLiteral("typing.log")));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(file.fileName()));
    LogText log(1);
    std::string text;
    while (text.size() < 64 << 20)
        log.appendLine(text);
    while (file.size() < logSize) {
        if (file.write(text.data(), qsizetype(text.size())) < 0)
            qFatal("cannot write %s", qPrintable(file.fileName()));
    }
    return file.fileName().toStdString();
}

void press(MainWindow& window, int number)
{
    const auto send = [&](int key, const QString& text) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier, text);
        QCoreApplication::sendEvent(window.pane().activeView(), &event);
    };
    if (number % 200 == 199)
        window.pane().undo();
    else if (number % 40 == 39)
        send(Qt::Key_Return, QStringLiteral("\r"));
    else if (number % 7 == 6)
        send(Qt::Key_Space, QStringLiteral(" "));
    else if (number % 13 == 12)
        send(Qt::Key_Backspace, QStringLiteral("\b"));
    else
        send(Qt::Key_A, QString(QChar(u'a' + number % 26)));
}

void measure(MainWindow& window, const char* name)
{
    window.pane().goTo({.kind = Place::Kind::Percentage, .percentage = 50});
    window.pane().activeView()->setFocus();
    QCoreApplication::processEvents();
    Paints paints(window);
    FrameTimes times;
    for (int i = 0; i < keys; ++i) {
        QCoreApplication::processEvents();
        paints.forget();
        QElapsedTimer clock;
        clock.start();
        press(window, i);
        while (!paints.areAllDone())
            QCoreApplication::processEvents();
        times.add(double(clock.nsecsElapsed()) / 1e6);
    }
    std::printf(
        "%-12s %d keys: median %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  longest %.2f ms; %td over %.0f ms\n",
        name, keys, times.quantile(0.5), times.quantile(0.9), times.quantile(0.99), times.quantile(0.999),
        times.quantile(1), times.countOver(longestFrame), longestFrame);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    drawOffscreen();
    const QApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    const QTemporaryDir folder;
    const std::string path = argc > 1 ? argv[1] : makeLog(folder);
    MainWindow window;
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.setSettings(ViewSettings());
    if (!window.openFile(path))
        qFatal("cannot open %s", path.c_str());
    window.pane().chooseLayout(ViewSettings::Layout::SideBySide);
    window.resize(1920, 1080);
    window.show();
    QCoreApplication::processEvents();
    measure(window, "counting");
    while (window.pane().session().isIndexing())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    measure(window, "counted");
    return 0;
}

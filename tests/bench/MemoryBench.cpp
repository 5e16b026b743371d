// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

// Memory of the window after a file was indexed and scrolled through for a while, in both panes, against the
// same window with an empty file: of its own (RssAnon), and of files (RssFile), where the windows count.
//
//     MemoryBench [--seconds N] FILE

#include "tests/bench/Offscreen.h"
#include "tests/bench/ProcessMemory.h"
#include "ui/session/DocumentSession.h"
#include "ui/view/HexView.h"
#include "ui/view/TextView.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KLocalizedString>

#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTest>

#include <cstdio>
#include <random>

using namespace megascope;

namespace {

void scrollThrough(MainWindow& window, qint64 milliseconds)
{
    const DocumentSession& session = window.pane().session();
    auto* text = window.findChild<TextView*>();
    auto* hex = window.findChild<HexView*>();
    std::mt19937_64 random(1);
    QElapsedTimer timer;
    timer.start();
    for (int step = 0; timer.elapsed() < milliseconds; ++step) {
        LargeScrollArea* view = step % 2 == 0 ? static_cast<LargeScrollArea*>(text) : hex;
        if (step % 50 == 0) {
            const auto size = static_cast<std::uint64_t>(session.size().value()) + 1;
            text->setTopOffset(ByteOffset(static_cast<std::int64_t>(random() % size)));
        } else if (step % 3 == 0) {
            view->scrollByPages(step % 9 == 0 ? -1 : 1);
        } else {
            view->scrollByRows(3);
        }
        QTest::qWait(8);
    }
}

// In a process of its own, so that no case inherits what another took.
int showAndMeasure(int argc, char** argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    MainWindow window;
    window.pane().chooseLayout(ViewSettings::Layout::SideBySide);
    if (!window.openFile(argv[3]))
        return 1;
    window.resize(1600, 1000);
    window.show();
    const bool isIndexed
        = QTest::qWaitFor([&] { return window.pane().session().lineIndex().isComplete(); }, 600'000);
    scrollThrough(window, std::atoll(argv[2]) * 1000);
    std::printf("%lld %lld %d\n", static_cast<long long>(bench::statusField("RssAnon")),
        static_cast<long long>(bench::statusField("RssFile")), isIndexed ? 1 : 0);
    return 0;
}

struct Memory {
    double own = 0; // MiB
    double ofFiles = 0;
};

Memory memoryWith(const char* self, const QString& seconds, const QString& file)
{
    QStringList command
        = qEnvironmentVariable("MEGASCOPE_LOADER").split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    command += {QString::fromLocal8Bit(self), QStringLiteral("--case"), seconds, file};
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(command.front(), command.sliced(1));
    process.waitForFinished(-1);
    const QList<QByteArray> figures = process.readAllStandardOutput().simplified().split(' ');
    if (figures.size() != 3 || figures[2] != "1")
        qFatal("%s was not shown and indexed", qPrintable(file));
    return {.own = figures[0].toDouble() / 1024, .ofFiles = figures[1].toDouble() / 1024};
}

} // namespace

int main(int argc, char** argv)
{
    bench::drawOffscreen();
    if (argc == 4 && qstrcmp(argv[1], "--case") == 0)
        return showAndMeasure(argc, argv);
    const bool hasSeconds = argc == 4 && qstrcmp(argv[1], "--seconds") == 0;
    if (argc != 2 && !hasSeconds) {
        std::puts("Usage: MemoryBench [--seconds N] FILE (nothing is measured without a file)");
        return argc == 1 ? 0 : 2;
    }
    const QString seconds = QString::fromLatin1(hasSeconds ? argv[2] : "60");
    QTemporaryFile empty;
    if (!empty.open())
        return 1;
    const Memory without = memoryWith(argv[0], seconds, empty.fileName());
    const Memory with = memoryWith(argv[0], seconds, QString::fromLocal8Bit(argv[argc - 1]));
    std::printf("MiB                    empty     file     more\n");
    std::printf(
        "of its own (RssAnon)  %6.1f   %6.1f   %6.1f\n", without.own, with.own, with.own - without.own);
    std::printf("of files (RssFile)    %6.1f   %6.1f   %6.1f\n", without.ofFiles, with.ofFiles,
        with.ofFiles - without.ofFiles);
    return 0;
}

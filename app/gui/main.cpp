// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "app/gui/Application.h"
#include "app/gui/CommandLine.h"
#include "core/file/FaultGuard.h"
#include "core/file/LooseThread.h"
#include "ui/session/BoundedReads.h"

#include <KCrash>
#include <KIconTheme>
#include <KLocalizedString>
#include <KSharedConfig>

#include <QApplication>
#include <QCommandLineParser>
#include <QLoggingCategory>

#include <chrono>
#include <cstdio>

#include <unistd.h>

namespace {

// A storage that does not answer holds threads that read it: the program ends without them. What they would
// meet while it is taken down bit by bit is gone under them.
void endAtOnceIfHeld(int status)
{
    if (megascope::LooseThread::allEnd(std::chrono::milliseconds(200)))
        return;
    KSharedConfig::openConfig()->sync();
    KSharedConfig::openStateConfig()->sync();
    std::fflush(nullptr);
    _exit(status);
}

} // namespace

int main(int argc, char** argv)
{
    using namespace megascope;
    KIconTheme::initTheme();
    QApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    // Else a file in a script that no font here has would write a line for each letter to the terminal;
    // and what cannot be unpacked is told in the window.
    QLoggingCategory::setFilterRules(QStringLiteral("qt.text.font.db=false\nkf.archive=false"));
    QCommandLineParser parser;
    describeApplication(parser);

    if (!parser.parse(withAllValues(QCoreApplication::arguments()))) {
        std::fprintf(stderr, "megascope: %s\n", qPrintable(parser.errorText()));
        return exitBadUsage;
    }
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    const std::expected<CommandLine, QString> commandLine = readCommandLine(parser);
    if (!commandLine) {
        std::fprintf(stderr, "megascope: %s\n", qPrintable(commandLine.error()));
        return exitBadUsage;
    }

    KCrash::initialize();
    FaultGuard::install(); // behind the crash reporter, so that it gets only the faults that are not ours
    const BoundedReads boundedReads;
    const bool allOpened = openWindows(*commandLine);
    int status = runApplication();
    if (status == 0 && !allOpened)
        status = exitFailed;
    endAtOnceIfHeld(status);
    return status;
}

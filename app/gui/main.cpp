// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "app/gui/Application.h"
#include "app/gui/CommandLine.h"
#include "core/file/FaultGuard.h"

#include <KCrash>
#include <KIconTheme>
#include <KLocalizedString>

#include <QApplication>
#include <QCommandLineParser>
#include <QLoggingCategory>

#include <cstdio>

int main(int argc, char** argv)
{
    using namespace megascope;
    KIconTheme::initTheme();
    QApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    // Else a file in a script that no font here has would write a line for each letter to the terminal.
    QLoggingCategory::setFilterRules(QStringLiteral("qt.text.font.db=false"));
    QCommandLineParser parser;
    describeApplication(parser);

    if (!parser.parse(QCoreApplication::arguments())) {
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
    const bool allOpened = openWindows(*commandLine);
    const int status = runApplication();
    return status == 0 && !allOpened ? exitFailed : status;
}

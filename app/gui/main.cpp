// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "app/gui/Application.h"
#include "app/gui/CommandLine.h"
#include "core/file/FaultGuard.h"
#include "core/file/LooseThread.h"
#include "ui/session/BoundedReads.h"
#include "ui/window/RasterThreads.h"

#include <KCrash>
#include <KIconTheme>
#include <KLocalizedString>
#include <KSharedConfig>

#include <QApplication>
#include <QCommandLineParser>
#include <QLoggingCategory>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <optional>
#include <string_view>

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

int refuse(const QString& why)
{
    std::fprintf(stderr, "megascope: %s\n", qPrintable(why));
    return megascope::exitBadUsage;
}

bool asksForText(const char* argument)
{
    static constexpr std::array<std::string_view, 5> questions{
        "-h", "--help", "--help-all", "-v", "--version"};
    return std::ranges::contains(questions, std::string_view(argument));
}

// Tells what the program is and takes, for which no display is needed. Nothing when that is not asked.
std::optional<int> tellAboutProgram(int argc, char** argv)
{
    if (std::none_of(argv, argv + argc, asksForText))
        return std::nullopt;
    const QCoreApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    QCommandLineParser parser;
    megascope::describeApplication(parser);
    if (!parser.parse(megascope::withAllValues(QCoreApplication::arguments())))
        return refuse(parser.errorText());
    QString text;
    if (parser.isSet(QStringLiteral("help")) || parser.isSet(QStringLiteral("help-all")))
        text = parser.helpText();
    else if (parser.isSet(QStringLiteral("version")))
        text = QCoreApplication::applicationName() + u' ' + QCoreApplication::applicationVersion() + u'\n';
    else
        return std::nullopt;
    return std::fputs(qPrintable(text), stdout) < 0 || std::fflush(stdout) != 0 ? megascope::exitFailed : 0;
}

} // namespace

int main(int argc, char** argv)
{
    using namespace megascope;
    if (const std::optional<int> status = tellAboutProgram(argc, argv))
        return *status;
    drawInOneThread();
    KIconTheme::initTheme();
    QApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("megascope");
    // Else a file in a script that no font here has would write a line for each letter to the terminal;
    // and what cannot be unpacked is told in the window.
    QLoggingCategory::setFilterRules(QStringLiteral("qt.text.font.db=false\nkf.archive=false"));
    QCommandLineParser parser;
    describeApplication(parser);

    if (!parser.parse(withAllValues(QCoreApplication::arguments())))
        return refuse(parser.errorText());
    const std::expected<CommandLine, QString> commandLine = readCommandLine(parser);
    if (!commandLine)
        return refuse(commandLine.error());

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

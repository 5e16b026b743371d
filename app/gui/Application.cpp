// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "app/gui/Application.h"

#include "app/gui/CommandLine.h"
#include "app/gui/ProcessAge.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KAboutData>
#include <KConfigWatcher>
#include <KLocalizedString>
#include <KSharedConfig>

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>

#include <cstdio>

namespace megascope {

namespace {

void printStartupTime()
{
    std::printf("%lld ms\n", static_cast<long long>(processAge().count()));
    std::fflush(stdout);
    QApplication::closeAllWindows();
}

void openWindow(const CommandLine& commandLine, const FileArgument* file)
{
    auto* window = new MainWindow; // deletes itself when closed
    if (commandLine.startupTime)
        QObject::connect(
            window, &MainWindow::firstContentPainted, window, printStartupTime, Qt::QueuedConnection);
    if (commandLine.layout)
        window->setLayoutOnce(*commandLine.layout);
    if (file) {
        const Result<void> opened = window->openFile(
            QFile::encodeName(file->path).toStdString(), {commandLine.backend, commandLine.encoding});
        if (!opened)
            std::fprintf(stderr, "megascope: %s\n", opened.error().message().c_str());
        else if (const std::optional<Place> place = file->place ? file->place : commandLine.place)
            window->pane().goTo(*place);
    }
    window->show();
}

} // namespace

void describeApplication(QCommandLineParser& parser)
{
    KAboutData about(QStringLiteral("megascope"), i18n("Megascope"), QStringLiteral(MEGASCOPE_VERSION),
        i18n("Reads files of any size, as text and as hex"), KAboutLicense::GPL_V3,
        i18n("© 2026 Megascope contributors"));
    about.setDesktopFileName(QStringLiteral("org.megascope.Megascope"));
    about.setOrganizationDomain("megascope.org");
    KAboutData::setApplicationData(about);
    QGuiApplication::setWindowIcon(QIcon::fromTheme(QStringLiteral("org.megascope.Megascope")));

    parser.addHelpOption();
    parser.addVersionOption();
    describeCommandLine(parser);
}

int runApplication()
{
    const int status = QApplication::exec();
    // The frameworks keep this watcher until static objects end; it would then make thread storage again that
    // is gone already, and Qt would warn of it on the terminal.
    QObject::disconnect(
        KConfigWatcher::create(KSharedConfig::openConfig()).get(), &QObject::destroyed, nullptr, nullptr);
    return status;
}

void openWindows(const CommandLine& commandLine)
{
    if (commandLine.files.isEmpty())
        openWindow(commandLine, nullptr);
    for (const FileArgument& file : commandLine.files)
        openWindow(commandLine, &file);
}

} // namespace megascope

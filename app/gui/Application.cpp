// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "app/gui/Application.h"

#include "app/gui/CommandLine.h"
#include "app/gui/ProcessAge.h"
#include "ui/session/DocumentFollower.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/LiveCommands.h"
#include "ui/window/MainWindow.h"
#include "ui/window/RecoveryOffers.h"

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

} // namespace

void describeApplication(QCommandLineParser& parser)
{
    KAboutData about(QStringLiteral("megascope"), i18n("Megascope"), QStringLiteral(MEGASCOPE_VERSION),
        i18n("Reads files of any size, as text and as hex"), KAboutLicense::GPL_V3,
        i18n("© 2026 Megascope contributors"));
    about.setBugAddress({}); // else the frameworks name the desktop's own
    about.setDesktopFileName(QStringLiteral("org.megascope.Megascope"));
    about.setOrganizationDomain("megascope.org");
    KAboutData::setApplicationData(about);
    if (qobject_cast<QGuiApplication*>(QCoreApplication::instance()))
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

bool openWindows(const CommandLine& commandLine)
{
    bool allOpened = true;
    auto* first = new MainWindow; // windows delete themselves when closed
    QList<MainWindow*> windows{first};
    if (commandLine.layout)
        first->pane().chooseLayout(*commandLine.layout); // whatever will be opened in it
    for (const FileArgument& file : commandLine.files) {
        const auto showAsAsked =
            [first, layout = commandLine.layout, follow = commandLine.follow, liveRate = commandLine.liveRate,
                place = file.place ? file.place : commandLine.place](MainWindow& window) {
                if (layout && &window != first)
                    window.pane().chooseLayout(*layout);
                if (follow)
                    window.pane().session().follower().setFollowing(true);
                if (liveRate)
                    startLive(window, *liveRate);
                if (place)
                    window.pane().goTo(*place);
            };
        const Result<MainWindow*> window = first->openFile(QFile::encodeName(file.path).toStdString(),
            {.backend = commandLine.backend,
                .encoding = commandLine.encoding,
                .isStandardInput = file.path == QLatin1String("-"),
                .packed = commandLine.packed,
                .streamLimit = {}},
            showAsAsked);
        if (!window) {
            std::fprintf(stderr, "megascope: %s\n", window.error().message().c_str());
            allOpened = false;
            continue;
        }
        if (!*window)
            continue; // it comes later
        if (*window != first)
            windows.append(*window);
        showAsAsked(**window);
    }
    QObject::connect(
        first, &MainWindow::firstContentPainted, first, [first] { offerRecovery(*first); },
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
    for (MainWindow* window : windows) {
        if (commandLine.startupTime)
            QObject::connect(
                window, &MainWindow::firstContentPainted, window, printStartupTime, Qt::QueuedConnection);
        window->show();
    }
    return allOpened;
}

} // namespace megascope

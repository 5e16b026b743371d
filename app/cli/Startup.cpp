// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/Startup.h"

#include "app/cli/Failure.h"
#include "core/file/FaultGuard.h"

#include <QLoggingCategory>

#include <atomic>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace megascope::cli {
namespace {

// Made when it is needed: before main() nobody catches that memory is scarce.
std::stop_source stopSource{std::nostopstate};
std::atomic<bool> onlyStops = false;

// Requesting a stop is an exchange of atomic numbers, and so allowed here, as long as there are no callbacks.
// Outside of StopOnSignal nothing has to be put right afterwards, so the end may come at any moment.
void interrupted(int)
{
    if (!onlyStops)
        ::_exit(static_cast<int>(Exit::Interrupted));
    stopSource.request_stop();
}

void catchUnlessIgnored(int signal)
{
    struct sigaction before = {};
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler != SIG_IGN)
        std::signal(signal, interrupted);
}

} // namespace

void fillStandardDescriptors()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF)
            continue;
        // The system gives the lowest number that is free. Where there is no /dev, the root folder is as
        // good.
        if (::open("/dev/null", O_PATH) != descriptor)
            ::open("/", O_PATH);
    }
}

void installSignalHandlers()
{
    catchUnlessIgnored(SIGINT);
    catchUnlessIgnored(SIGTERM);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    FaultGuard::install();
}

void silenceDecoders()
{
    QLoggingCategory::setFilterRules(QStringLiteral("kf.archive=false"));
}

StopOnSignal::StopOnSignal()
{
    if (!stopSource.stop_possible())
        stopSource = std::stop_source();
    onlyStops = true;
}

StopOnSignal::~StopOnSignal()
{
    onlyStops = false;
}

std::stop_token StopOnSignal::token()
{
    return stopSource.get_token();
}

} // namespace megascope::cli

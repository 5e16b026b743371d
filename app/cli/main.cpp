// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/Command.h"
#include "app/cli/Output.h"
#include "core/file/FaultGuard.h"

#include <csignal>

#include <unistd.h>

namespace {

using namespace megascope::cli;

// Nothing that these commands do has to be put right afterwards, so the end may come at any moment.
void interrupted(int)
{
    ::_exit(static_cast<int>(Exit::Interrupted));
}

void installSignalHandlers()
{
    std::signal(SIGINT, interrupted);
    std::signal(SIGTERM, interrupted);
    // Writing reports these.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    megascope::FaultGuard::install();
}

} // namespace

int main(int argc, char** argv)
{
    installSignalHandlers();
    const Outcome<void> outcome = runCommandLine(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
    if (outcome)
        return static_cast<int>(Exit::Done);
    if (!outcome.error().message.empty())
        warn(outcome.error().message);
    return static_cast<int>(outcome.error().exit);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/Command.h"
#include "app/cli/Output.h"
#include "app/cli/Startup.h"

int main(int argc, char** argv)
{
    using namespace megascope::cli;
    fillStandardDescriptors();
    installSignalHandlers();
    const Outcome<void> outcome
        = runCommandLine(std::span(argv, static_cast<std::size_t>(argc)).subspan(1)).and_then(closeOutput);
    if (outcome)
        return static_cast<int>(Exit::Done);
    if (!outcome.error().message.empty())
        warn(outcome.error().message);
    return static_cast<int>(outcome.error().exit);
}

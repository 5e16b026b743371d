// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/Command.h"
#include "app/cli/Output.h"
#include "app/cli/Startup.h"

#include <new>

namespace megascope::cli {

namespace {

Outcome<void> run(std::span<char*> arguments)
{
    try {
        return runCommandLine(arguments).and_then(closeOutput);
    } catch (const std::bad_alloc&) {
        return std::unexpected(Failure{Exit::Failed, "there is not enough memory"});
    }
}

} // namespace

} // namespace megascope::cli

int main(int argc, char** argv)
{
    using namespace megascope::cli;
    fillStandardDescriptors();
    installSignalHandlers();
    const Outcome<void> outcome = run(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
    if (outcome)
        return static_cast<int>(Exit::Done);
    if (!outcome.error().message.empty())
        warn(outcome.error().message);
    return static_cast<int>(outcome.error().exit);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#include "app/cli/Command.h"

#include "app/cli/BytesCommand.h"
#include "app/cli/EditCommand.h"
#include "app/cli/FindCommand.h"
#include "app/cli/InfoCommand.h"
#include "app/cli/LinesCommand.h"
#include "app/cli/Output.h"
#include "app/cli/RecoverCommand.h"
#include "app/cli/ReplaceCommand.h"
#include "core/file/FormatText.h"

#include <algorithm>

namespace megascope::cli {
namespace {

constexpr const Command* commands[] = {
    &infoCommand, &linesCommand, &bytesCommand, &findCommand, &replaceCommand, &editCommand, &recoverCommand};

constexpr Option helpOption{"--help", "", "print this help"};

std::string generalHelp()
{
    std::string text = "Usage: megascope-cli COMMAND [OPTIONS] …\n\nLooks into files of any size, and edits "
                       "them.\n\nCommands:\n";
    for (const Command* command : commands)
        text += formatText(
            "  {:<36} {}\n", formatText("{} {}", command->name, command->operands), command->summary);
    text += R"(
"megascope-cli COMMAND --help" tells more; --version prints the version.
Numbers are decimal or 0x…; a decimal one may end in K, M, G or T, powers of 1024.
FILE may be "-": standard input.
Exit codes: 0 done, 1 nothing found, 2 bad usage, 3 input or output failed, 4 interrupted.
)";
    return text;
}

std::string helpOf(const Command& command)
{
    std::string text = formatText("Usage: megascope-cli {} {} [OPTIONS]\n\n{}\n\n{}\nOptions:\n",
        command.name, command.operands, command.summary, command.details);
    const auto describe = [&text](const Option& option) {
        const std::string form = option.valueIsOptional ? formatText("{}[={}]", option.name, option.value)
                                                        : formatText("{} {}", option.name, option.value);
        text += formatText("  {:<24} {}\n", form, option.help);
    };
    std::ranges::for_each(command.options, describe);
    describe(helpOption);
    return text;
}

bool asksForHelp(std::string_view word)
{
    return word == "--help" || word == "-h";
}

Outcome<void> runCommand(const Command& command, std::span<char* const> words)
{
    const auto beforeDashes = words.first(
        static_cast<std::size_t>(std::ranges::find(words, std::string_view("--"), [](const char* word) {
            return std::string_view(word);
        }) - words.begin()));
    if (std::ranges::any_of(beforeDashes, asksForHelp))
        return print(helpOf(command));
    const Outcome<Arguments> arguments = Arguments::parse(words, command.options);
    if (!arguments)
        return std::unexpected(arguments.error());
    const std::size_t count = arguments->operands().size();
    if (count < command.fewestOperands || count > command.operandCount)
        return badUsage(formatText("takes {}", command.operands));
    return command.run(*arguments);
}

} // namespace

Outcome<void> runCommandLine(std::span<char* const> words)
{
    if (words.empty())
        return badUsage("a command is missing; see megascope-cli --help");
    const std::string_view name = words.front();
    if (asksForHelp(name))
        return print(generalHelp());
    if (name == "--version")
        return print("megascope-cli " MEGASCOPE_VERSION "\n");
    const auto* const command = std::ranges::find(commands, name, &Command::name);
    if (command == std::ranges::end(commands))
        return badUsage(formatText("there is no command \"{}\"; see megascope-cli --help", name));
    return runCommand(**command, words.subspan(1)).transform_error([&](Failure failure) {
        if (failure.exit == Exit::BadUsage)
            failure.message = formatText("{}: {}; see megascope-cli {} --help", name, failure.message, name);
        return failure;
    });
}

} // namespace megascope::cli

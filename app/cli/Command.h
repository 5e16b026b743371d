// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "app/cli/Arguments.h"

namespace megascope::cli {

// One thing that the program does.
struct Command {
    std::string_view name;
    std::string_view operands; // "FILE FIRST[:LAST]"
    std::size_t operandCount;
    std::size_t fewestOperands = operandCount; // when some may be left out
    std::string_view summary; // one line
    std::string_view details; // a paragraph or more, wrapped, with a newline at the end
    std::span<const Option> options;
    Outcome<void> (*run)(const Arguments& arguments); // called with as many operands as that
};

// Does what the command line asks for. Failures of usage say which command they are about.
[[nodiscard]] Outcome<void> runCommandLine(std::span<char* const> words);

} // namespace megascope::cli

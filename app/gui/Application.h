// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

class QCommandLineParser;

namespace megascope {

struct CommandLine;

inline constexpr int exitBadUsage = 2;
inline constexpr int exitFailed = 3;

// Name, version, licence; and what the command line takes. There may be no display.
void describeApplication(QCommandLineParser& parser);

// Opens a window for each file, or one empty window, as the command line says. Returns false when one could
// not be opened, which was told.
[[nodiscard]] bool openWindows(const CommandLine& commandLine);

// Runs until the last window is closed; returns the exit code.
[[nodiscard]] int runApplication();

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors
#pragma once

#include "core/file/FileSource.h"
#include "core/text/Encoding.h"
#include "ui/session/Place.h"
#include "ui/window/ViewSettings.h"

#include <QList>
#include <QString>

#include <expected>
#include <optional>

class QCommandLineParser;

namespace megascope {

struct FileArgument {
    QString path;
    std::optional<Place> place; // from FILE:LINE:COLUMN
};

// What was asked for on the command line.
struct CommandLine {
    QList<FileArgument> files;
    std::optional<Place> place; // --goto; for the files that name no line themselves
    std::optional<ViewSettings::Layout> layout;
    std::optional<Encoding> encoding;
    Backend backend = Backend::Automatic;
    bool follow = false; // as logs, at their ends
    bool packed = false; // compressed files are shown as they are
    std::optional<int> liveRate; // --live, in looks a second
    bool startupTime = false; // print when the first content was painted, and quit
};

// The arguments with a value for each option that may come without one, as QCommandLineParser wants it.
[[nodiscard]] QStringList withAllValues(QStringList arguments);
// Adds the options and the description to a parser.
void describeCommandLine(QCommandLineParser& parser);
// REQUIRES: the parser was described, and has parsed. The error is one line.
[[nodiscard]] std::expected<CommandLine, QString> readCommandLine(const QCommandLineParser& parser);

} // namespace megascope

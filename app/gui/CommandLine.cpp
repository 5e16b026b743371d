// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "app/gui/CommandLine.h"

#include <KLocalizedString>

#include <QCommandLineParser>
#include <QFileInfo>
#include <QRegularExpression>

namespace megascope {

namespace {

const QString gotoOption = QStringLiteral("goto");
const QString viewOption = QStringLiteral("view");
const QString encodingOption = QStringLiteral("encoding");
const QString backendOption = QStringLiteral("backend");
const QString startupTimeOption = QStringLiteral("startup-time");

// A file that is there wins over the reading as FILE:LINE:COLUMN.
FileArgument readFileArgument(const QString& argument)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(.+?):(\\d+(?::\\d+)?):?$"), QRegularExpression::DotMatchesEverythingOption);
    if (QFileInfo::exists(argument))
        return {argument, std::nullopt};
    const QRegularExpressionMatch match = pattern.match(argument);
    if (!match.hasMatch())
        return {argument, std::nullopt};
    const std::expected<Place, QString> place = Place::parse(match.captured(2));
    if (!place)
        return {argument, std::nullopt};
    return {match.captured(1), *place};
}

template <class Value>
std::expected<Value, QString> choice(
    const QString& option, const QString& value, std::initializer_list<std::pair<const char*, Value>> choices)
{
    QStringList names;
    for (const auto& [name, meaning] : choices) {
        if (value == QLatin1String(name))
            return meaning;
        names.append(QLatin1String(name));
    }
    return std::unexpected(
        i18n("--%1: “%2” is not one of %3.", option, value, names.join(QStringLiteral(", "))));
}

} // namespace

void describeCommandLine(QCommandLineParser& parser)
{
    parser.setApplicationDescription(i18n("Shows files of any size as text and as hex."));
    parser.addPositionalArgument(QStringLiteral("file"),
        i18n("Files to open; a line and a column may follow."), QStringLiteral("[FILE[:LINE[:COLUMN]] …]"));
    parser.addOptions({
        {gotoOption,
            i18n("Go to PLACE: a line (120 or 120:8), an offset (@4096, 0x1000, @2G), a percentage (50%) or "
                 "“end”."),
            QStringLiteral("PLACE")},
        {viewOption, i18n("Show the file as text, hex or both."), QStringLiteral("VIEW")},
        {encodingOption, i18n("Read the text in ENCODING instead of detecting it."),
            QStringLiteral("ENCODING")},
        {backendOption, i18n("Read by mmap, pread, or whichever is better (auto)."),
            QStringLiteral("BACKEND")},
        {startupTimeOption,
            i18n("Print the milliseconds from the start of the process to the first painted content, and "
                 "quit.")},
    });
}

std::expected<CommandLine, QString> readCommandLine(const QCommandLineParser& parser)
{
    CommandLine line;
    for (const QString& argument : parser.positionalArguments())
        line.files.append(readFileArgument(argument));
    if (parser.isSet(gotoOption)) {
        const auto place = Place::parse(parser.value(gotoOption));
        if (!place)
            return std::unexpected(QStringLiteral("--goto: ") + place.error());
        line.place = *place;
    }
    if (parser.isSet(viewOption)) {
        using Layout = ViewSettings::Layout;
        const auto layout = choice<Layout>(viewOption, parser.value(viewOption),
            {{"text", Layout::Text}, {"hex", Layout::Hex}, {"both", Layout::SideBySide}});
        if (!layout)
            return std::unexpected(layout.error());
        line.layout = *layout;
    }
    if (parser.isSet(encodingOption)) {
        line.encoding = Encoding::byName(parser.value(encodingOption).toStdString());
        if (!line.encoding)
            return std::unexpected(
                i18n("--encoding: there is no encoding “%1”.", parser.value(encodingOption)));
    }
    if (parser.isSet(backendOption)) {
        const auto backend = choice<Backend>(backendOption, parser.value(backendOption),
            {{"auto", Backend::Automatic}, {"mmap", Backend::Mapped}, {"pread", Backend::Read}});
        if (!backend)
            return std::unexpected(backend.error());
        line.backend = *backend;
    }
    line.startupTime = parser.isSet(startupTimeOption);
    return line;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "app/gui/CommandLine.h"

#include "core/file/LooseThread.h"
#include "ui/window/LiveMode.h"

#include <KLocalizedString>

#include <QCommandLineParser>
#include <QFileInfo>
#include <QRegularExpression>

#include <atomic>
#include <memory>

namespace megascope {

namespace {

const QString gotoOption = QStringLiteral("goto");
const QString viewOption = QStringLiteral("view");
const QString encodingOption = QStringLiteral("encoding");
const QString backendOption = QStringLiteral("backend");
const QString followOption = QStringLiteral("follow");
const QString packedOption = QStringLiteral("packed");
const QString liveOption = QStringLiteral("live");
const QString startupTimeOption = QStringLiteral("startup-time");

// A storage that does not answer is not waited for: then the name is taken as it is.
bool isThere(const QString& path)
{
    const auto there = std::make_shared<std::atomic<bool>>(false);
    LooseThread asking([there, path](const std::stop_token&) { *there = QFileInfo::exists(path); });
    return !asking.end() || *there;
}

// A file that is there wins over the reading as FILE:LINE:COLUMN.
FileArgument readFileArgument(const QString& argument)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(.+?):(\\d+(?::\\d+)?):?$"), QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = pattern.match(argument);
    if (!match.hasMatch() || isThere(argument))
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

QStringList withAllValues(QStringList arguments)
{
    for (QString& argument : arguments) {
        if (argument == QLatin1String("--"))
            break;
        if (argument == QLatin1String("--live"))
            argument = QStringLiteral("--live=%1").arg(LiveMode::usualRate);
    }
    return arguments;
}

void describeCommandLine(QCommandLineParser& parser)
{
    parser.setApplicationDescription(i18n("Shows files of any size as text and as hex."));
    parser.addPositionalArgument(QStringLiteral("file"),
        i18n("Files to open; a line and a column may follow. “-” is standard input."),
        QStringLiteral("[FILE[:LINE[:COLUMN]] …]"));
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
        {{QStringLiteral("f"), followOption},
            i18n("Stay at the end of files that are written to, and go on with the next file when a log is "
                 "rotated.")},
        {packedOption, i18n("Show compressed files as they are, without unpacking them.")},
        {liveOption,
            i18n("Look at the file again HZ times a second (1 to 30; 20 when no number follows the “=”), and "
                 "show what others change in it."),
            QStringLiteral("HZ")},
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
    line.follow = parser.isSet(followOption);
    line.packed = parser.isSet(packedOption);
    if (parser.isSet(liveOption)) {
        bool isNumber = false;
        const int rate = parser.value(liveOption).toInt(&isNumber);
        if (!isNumber || rate < LiveMode::rates.front() || rate > LiveMode::rates.back())
            return std::unexpected(i18n("--live: “%1” is not a number from %2 to %3.",
                parser.value(liveOption), LiveMode::rates.front(), LiveMode::rates.back()));
        line.liveRate = rate;
    }
    line.startupTime = parser.isSet(startupTimeOption);
    return line;
}

} // namespace megascope

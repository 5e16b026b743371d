// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/Place.h"

#include "core/file/ReadPatience.h"
#include "core/text/LineScanner.h"
#include "core/text/NumberText.h"
#include "core/text/TextDecoder.h"
#include "ui/session/DocumentSession.h"

#include <KLocalizedString>

#include <QLocale>

#include <algorithm>

namespace megascope {

namespace {

using Parsed = std::expected<Place, QString>;

Parsed misread(const QString& text)
{
    return std::unexpected(i18n("“%1” is no place: give a line (120 or 120:8), an offset (@4096 or 0x1000), "
                                "a percentage (50%), a time (03:04:05 or +5m) or “end”.",
        text));
}

Parsed parsePercentage(const QString& text)
{
    bool ok = false;
    const double value = QStringView(text).chopped(1).trimmed().toDouble(&ok);
    const bool isPercentage = value >= 0 && value <= 100; // “nan” is none
    if (!ok || !isPercentage)
        return std::unexpected(i18n("“%1” is no percentage between 0 and 100.", text));
    return Place{.kind = Place::Kind::Percentage, .percentage = value};
}

Parsed parseOffset(const QString& text, QStringView digits)
{
    const std::optional<std::int64_t> value = parseNumber(digits.toUtf8().toStdString());
    if (!value)
        return misread(text);
    return Place{.kind = Place::Kind::Offset, .offset = ByteOffset(*value)};
}

Parsed parseLine(const QString& text)
{
    const QStringList parts = text.split(QLatin1Char(':'));
    bool lineOk = false;
    bool columnOk = true;
    const qint64 line = parts.at(0).toLongLong(&lineOk);
    const qint64 column = parts.size() > 1 ? parts.at(1).toLongLong(&columnOk) : 1;
    if (!lineOk || !columnOk || parts.size() > 2 || line < 1 || column < 1)
        return misread(text);
    return Place{.kind = Place::Kind::Line, .line = LineNumber(line - 1), .column = column - 1};
}

// Digits alone are a line or an offset, unless a time is meant.
std::optional<Place> parseTime(const QString& text, Place::Kind bare)
{
    const bool mayBeNumber
        = std::ranges::none_of(text, [](QChar c) { return QStringView(u"+-:/ ").contains(c); });
    if (mayBeNumber && bare != Place::Kind::Time)
        return std::nullopt;
    return TimeQuery::parse(text.toStdString()).transform([](const TimeQuery& query) {
        return Place{.kind = Place::Kind::Time, .time = query};
    });
}

// Columns are counted so far into a line, which takes some hundredths of a second.
constexpr ByteCount countedColumns = mebibytes(4);

// The begin of the character `column` characters into the line, or its end when it is shorter.
std::expected<ByteOffset, QString> columnOffset(
    const DocumentSession& session, ByteOffset lineBegin, std::int64_t column)
{
    if (column == 0)
        return lineBegin;
    const TextFormat& format = session.textFormat();
    const LineScanner scanner(session.snapshot(), format.encoding, format.newline);
    const TextDecoder decoder(format.encoding);
    std::optional<Segment> segment = scanner.segmentAt(lineBegin);
    for (; segment; segment = scanner.next(*segment)) {
        const ByteRange content(std::max(segment->range.begin(), lineBegin), segment->content().end());
        std::vector<std::byte> bytes(static_cast<std::size_t>(content.count().value()));
        (void)session.snapshot().read(content.begin(), bytes); // unreadable bytes count one column each
        std::vector<Character> characters;
        decoder.decode(bytes, characters);
        const auto count = static_cast<std::int64_t>(characters.size());
        if (column < count)
            return content.begin() + ByteCount(characters[static_cast<std::size_t>(column)].begin);
        column -= count;
        if (segment->endsLine)
            return content.end();
        if (content.end() - lineBegin > countedColumns)
            break;
    }
    return std::unexpected(i18n("Columns so far out in a long line are not counted. Give an offset instead: "
                                "the line begins at @%1.",
        QString::number(lineBegin.value())));
}

std::expected<ResolvedPlace, QString> resolveLine(const DocumentSession& session, const Place& place)
{
    const LineMap& lines = session.lineMap();
    const MissedReads missed;
    if (const std::optional<ByteOffset> begin = lines.lineBegin(session.snapshot(), place.line)) {
        const std::expected<ByteOffset, QString> found = columnOffset(session,
            std::max(*begin, textBegin(session.snapshot(), session.textFormat().encoding)), place.column);
        if (missed.any())
            return ResolvedPlace{found.value_or(*begin), false};
        return found.transform([](ByteOffset offset) { return ResolvedPlace{offset, true}; });
    }
    const std::optional<LineCount> newlines = lines.newlines(session.snapshot());
    if (!newlines || missed.any())
        return ResolvedPlace{lines.estimatedLineBegin(session.snapshot(), place.line), false};
    return std::unexpected(i18n("There is no line %1: the last one is line %2.",
        QLocale().toString(qlonglong(place.line.value() + 1)),
        QLocale().toString(qlonglong(newlines->value() + 1))));
}

} // namespace

std::expected<Place, QString> Place::parse(const QString& given, Kind bare)
{
    const QString text = given.trimmed();
    if (text.isEmpty())
        return misread(text);
    if (text.compare(QLatin1String("end"), Qt::CaseInsensitive) == 0)
        return Place{.kind = Kind::End};
    if (text.endsWith(QLatin1Char('%')))
        return parsePercentage(text);
    if (text.startsWith(QLatin1Char('@')))
        return parseOffset(text, QStringView(text).sliced(1));
    const std::optional<Place> time = parseTime(text, bare);
    if (bare == Kind::Time && time)
        return *time;
    const bool isOffset = bare == Kind::Offset || text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive);
    const Parsed place = isOffset ? parseOffset(text, text) : parseLine(text);
    return place || !time ? place : *time;
}

std::expected<ResolvedPlace, QString> resolvePlace(const DocumentSession& session, const Place& place)
{
    const ByteOffset end = session.snapshot().end();
    switch (place.kind) {
    case Place::Kind::Line:
        return resolveLine(session, place);
    case Place::Kind::Offset:
        if (place.offset > end)
            return std::unexpected(i18n("There is no offset %1: the file ends at %2.",
                QLocale().toString(qlonglong(place.offset.value())),
                QLocale().toString(qlonglong(end.value()))));
        return ResolvedPlace{place.offset, true};
    case Place::Kind::Percentage: {
        // long double: 64 bits of mantissa hold every offset.
        const auto offset
            = static_cast<std::int64_t>(static_cast<long double>(end.value()) * place.percentage / 100);
        return ResolvedPlace{std::min(ByteOffset(offset), end), true};
    }
    case Place::Kind::End:
        return ResolvedPlace{end, true};
    case Place::Kind::Time:
        break;
    }
    return ResolvedPlace{};
}

} // namespace megascope

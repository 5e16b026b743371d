// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/FindStatus.h"

#include "ui/session/FoundMatches.h"

#include <KFormat>
#include <KLocalizedString>

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace megascope {

namespace {

QString grouped(std::int64_t value)
{
    return QLocale().toString(qlonglong(value));
}

// Searches that are over by then need no words about their way.
constexpr double shortSearch = 1; // seconds

// "34 %, 5.1 GiB/s, 3 s left"
QString progressText(const FoundMatches& matches)
{
    const double done = double(matches.done());
    const double total = double(std::max<std::int64_t>(matches.total(), 1));
    const double rate = matches.rate();
    if (rate <= 0 || done / rate < shortSearch)
        return i18nc("@info:status", "still counting: %1 %", int(done / total * 100));
    const auto left = quint64(std::ceil((total - done) / rate));
    return i18nc("@info:status percent, bytes, time", "still counting: %1 %, %2/s, %3 left",
        int(done / total * 100), KFormat().formatByteSize(rate), KFormat().formatDuration(left * 1000));
}

} // namespace

QString findStatus(const FoundMatches& matches, const ByteRange& current)
{
    const std::int64_t count = matches.count();
    const std::optional<std::int64_t> index = current.empty() ? std::nullopt : matches.indexOf(current);
    QString text = index
        ? i18nc("@info:status match number, of how many", "%1 of %2", grouped(*index + 1), grouped(count))
        : count == 0 && !matches.isSearching()
        ? i18nc("@info:status", "No match")
        : i18ncp("@info:status", "%2 match", "%2 matches", qlonglong(count), grouped(count));
    if (matches.isSearching())
        return i18nc("@info:status how many, how far", "%1 (%2)", text, progressText(matches));
    if (matches.outcome() && matches.outcome()->end.kind == SearchEnd::Kind::Stopped)
        return i18nc("@info:status", "%1 (stopped)", text);
    if (!matches.isKept())
        return i18nc("@info:status how many, before edits", "%1 before the last edit", text);
    return text;
}

QString tooComplexText(ByteOffset at)
{
    return i18n(
        "The expression takes too many steps at offset %1; the search ended there.", grouped(at.value()));
}

QString findTrouble(const FoundMatches& matches)
{
    if (!matches.outcome())
        return {};
    const FindOutcome& outcome = *matches.outcome();
    if (outcome.storing)
        return i18n(
            "Matches behind could not be kept: %1", QString::fromStdString(outcome.storing->message()));
    if (outcome.end.kind == SearchEnd::Kind::TooComplex)
        return tooComplexText(outcome.end.at);
    if (outcome.end.kind == SearchEnd::Kind::OutOfMemory)
        return i18n("There is not enough memory to find all.");
    if (!outcome.end.unreadable.empty())
        return i18n("Bytes from offset %1 on could not be read; nothing was found there.",
            grouped(outcome.end.unreadable.front().begin().value()));
    return {};
}

} // namespace megascope

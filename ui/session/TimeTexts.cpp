// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/session/TimeTexts.h"

#include <KLocalizedString>

#include <QLocale>
#include <QStringList>

namespace megascope {

namespace {

using namespace std::chrono_literals;

// So many digits behind the point as it takes.
QString secondsText(std::chrono::nanoseconds seconds, bool isFirst)
{
    const int digits = seconds % 1s == 0ns ? 0 : seconds % 1ms == 0ns ? 3 : seconds % 1us == 0ns ? 6 : 9;
    const QString text = QLocale().toString(std::chrono::duration<double>(seconds).count(), 'f', digits);
    const bool needsZero = !isFirst && seconds < 10s;
    return needsZero ? u'0' + text : text;
}

} // namespace

QString durationText(std::chrono::nanoseconds duration)
{
    const auto amount = abs(duration);
    const auto padded = [](std::int64_t number, bool isFirst) {
        return isFirst ? QString::number(number) : QString::number(number).rightJustified(2, u'0');
    };
    QStringList parts;
    if (amount >= 24h)
        parts.append(i18nc("@info days", "%1 d", QString::number(amount / 24h)));
    if (amount >= 1h && (amount % 24h != 0ns || parts.isEmpty()))
        parts.append(i18nc("@info hours", "%1 h", padded(amount % 24h / 1h, parts.isEmpty())));
    if (amount >= 1min && (amount % 1h != 0ns || parts.isEmpty()))
        parts.append(i18nc("@info minutes", "%1 min", padded(amount % 1h / 1min, parts.isEmpty())));
    if (amount % 1min != 0ns || parts.isEmpty())
        parts.append(i18nc("@info seconds", "%1 s", secondsText(amount % 1min, parts.isEmpty())));
    return (duration < 0ns ? QStringLiteral("\u2212") : QString()) + parts.join(u' ');
}

} // namespace megascope

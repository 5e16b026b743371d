// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/PatternMark.h"

#include <KColorScheme>

#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QTextCharFormat>

#include <algorithm>

namespace megascope {

void markPatternError(QLineEdit& field, const PatternError* error)
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (error) {
        const QByteArray before = field.text().toUtf8().left(qsizetype(error->position));
        // What lacks its end is marked there.
        const qsizetype begin
            = std::min(QString::fromUtf8(before).size(), std::max<qsizetype>(field.text().size() - 1, 0));
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(
            KColorScheme(QPalette::Active).foreground(KColorScheme::NegativeText).color());
        attributes.append({QInputMethodEvent::TextFormat, int(begin) - field.cursorPosition(), 1, format});
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(&field, &event);
}

} // namespace megascope

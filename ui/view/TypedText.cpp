// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/view/TypedText.h"

#include <QKeyEvent>

namespace megascope {

QString typedText(const QKeyEvent& event)
{
    const Qt::KeyboardModifiers commands
        = event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier);
    const bool isAltGr = commands == (Qt::ControlModifier | Qt::AltModifier);
    if ((commands && !isAltGr) || event.text().isEmpty())
        return {};
    const QChar first = event.text().front();
    const bool isText = first.isPrint() || first.isSurrogate() || first.category() == QChar::Other_Format
        || first.category() == QChar::Other_PrivateUse;
    return isText ? event.text() : QString();
}

} // namespace megascope

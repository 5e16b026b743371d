// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/panel/PanelButton.h"

#include <QIcon>
#include <QToolButton>

namespace megascope {

QToolButton* makePanelButton(QWidget& parent, const char* icon, const QString& text)
{
    auto* button = new QToolButton(&parent);
    button->setAutoRaise(true);
    button->setIcon(QIcon::fromTheme(QString::fromLatin1(icon)));
    button->setText(text);
    button->setToolButtonStyle(*icon ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
    return button;
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/Commands.h"

#include "ui/window/MainWindow.h"

#include <KActionCollection>
#include <KFormat>

#include <QAction>
#include <QIcon>

namespace megascope {

QString sizeText(ByteCount count)
{
    return KFormat().formatByteSize(double(count.value()));
}

void addCommands(MainWindow& window, const QList<Command>& commands)
{
    for (const Command& command : commands) {
        QAction* action = window.actionCollection()->addAction(QString::fromLatin1(command.id));
        action->setText(command.text);
        if (*command.icon)
            action->setIcon(QIcon::fromTheme(QString::fromLatin1(command.icon)));
        KActionCollection::setDefaultShortcut(action, command.shortcut);
        QObject::connect(action, &QAction::triggered, &window, command.run);
    }
}

void setPossible(MainWindow& window, const char* id, bool possible)
{
    window.actionCollection()->action(QString::fromLatin1(id))->setEnabled(possible);
}

} // namespace megascope

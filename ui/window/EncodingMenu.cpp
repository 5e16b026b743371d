// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/EncodingMenu.h"

#include "ui/window/DocumentPane.h"

#include <KLocalizedString>

#include <QActionGroup>
#include <QMenu>

namespace megascope {

namespace {

    QString text(std::string_view latin1)
    {
        return QString::fromLatin1(latin1.data(), qsizetype(latin1.size()));
    }

    QAction* addChoice(QMenu* menu, QActionGroup* group, const QString& label)
    {
        QAction* action = menu->addAction(label);
        action->setCheckable(true);
        group->addAction(action);
        return action;
    }

    void fill(QMenu* menu, DocumentPane& pane)
    {
        auto* group = new QActionGroup(menu);
        QAction* detect = addChoice(menu, group, i18nc("@item:inmenu detect the encoding", "&Detect"));
        detect->setProperty("encoding", QString());
        QObject::connect(detect, &QAction::triggered, menu, [&pane] { pane.session().setEncoding(std::nullopt); });
        menu->addSeparator();

        QMenu* submenu = nullptr;
        std::string_view groupName;
        for (const Encoding encoding : Encoding::all()) {
            if (!submenu || encoding.group() != groupName) {
                groupName = encoding.group();
                submenu = menu->addMenu(i18nc("@title:menu group of encodings", groupName.data()));
            }
            QAction* action = addChoice(submenu, group, text(encoding.name()));
            action->setProperty("encoding", text(encoding.name()));
            QObject::connect(action, &QAction::triggered, menu, [&pane, encoding] { pane.session().setEncoding(encoding); });
        }
    }

    void checkPresent(QMenu* menu, const DocumentSession& session)
    {
        const QString present = session.isEncodingDetected() ? QString() : text(session.textFormat().encoding.name());
        const auto* group = menu->findChild<QActionGroup*>();
        for (QAction* action : group->actions())
            action->setChecked(action->property("encoding").toString() == present);
    }

} // namespace

QMenu* createEncodingMenu(DocumentPane& pane, QWidget* parent)
{
    auto* menu = new QMenu(parent);
    QObject::connect(menu, &QMenu::aboutToShow, menu, [menu, &pane] {
        if (menu->isEmpty())
            fill(menu, pane);
        checkPresent(menu, pane.session());
    });
    return menu;
}

} // namespace megascope

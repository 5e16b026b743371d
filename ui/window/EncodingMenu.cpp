// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/EncodingMenu.h"

#include "ui/window/ConvertCommands.h"
#include "ui/window/DocumentPane.h"

#include <KLazyLocalizedString>
#include <KLocalizedString>

#include <QActionGroup>
#include <QMenu>

#include <algorithm>

namespace megascope {

namespace {

QString text(std::string_view latin1)
{
    return QString::fromLatin1(latin1.data(), qsizetype(latin1.size()));
}

// Literals, so that they can be translated.
const KLazyLocalizedString groups[] = {
    kli18nc("@title:menu encodings", "Unicode"),
    kli18nc("@title:menu encodings", "Western European"),
    kli18nc("@title:menu encodings", "Central European"),
    kli18nc("@title:menu encodings", "South European"),
    kli18nc("@title:menu encodings", "Nordic"),
    kli18nc("@title:menu encodings", "Celtic"),
    kli18nc("@title:menu encodings", "Baltic"),
    kli18nc("@title:menu encodings", "Cyrillic"),
    kli18nc("@title:menu encodings", "Greek"),
    kli18nc("@title:menu encodings", "Turkish"),
    kli18nc("@title:menu encodings", "Hebrew"),
    kli18nc("@title:menu encodings", "Arabic"),
    kli18nc("@title:menu encodings", "Thai"),
    kli18nc("@title:menu encodings", "Vietnamese"),
    kli18nc("@title:menu encodings", "Chinese Simplified"),
    kli18nc("@title:menu encodings", "Chinese Traditional"),
    kli18nc("@title:menu encodings", "Japanese"),
    kli18nc("@title:menu encodings", "Korean"),
};

QString groupTitle(std::string_view group)
{
    const auto* found = std::ranges::find(groups, group, &KLazyLocalizedString::untranslatedText);
    return found == std::end(groups) ? text(group) : found->toString();
}

QAction* addChoice(QMenu* menu, QActionGroup* group, const QString& label)
{
    QAction* action = menu->addAction(label);
    action->setCheckable(true);
    group->addAction(action);
    return action;
}

// Calls add(submenu, encoding) for each, with the submenu of its group.
template <class Add>
void forEachEncoding(QMenu* menu, Add add)
{
    QMenu* submenu = nullptr;
    std::string_view groupName;
    for (const Encoding encoding : Encoding::all()) {
        if (!submenu || encoding.group() != groupName) {
            groupName = encoding.group();
            submenu = menu->addMenu(groupTitle(groupName));
        }
        add(submenu, encoding);
    }
}

void fill(QMenu* menu, DocumentPane& pane)
{
    auto* group = new QActionGroup(menu);
    QAction* detect = addChoice(menu, group, i18nc("@item:inmenu detect the encoding", "&Detect"));
    detect->setProperty("encoding", QString());
    QObject::connect(
        detect, &QAction::triggered, menu, [&pane] { pane.session().setEncoding(std::nullopt); });
    menu->addSeparator();
    forEachEncoding(menu, [&](QMenu* submenu, Encoding encoding) {
        QAction* action = addChoice(submenu, group, text(encoding.name()));
        action->setProperty("encoding", text(encoding.name()));
        QObject::connect(
            action, &QAction::triggered, menu, [&pane, encoding] { pane.session().setEncoding(encoding); });
    });
}

void checkPresent(QMenu* menu, const DocumentSession& session)
{
    const QString present
        = session.isEncodingDetected() ? QString() : text(session.textFormat().encoding.name());
    const auto* group = menu->findChild<QActionGroup*>();
    for (QAction* action : group->actions())
        action->setChecked(action->property("encoding").toString() == present);
}

} // namespace

void makeEncodingMenu(QMenu& menu, DocumentPane& pane)
{
    QObject::connect(&menu, &QMenu::aboutToShow, &menu, [&menu, &pane] {
        if (menu.isEmpty())
            fill(&menu, pane);
        checkPresent(&menu, pane.session());
    });
}

void makeConversionMenu(QMenu& menu, ConvertCommands& commands)
{
    QObject::connect(&menu, &QMenu::aboutToShow, &menu, [&menu, &commands] {
        if (!menu.isEmpty())
            return;
        forEachEncoding(&menu, [&](QMenu* submenu, Encoding encoding) {
            QObject::connect(submenu->addAction(text(encoding.name())), &QAction::triggered, &menu,
                [&commands, encoding] { commands.convertEncoding(encoding); });
        });
    });
}

} // namespace megascope

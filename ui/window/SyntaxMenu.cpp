// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/SyntaxMenu.h"

#include "ui/window/DocumentPane.h"
#include "ui/window/MainWindow.h"

#include <KActionCollection>
#include <KActionMenu>
#include <KLocalizedString>

#include <QActionGroup>
#include <QMenu>
#include <QToolButton>

#include <functional>

namespace megascope {

namespace {

using Kind = SyntaxChoice::Kind;

// A menu that is filled when it is opened for the first time; `check` is called at each opening.
QMenu* addLazyMenu(MainWindow& window, const char* id, const QString& title,
    const std::function<void(QMenu*, QActionGroup*)>& fill, const std::function<void(QActionGroup*)>& check)
{
    auto* item = new KActionMenu(title, &window);
    item->setPopupMode(QToolButton::InstantPopup);
    window.actionCollection()->addAction(QString::fromLatin1(id), item);
    QMenu* menu = item->menu();
    auto* group = new QActionGroup(menu);
    QObject::connect(menu, &QMenu::aboutToShow, menu, [menu, group, fill, check] {
        if (menu->isEmpty())
            fill(menu, group);
        check(group);
    });
    return menu;
}

// An item that calls `chosen`; `data` tells it from the others.
QAction* addChoice(QMenu* menu, QActionGroup* group, const QString& text, const QVariant& data,
    const std::function<void()>& chosen)
{
    QAction* action = menu->addAction(text);
    action->setCheckable(true);
    action->setData(data);
    group->addAction(action);
    QObject::connect(action, &QAction::triggered, menu, chosen);
    return action;
}

void checkOnly(QActionGroup* group, const QVariant& data)
{
    for (QAction* action : group->actions())
        action->setChecked(action->data() == data);
}

// "&" marks a letter in a menu.
QString plain(QString title)
{
    return title.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

// What an item stands for; the kind, or the name of the definition.
QVariant dataOf(const SyntaxChoice& choice)
{
    return choice.kind == Kind::Named ? QVariant(choice.name) : QVariant(int(choice.kind));
}

void addDefinitions(QMenu* menu, QActionGroup* group, DocumentPane& pane)
{
    const auto add = [group, &pane](QMenu* to, const QString& text, const SyntaxChoice& choice) {
        return addChoice(to, group, text, dataOf(choice), [&pane, choice] { pane.setSyntaxChoice(choice); });
    };
    add(menu, i18nc("@item:inmenu choose the syntax by the file", "&Automatic"), {Kind::Automatic, {}});
    add(menu, i18nc("@item:inmenu no syntax colours", "&None"), {Kind::None, {}});
    menu->addSeparator();
    for (const SyntaxRepository::Section& section : pane.syntaxes().sections()) {
        QMenu* submenu = menu->addMenu(plain(section.title));
        for (const SyntaxRepository::Entry& definition : section.definitions)
            add(submenu, plain(definition.title), {Kind::Named, definition.name});
    }
}

// Says what was found by itself: "Automatic (C++)".
void checkDefinition(QActionGroup* group, const DocumentPane& pane)
{
    checkOnly(group, dataOf(pane.syntaxChoice()));
    const QString name = pane.syntaxName();
    const bool found = pane.syntaxChoice().kind == Kind::Automatic && !name.isEmpty();
    group->actions().front()->setText(found
            ? i18nc("@item:inmenu choose the syntax by the file; the one that was found", "&Automatic (%1)",
                  plain(name))
            : i18nc("@item:inmenu choose the syntax by the file", "&Automatic"));
}

void addThemes(QMenu* menu, QActionGroup* group, MainWindow& window)
{
    const auto add = [menu, group, &window](const QString& text, const QString& name) {
        addChoice(menu, group, text, name, [&window, name] {
            ViewSettings settings = window.settings();
            settings.theme = name;
            window.setSettings(settings);
        });
    };
    add(i18nc("@item:inmenu colour theme", "&Desktop Colors"), {});
    menu->addSeparator();
    for (const SyntaxRepository::Entry& theme : window.pane().syntaxes().themes())
        add(plain(theme.title), theme.name);
}

} // namespace

void addSyntaxActions(MainWindow& window)
{
    DocumentPane* pane = &window.pane();
    addLazyMenu(
        window, "view_syntax", i18nc("@title:menu", "S&yntax"),
        [pane](QMenu* menu, QActionGroup* group) { addDefinitions(menu, group, *pane); },
        [pane](QActionGroup* group) { checkDefinition(group, *pane); });
    addLazyMenu(
        window, "view_theme", i18nc("@title:menu", "Color T&heme"),
        [&window](QMenu* menu, QActionGroup* group) { addThemes(menu, group, window); },
        [&window](QActionGroup* group) { checkOnly(group, window.settings().theme); });
}

} // namespace megascope

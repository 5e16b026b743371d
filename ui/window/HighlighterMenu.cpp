// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/HighlighterMenu.h"

#include "ui/model/HighlighterStore.h"
#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/HighlighterDialog.h"
#include "ui/window/MainWindow.h"
#include "ui/window/PaneHighlighter.h"

#include <KActionCollection>
#include <KActionMenu>
#include <KLocalizedString>

#include <QActionGroup>
#include <QMenu>
#include <QToolButton>

namespace megascope {

namespace {

using Kind = HighlighterChoice::Kind;

void choose(MainWindow& window, const HighlighterChoice& choice)
{
    ViewSettings settings = window.settings();
    settings.highlighters = choice.setting();
    window.setSettings(settings);
}

void addSetItem(MainWindow& window, QMenu* menu, QActionGroup* group, const QString& text,
    const HighlighterChoice& choice)
{
    QAction* action = group->addAction(text);
    action->setCheckable(true);
    action->setChecked(choice == window.pane().highlighter().choice());
    menu->addAction(action);
    QObject::connect(action, &QAction::triggered, &window, [&window, choice] { choose(window, choice); });
}

// The sets may have been changed since it was opened last.
void fillHighlighterMenu(MainWindow& window, QMenu* menu)
{
    PaneHighlighter& highlighter = window.pane().highlighter();
    qDeleteAll(menu->findChildren<QActionGroup*>()); // with the items
    menu->clear();
    auto* group = new QActionGroup(menu);
    const auto plain = [](QString name) { return name.replace(QLatin1Char('&'), QStringLiteral("&&")); };
    const bool found = highlighter.choice().kind == Kind::Automatic && !highlighter.setName().isEmpty();
    addSetItem(window, menu, group, i18nc("@item:inmenu no highlighters", "&None"), {Kind::None, {}});
    addSetItem(window, menu, group,
        found ? i18nc("@item:inmenu choose the highlighters by the file; those that were found",
                    "&Automatic (%1)", plain(highlighter.setName()))
              : i18nc("@item:inmenu choose the highlighters by the file", "&Automatic"),
        {});
    menu->addSeparator();
    bool isBuiltIn = false;
    for (const HighlighterSet& set : highlighter.store().all()) {
        if (set.isBuiltIn && !isBuiltIn && !highlighter.store().own().empty())
            menu->addSeparator();
        isBuiltIn = set.isBuiltIn;
        addSetItem(window, menu, group, plain(set.name), {Kind::Named, set.name});
    }
    menu->addSeparator();
    for (const char* id : {"highlight_selection", "highlight_clear"})
        menu->addAction(window.actionCollection()->action(QString::fromLatin1(id)));
    menu->addSeparator();
    menu->addAction(window.actionCollection()->action(QStringLiteral("highlight_edit")));
}

void editHighlighters(MainWindow& window)
{
    PaneHighlighter& highlighter = window.pane().highlighter();
    auto* dialog = new HighlighterDialog(highlighter.store(), highlighter.setName(), &window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace

void addHighlighterActions(MainWindow& window)
{
    DocumentPane* pane = &window.pane();
    addCommands(window,
        {{"highlight_selection", i18nc("@action", "&Highlight Selection"), "format-fill-color",
             QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H),
             [pane] { pane->highlighter().highlightSelection(); }},
            {"highlight_clear", i18nc("@action", "&Clear Quick Highlights"), "",
                QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_H), [pane] { pane->highlighter().clearQuick(); }},
            {"highlight_edit", i18nc("@action", "&Edit Highlighters…"), "configure", {},
                [&window] { editHighlighters(window); }}});
    auto* item = new KActionMenu(i18nc("@title:menu", "High&lighters"), &window);
    item->setPopupMode(QToolButton::InstantPopup);
    window.actionCollection()->addAction(QStringLiteral("view_highlighters"), item);
    QObject::connect(item->menu(), &QMenu::aboutToShow, item,
        [&window, menu = item->menu()] { fillHighlighterMenu(window, menu); });
    QObject::connect(&pane->highlighter(), &PaneHighlighter::changed, &window,
        [&window] { showPossibleHighlights(window); });
}

void showPossibleHighlights(MainWindow& window)
{
    const DocumentPane& pane = window.pane();
    const bool isText = pane.textView() != nullptr;
    setPossible(window, "view_highlighters", isText);
    setPossible(window, "highlight_selection", isText && !pane.session().selection().isEmpty());
    setPossible(window, "highlight_clear", pane.highlighter().hasQuick());
}

} // namespace megascope

// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 Megascope contributors

#include "ui/window/WindowActions.h"

#include "ui/window/Commands.h"
#include "ui/window/DocumentPane.h"
#include "ui/window/EncodingMenu.h"
#include "ui/window/FilterCommands.h"
#include "ui/window/FollowCommands.h"
#include "ui/window/HighlighterMenu.h"
#include "ui/window/HoleCommands.h"
#include "ui/window/IncomingCommands.h"
#include "ui/window/LiveCommands.h"
#include "ui/window/MainWindow.h"
#include "ui/window/SaveCommands.h"
#include "ui/window/SyntaxMenu.h"

#include <KActionCollection>
#include <KActionMenu>
#include <KColorSchemeManager>
#include <KColorSchemeMenu>
#include <KLocalizedString>
#include <KRecentFilesAction>
#include <KStandardAction>

#include <QActionGroup>
#include <QApplication>
#include <QMenu>
#include <QToolButton>

namespace megascope {

namespace {

using Layout = ViewSettings::Layout;

KRecentFilesAction* addFileActions(MainWindow& window)
{
    KActionCollection* actions = window.actionCollection();
    KStandardAction::open(&window, &MainWindow::askForFiles, actions);
    auto* recent = KStandardAction::openRecent(
        &window, [&window](const QUrl& url) { window.openFiles({url}); }, actions);
    SaveCommands* save = &window.saveCommands();
    KStandardAction::save(save, &SaveCommands::save, actions);
    KStandardAction::saveAs(save, &SaveCommands::saveAs, actions);
    addCommands(window,
        {{"file_save_copy", i18nc("@action", "Save a &Copy As…"), "", {}, [save] { save->saveCopyAs(); }},
            {"file_save_selection", i18nc("@action", "Save Se&lection As…"), "", {},
                [save] { save->saveSelectionAs(); }}});
    KStandardAction::close(&window, &QWidget::close, actions);
    KStandardAction::quit(qApp, &QApplication::closeAllWindows, actions);
    addCommands(window,
        {{"file_new_window", i18nc("@action", "New &Window"), "window-new", QKeySequence::New,
             [] { (new MainWindow)->show(); }},
            {"file_reload", i18nc("@action", "Re&load"), "view-refresh", QKeySequence(Qt::Key_F5),
                [&window] { window.pane().reload(); }},
            {"file_retry", i18nc("@action", "Try Reading A&gain"), "", QKeySequence(Qt::CTRL | Qt::Key_F5),
                [&window] { window.pane().session().retryReading(); }}});
    return recent;
}

void addGoActions(MainWindow& window)
{
    DocumentPane* pane = &window.pane();
    const auto end
        = [](Place::Kind kind, double percentage) { return Place{.kind = kind, .percentage = percentage}; };
    addCommands(window,
        {{"go_line", i18nc("@action", "Go to &Line…"), "go-jump", QKeySequence(Qt::CTRL | Qt::Key_G),
             [pane] { pane->askPlace(Place::Kind::Line); }},
            {"go_offset", i18nc("@action", "Go to &Offset…"), "",
                QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G),
                [pane] { pane->askPlace(Place::Kind::Offset); }},
            {"go_next_change", i18nc("@action", "&Next Change"), "go-down", QKeySequence(Qt::Key_F8),
                [pane] { pane->goToChange(true); }},
            {"go_previous_change", i18nc("@action", "&Previous Change"), "go-up",
                QKeySequence(Qt::SHIFT | Qt::Key_F8), [pane] { pane->goToChange(false); }},
            {"go_begin", i18nc("@action", "&Begin of File"), "go-top", {},
                [pane, end] { pane->goTo(end(Place::Kind::Percentage, 0)); }},
            {"go_middle", i18nc("@action", "&Middle of File"), "", {},
                [pane, end] { pane->goTo(end(Place::Kind::Percentage, 50)); }},
            {"go_end", i18nc("@action", "&End of File"), "go-bottom", {},
                [pane, end] { pane->goTo(end(Place::Kind::End, 0)); }}});
}

void addLayoutActions(MainWindow& window)
{
    struct Choice {
        const char* id;
        QString text;
        QString shortText; // beside its icon in the tool bar
        const char* icon;
        Qt::Key key;
        Layout layout;
    };
    const QList<Choice> choices{{"view_text", i18nc("@action", "&Text"), i18nc("@action:intoolbar", "Text"),
                                    "text-x-generic", Qt::Key_1, Layout::Text},
        {"view_hex", i18nc("@action", "&Hex"), i18nc("@action:intoolbar", "Hex"), "code-context", Qt::Key_2,
            Layout::Hex},
        {"view_both", i18nc("@action", "Text and Hex &Side by Side"), i18nc("@action:intoolbar", "Both"),
            "view-split-left-right", Qt::Key_3, Layout::SideBySide}};
    auto* group = new QActionGroup(&window);
    for (const Choice& choice : choices) {
        QAction* action = window.actionCollection()->addAction(QString::fromLatin1(choice.id));
        action->setText(choice.text);
        action->setIconText(choice.shortText);
        action->setIcon(QIcon::fromTheme(QString::fromLatin1(choice.icon)));
        action->setCheckable(true);
        group->addAction(action);
        KActionCollection::setDefaultShortcut(action, QKeySequence(Qt::CTRL | choice.key));
        QObject::connect(action, &QAction::triggered, &window,
            [&window, layout = choice.layout] { window.pane().chooseLayout(layout); });
        const auto check = [&window, action, layout = choice.layout] {
            action->setChecked(window.pane().shownLayout() == layout);
        };
        QObject::connect(&window.pane(), &DocumentPane::layoutChanged, action, check);
        check();
    }
}

// A checkable action for a yes-or-no setting.
void addSwitch(MainWindow& window, const char* id, const QString& text, const QKeySequence& shortcut,
    bool ViewSettings::* setting)
{
    QAction* action = window.actionCollection()->addAction(QString::fromLatin1(id));
    action->setText(text);
    action->setCheckable(true);
    action->setChecked(window.settings().*setting);
    KActionCollection::setDefaultShortcut(action, shortcut);
    QObject::connect(action, &QAction::triggered, &window, [&window, setting](bool on) {
        ViewSettings settings = window.settings();
        settings.*setting = on;
        window.setSettings(settings);
    });
    QObject::connect(&window, &MainWindow::settingsChanged, action,
        [&window, action, setting] { action->setChecked(window.settings().*setting); });
}

// A menu of the values that a setting can have.
template <class Value>
struct Choices {
    struct Item {
        Value value;
        QString text;
    };
    QList<Item> items;
    Value ViewSettings::* setting;
};

template <class Value>
void addChoiceMenu(MainWindow& window, const char* id, const QString& text, const Choices<Value>& choices)
{
    auto* menu = new KActionMenu(text, &window);
    menu->setPopupMode(QToolButton::InstantPopup);
    window.actionCollection()->addAction(QString::fromLatin1(id), menu);
    auto* group = new QActionGroup(menu);
    for (const auto& item : choices.items) {
        auto* action = new QAction(item.text, menu);
        action->setCheckable(true);
        action->setChecked(window.settings().*choices.setting == item.value);
        group->addAction(action);
        menu->addAction(action);
        QObject::connect(
            action, &QAction::triggered, &window, [&window, setting = choices.setting, value = item.value] {
                ViewSettings settings = window.settings();
                settings.*setting = value;
                window.setSettings(settings);
            });
    }
}

Choices<int> numbers(int ViewSettings::* setting, const QList<int>& values)
{
    Choices<int> choices{.items = {}, .setting = setting};
    for (const int value : values)
        choices.items.append({value, QString::number(value)});
    return choices;
}

void addViewActions(MainWindow& window)
{
    addLayoutActions(window);
    addSwitch(window, "view_wrap", i18nc("@option:check", "&Wrap Lines"), QKeySequence(Qt::Key_F10),
        &ViewSettings::wrap);
    addSwitch(
        window, "view_whitespace", i18nc("@option:check", "Show White&space"), {}, &ViewSettings::whitespace);
    addSwitch(window, "view_time_differences", i18nc("@option:check", "Time Diff&erences"), {},
        &ViewSettings::timeDifferences);
    addChoiceMenu(window, "view_tab_width", i18nc("@title:menu", "Tab Wi&dth"),
        numbers(&ViewSettings::tabWidth, {2, 3, 4, 8, 16}));
    Choices<int> rows = numbers(&ViewSettings::bytesPerRow, {8, 16, 24, 32, 48, 64});
    rows.items.prepend({0, i18nc("@item:inmenu as many bytes as fit", "As Many As Fit")});
    addChoiceMenu(window, "view_bytes_per_row", i18nc("@title:menu", "&Bytes per Row"), rows);
    addChoiceMenu(window, "view_group_size", i18nc("@title:menu", "&Group Bytes By"),
        numbers(&ViewSettings::groupSize, {1, 2, 4, 8}));
    addSwitch(window, "view_uppercase_hex", i18nc("@option:check", "&Uppercase Hex Digits"), {},
        &ViewSettings::uppercaseHex);
    addSwitch(window, "view_decimal_offsets", i18nc("@option:check", "&Decimal Offsets"), {},
        &ViewSettings::decimalOffsets);

    KActionCollection* actions = window.actionCollection();
    KStandardAction::zoomIn(&window, [&window] { window.zoomBy(1); }, actions);
    KStandardAction::zoomOut(&window, [&window] { window.zoomBy(-1); }, actions);
    KStandardAction::actualSize(&window, [&window] { window.zoomBy(-window.settings().zoom); }, actions);

    auto* encoding = new KActionMenu(i18nc("@title:menu", "&Encoding"), &window);
    makeEncodingMenu(*encoding->menu(), window.pane());
    actions->addAction(QStringLiteral("view_encoding"), encoding);
    addSyntaxActions(window);
    addHighlighterActions(window);
    addChoiceMenu(window, "view_sequences",
        i18nc("@title:menu escape sequences for terminals", "A&NSI Sequences"),
        Choices<SequenceDisplay>{
            .items = {{SequenceDisplay::Automatic, i18nc("@item:inmenu ANSI sequences", "&Automatic")},
                {SequenceDisplay::Shown, i18nc("@item:inmenu ANSI sequences", "As They Are")},
                {SequenceDisplay::Hidden, i18nc("@item:inmenu ANSI sequences", "&Hidden")},
                {SequenceDisplay::Colored, i18nc("@item:inmenu ANSI sequences", "As &Colors")}},
            .setting = &ViewSettings::sequences,
        });
}

void addSettingsActions(MainWindow& window)
{
    KActionMenu* schemes = KColorSchemeMenu::createMenu(KColorSchemeManager::instance(), &window);
    window.actionCollection()->addAction(QStringLiteral("settings_color_scheme"), schemes);
    addChoiceMenu(window, "settings_layout", i18nc("@title:menu", "Open Files &As"),
        Choices<Layout>{
            .items = {{Layout::Automatic, i18nc("@item:inmenu text or hex", "&What They Hold")},
                {Layout::Text, i18nc("@item:inmenu", "&Text")}, {Layout::Hex, i18nc("@item:inmenu", "&Hex")},
                {Layout::SideBySide, i18nc("@item:inmenu", "Text and Hex &Side by Side")}},
            .setting = &ViewSettings::layout,
        });
}

// What makes no sense now is greyed out.
void showWhatIsPossible(MainWindow& window)
{
    const DocumentPane& pane = window.pane();
    setPossible(window, "file_save_selection", !pane.session().selection().isEmpty());
    setPossible(window, "file_reload", !pane.session().path().isEmpty());
    setPossible(window, "file_retry", pane.session().fileSource() != nullptr);
    const bool text = pane.shownLayout() != Layout::Hex;
    for (const char* id : {"view_wrap", "view_whitespace", "view_time_differences", "view_tab_width",
             "view_syntax", "view_sequences"})
        setPossible(window, id, text);
    const bool hex = pane.shownLayout() != Layout::Text;
    for (const char* id :
        {"view_bytes_per_row", "view_group_size", "view_uppercase_hex", "view_decimal_offsets"})
        setPossible(window, id, hex);
}

} // namespace

KRecentFilesAction* createActions(MainWindow& window)
{
    KRecentFilesAction* recent = addFileActions(window);
    addEditActions(window);
    addFindActions(window);
    addFilterActions(window);
    addFollowActions(window);
    addIncomingActions(window);
    addGoActions(window);
    addTimeActions(window);
    addViewActions(window);
    addLiveActions(window);
    addHoleActions(window);
    addSettingsActions(window);

    const auto show = [&window] {
        showWhatIsPossible(window);
        showPossibleEdits(window);
        showPossibleHighlights(window);
    };
    for (const auto signal : {&DocumentPane::sessionChanged, &DocumentPane::pathChanged,
             &DocumentPane::layoutChanged, &DocumentPane::selectionChanged, &DocumentPane::stateChanged})
        QObject::connect(&window.pane(), signal, &window, show);
    show();
    return recent;
}

} // namespace megascope
